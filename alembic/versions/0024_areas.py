"""Finding orders by where they go: by town, and by how the postcode begins, however many there are.

It only adds: processes of the version before run beside it.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

FIELDS = ("city", "postcode")


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for field in FIELDS:
        value = f"json_extract(address, '$.{field}')" if is_sqlite else f"address ->> '{field}'"
        lowered = f"lower({value})" if is_sqlite else f'(lower({value})) COLLATE "C"'
        op.execute(f"CREATE INDEX shop_order_search_{field} ON shop_order (merchant_id, {lowered})")


def downgrade() -> None:
    for field in FIELDS:
        op.execute(f"DROP INDEX shop_order_search_{field}")
