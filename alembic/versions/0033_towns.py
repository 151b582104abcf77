"""Orders are found by their town without regard to case and accents: as it is compared, in a column with an index.

It only adds, but for an index that nothing reads any more. An order that a process of the version before takes
meanwhile is not found by its town until it is announced again.
"""

import sqlalchemy as sa
from alembic import op

from domain.talk.folding import fold

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

AT_ONCE = 5_000


def upgrade() -> None:
    op.add_column("shop_order", sa.Column("town", sa.String(), nullable=True))
    _fill(op.get_bind())
    op.create_index("ix_shop_order_town", "shop_order", ["merchant_id", "town"])
    op.execute("DROP INDEX shop_order_search_city")


def downgrade() -> None:
    op.drop_index("ix_shop_order_town", "shop_order")
    op.drop_column("shop_order", "town")
    value = "lower(json_extract(address, '$.city'))" if _is_sqlite() else "(lower(address ->> 'city')) COLLATE \"C\""
    op.execute(f"CREATE INDEX shop_order_search_city ON shop_order (merchant_id, {value})")


def _fill(tx: sa.Connection) -> None:
    value = "json_extract(address, '$.city')" if _is_sqlite() else "address ->> 'city'"
    city: sa.ColumnElement[str] = sa.literal_column(value)
    order = sa.table("shop_order", sa.column("id"))
    some = sa.select(order.c.id, city).where(order.c.id > sa.bindparam("after")).order_by(order.c.id).limit(AT_ONCE)
    write = sa.text("UPDATE shop_order SET town = :town WHERE id = :id")
    after = 0
    while rows := tx.execute(some, {"after": after}).all():
        after = rows[-1][0]
        known = [{"id": row[0], "town": town} for row in rows if row[1] and (town := fold(str(row[1])))]
        if known:
            tx.execute(write, known)


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")
