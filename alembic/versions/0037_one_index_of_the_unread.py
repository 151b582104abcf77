"""What waits to be read is found source by source, by one index where there were two: each webhook is one line less to
write when it is kept, and one less when it is read.

Nothing but an index goes: a process of the version before runs beside it, and sorts what waits.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_KEPT = sa.text("state = 'kept'")


def upgrade() -> None:
    op.drop_index("ix_delivery_kept", table_name="delivery")


def downgrade() -> None:
    op.create_index("ix_delivery_kept", "delivery", ["id"], sqlite_where=_KEPT, postgresql_where=_KEPT)
