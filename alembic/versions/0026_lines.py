"""Until when a channel's pace is spoken for by each merchant's notices: what does not fit waits in the plan.

It only adds: processes of the version before run beside it, and put nothing off.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lane_line",
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("merchant_id", sa.BigInteger(), sa.ForeignKey("merchant.id"), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("until_at", store.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("lane", "merchant_id", "priority"),
    )


def downgrade() -> None:
    op.drop_table("lane_line")
