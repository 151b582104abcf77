"""The index of what was said in a message leaves out what was said in none: most of a table that has just been filled,
which made SQLite's planner take the index for useless and read the whole table for every message that went out.

An index only: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_SAID = sa.text("message_id IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_notice_message", "notice")
    op.create_index("ix_notice_message", "notice", ["message_id"], sqlite_where=_SAID, postgresql_where=_SAID)


def downgrade() -> None:
    op.drop_index("ix_notice_message", "notice")
    op.create_index("ix_notice_message", "notice", ["message_id"])
