"""Numbers that strangers named, and turns by their address.

It only adds: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "number_lookup",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("at", store.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_number_lookup_address", "number_lookup", ["channel", "address", "at"])
    op.create_index("ix_number_lookup_number", "number_lookup", ["number", "at"])
    op.create_index("ix_inbound_address", "inbound", ["channel", "address", "received_at"])


def downgrade() -> None:
    op.drop_index("ix_inbound_address", "inbound")
    op.drop_table("number_lookup")
