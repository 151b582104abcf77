"""Other numbers of parcels, as their senders say which belong together; and whom a carrier may ring about a change.

It only adds: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

from store.types import Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "other_number",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("merchant_id", "number", "other"),
    )
    op.create_index("ix_other_number_number", "other_number", ["number"])
    op.add_column("source", sa.Column("requester", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("source", "requester")
    op.drop_table("other_number")
