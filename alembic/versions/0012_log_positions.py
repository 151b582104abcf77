"""How far the log in front of the database has been written down.

It only adds: processes of the version before run beside it, and know no log.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "log_position",
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("log", sa.String(), nullable=False),
        sa.Column("sequence", _BIG_ID, nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("held_until", store.types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("part"),
    )


def downgrade() -> None:
    op.drop_table("log_position")
