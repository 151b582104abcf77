"""Lists that are paged by a time and an id find both in their index: on PostgreSQL, what shares a time was sorted for
every page, however much of it there was. SQLite's indexes end with the row's id anyway.

Indexes only: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_PLANNED, _HELD = sa.text("state = 'planned'"), sa.text("state = 'held'")
_URGENT = sa.text("state = 'planned' AND priority <= 1")


def upgrade() -> None:
    _make("id")


def downgrade() -> None:
    _make()


def _make(*last: str) -> None:
    for name, table, column, where in (
        ("ix_notice_due", "notice", "send_after", _PLANNED),
        ("ix_notice_urgent", "notice", "send_after", _URGENT),  # of two that fit, SQLite takes the one made last
        ("ix_notice_held", "notice", "send_after", _HELD),
        ("ix_conversation_last", "conversation", "last_at", None),
    ):
        op.drop_index(name, table)
        op.create_index(name, table, [column, *last], sqlite_where=where, postgresql_where=where)
