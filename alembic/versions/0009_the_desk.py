"""What staff share at their desk: held firsts, leases, marks, presence, saved replies, notes; and a search over words.

It only adds: processes of the version before run beside it, and their messages are found as well, by triggers on SQLite
and by an index over the words on PostgreSQL.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = store.types.Instant

_COLUMNS: tuple[tuple[str, sa.Column[Any]], ...] = (
    ("conversation", sa.Column("lease_until", _AT(), nullable=True)),
    ("message", sa.Column("gloss", sa.String(), nullable=True)),
    ("override", sa.Column("origin", sa.String(), nullable=True)),
    ("staff_case", sa.Column("assignee", sa.String(), nullable=True)),
    ("staff_case", sa.Column("snoozed_until", _AT(), nullable=True)),
)
_INDEXES = (
    ("ix_conversation_waiting", "conversation", ["waiting_since", "id"], "waiting_since IS NOT NULL"),
    ("ix_conversation_owner", "conversation", ["owner", "last_at", "id"], "owner <> 'bot'"),
    ("ix_conversation_lease", "conversation", ["lease_until"], "lease_until IS NOT NULL"),
    ("ix_notice_held", "notice", ["send_after"], "state = 'held'"),
    ("ix_staff_case_open", "staff_case", ["id"], "closed_at IS NULL"),
    ("ix_first_check_open", "first_check", ["merchant_id"], "remaining > 0"),
)
_TABLES = ("first_check", "conversation_mark", "presence", "saved_reply", "case_note")

_SEARCH_SQLITE = (
    """CREATE VIRTUAL TABLE message_search USING fts5(
        text, content='message', content_rowid='id', tokenize="unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER message_search_added AFTER INSERT ON message BEGIN
        INSERT INTO message_search(rowid, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER message_search_gone AFTER DELETE ON message BEGIN
        INSERT INTO message_search(message_search, rowid, text) VALUES ('delete', old.id, old.text); END""",
    """CREATE TRIGGER message_search_changed AFTER UPDATE OF text ON message BEGIN
        INSERT INTO message_search(message_search, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO message_search(rowid, text) VALUES (new.id, new.text); END""",
    "INSERT INTO message_search(message_search) VALUES ('rebuild')",
)
_SEARCH_POSTGRESQL = "CREATE INDEX message_search ON message USING gin (to_tsvector('simple', text))"


def upgrade() -> None:
    for table, column in _COLUMNS:
        op.add_column(table, column)
    op.create_table(
        "first_check",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", _AT(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "conversation_mark",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("conversation_id", _BIG_ID, nullable=False),
        sa.Column("at", _AT(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_conversation_mark_conversation", "conversation_mark", ["conversation_id", "id"])
    op.create_table(
        "presence",
        sa.Column("conversation_id", _BIG_ID, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("doing", sa.String(), nullable=False),
        sa.Column("at", _AT(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "who"),
    )
    op.create_table(
        "saved_reply",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", _AT(), nullable=False),
        sa.Column("closed_at", _AT(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "case_note",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("case_id", _BIG_ID, nullable=False),
        sa.Column("at", _AT(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["staff_case.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_case_note_case", "case_note", ["case_id"])
    for name, table, columns, where in _INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    for statement in _SEARCH_SQLITE if _is_sqlite() else (_SEARCH_POSTGRESQL,):
        op.execute(statement)


def downgrade() -> None:
    if _is_sqlite():
        for name in ("added", "gone", "changed"):
            op.execute(f"DROP TRIGGER message_search_{name}")
        op.execute("DROP TABLE message_search")
    else:
        op.execute("DROP INDEX message_search")
    for name, table, _, _ in reversed(_INDEXES):
        op.drop_index(name, table_name=table)
    for table in reversed(_TABLES):
        op.drop_table(table)
    for table, column in reversed(_COLUMNS):
        op.drop_column(table, column.name)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
