"""Finding parcels: by order number, by words of a name, by the last digits of a phone, however many there are.

It only adds: processes of the version before run beside it.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_SQLITE = (
    """CREATE VIRTUAL TABLE customer_search USING fts5(
        name, content='customer', content_rowid='id', tokenize="unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER customer_search_added AFTER INSERT ON customer BEGIN
        INSERT INTO customer_search(rowid, name) VALUES (new.id, new.name); END""",
    """CREATE TRIGGER customer_search_gone AFTER DELETE ON customer BEGIN
        INSERT INTO customer_search(customer_search, rowid, name) VALUES ('delete', old.id, old.name); END""",
    """CREATE TRIGGER customer_search_changed AFTER UPDATE OF name ON customer BEGIN
        INSERT INTO customer_search(customer_search, rowid, name) VALUES ('delete', old.id, old.name);
        INSERT INTO customer_search(rowid, name) VALUES (new.id, new.name); END""",
    "INSERT INTO customer_search(customer_search) VALUES ('rebuild')",
    "CREATE INDEX customer_search_digits ON customer (substr(phone, -4))",
)
_POSTGRESQL = (
    "CREATE INDEX customer_search ON customer USING gin (to_tsvector('simple', name))",
    'CREATE INDEX customer_search_digits ON customer ("right"(phone, 4))',
)


def upgrade() -> None:
    op.create_index("ix_shop_order_number", "shop_order", ["number"])
    for statement in _SQLITE if _is_sqlite() else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP INDEX customer_search_digits")
    if _is_sqlite():
        for name in ("added", "gone", "changed"):
            op.execute(f"DROP TRIGGER customer_search_{name}")
        op.execute("DROP TABLE customer_search")
    else:
        op.execute("DROP INDEX customer_search")
    op.drop_index("ix_shop_order_number", "shop_order")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
