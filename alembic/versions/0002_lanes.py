"""A channel's pace and pauses hold across processes, and a message knows its units.

It only adds: processes of the version before run beside it, and their messages count as one unit each.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lane",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("updated_at", store.types.Instant(), nullable=False),
        sa.Column("paused_until", store.types.Instant(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("message", sa.Column("units", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    op.drop_column("message", "units")
    op.drop_table("lane")
