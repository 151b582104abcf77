"""What staff watch of a route: how many stops are left, how many will be late, and whether its van is heard of.

It only adds: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("route", sa.Column("stops_left", sa.Integer(), server_default="0", nullable=False))
    op.add_column("route", sa.Column("stops_late", sa.Integer(), server_default="0", nullable=False))
    op.add_column("route", sa.Column("is_silent", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    for name in ("is_silent", "stops_late", "stops_left"):
        op.drop_column("route", name)
