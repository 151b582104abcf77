"""Sources whose webhooks are only hints, and when a parcel was last hinted at.

It only adds: processes of the version before run beside it and believe every webhook, as they did.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source", sa.Column("fetch_first", sa.Boolean(), nullable=True))
    op.add_column("poll", sa.Column("hinted_at", store.types.Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("poll", "hinted_at")
    op.drop_column("source", "fetch_first")
