"""What stood until a moment, of what is changed in place; and when a notice that was said was due, and what it knew.

It only adds: processes of the version before run beside it. What they change meanwhile is not kept as it was.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bygone",
        sa.Column("id", store.types.BigId, nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("until_at", store.types.Instant(), nullable=False),
        sa.Column("facts", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_bygone_about", "bygone", ["about", "until_at"])
    op.add_column("notice", sa.Column("due_at", store.types.Instant(), nullable=True))
    op.add_column("notice", sa.Column("heard", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("notice", "heard")
    op.drop_column("notice", "due_at")
    op.drop_table("bygone")
