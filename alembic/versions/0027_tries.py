"""Wrong passwords and codes are counted for all processes together.

It only adds: processes of the version before run beside it, and count for themselves.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_try",
        sa.Column("id", store.types.BigId, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", store.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_failed_try_what", "failed_try", ["what", "at"])
    op.create_index("ix_failed_try_at", "failed_try", ["at"])


def downgrade() -> None:
    op.drop_table("failed_try")
