"""What is urgent is found first, and what one source floods us with does not hide what others sent.

It only adds small indexes, over what is open alone: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

URGENT = sa.text("state = 'planned' AND priority <= 1")
KEPT = sa.text("state = 'kept'")


def upgrade() -> None:
    op.create_index("ix_notice_urgent", "notice", ["send_after"], sqlite_where=URGENT, postgresql_where=URGENT)
    op.create_index(
        "ix_delivery_kept_source", "delivery", ["source_id", "id"], sqlite_where=KEPT, postgresql_where=KEPT
    )


def downgrade() -> None:
    op.drop_index("ix_delivery_kept_source", table_name="delivery")
    op.drop_index("ix_notice_urgent", table_name="notice")
