"""When the events of a delivery came to be planned by: a service that was busy, or down, did so later than they came.

It only adds: of what a process of the version before reads meanwhile, nobody knows.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("read_at", store.types.Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("delivery", "read_at")
