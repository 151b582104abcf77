"""In which language a message was written, and from when an address was dead or silent: the past is told as it was.

It only adds.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "contact_state",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("contact_id", _BIG_ID, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_contact_state_contact", "contact_state", ["contact_id"])
    op.add_column("message", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "language")
    op.drop_table("contact_state")
