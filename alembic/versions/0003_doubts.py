"""A message remembers how often nobody could tell whether it had gone. Only adds.

Processes of the version before run beside it, and count no doubts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("doubts", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("message", "doubts")
