"""Messages whose buttons shall come off.

It only adds: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "old_buttons",
        sa.Column("message_id", _BIG_ID, autoincrement=False, nullable=False),
        sa.Column("due_at", store.types.Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("ix_old_buttons_due_at", "old_buttons", ["due_at"])


def downgrade() -> None:
    op.drop_table("old_buttons")
