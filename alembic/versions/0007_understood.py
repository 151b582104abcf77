"""What was understood of a message, examples that staff gave, one-time codes, and parcels nobody wants to hear of.

It only adds: processes of the version before run beside it, write none of these, and ask for no code.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("message", sa.Column("understood", store.types.Json(), nullable=True))
    op.add_column("shipment", sa.Column("muted_why", sa.String(), nullable=True))
    op.create_table(
        "one_time_code",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("customer_id", _BIG_ID, nullable=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("sent_at", store.types.Instant(), nullable=False),
        sa.Column("expires_at", store.types.Instant(), nullable=False),
        sa.Column("used_at", store.types.Instant(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_one_time_code_address", "one_time_code", ["channel", "address", "sent_at"])
    op.create_index("ix_one_time_code_about", "one_time_code", ["about", "sent_at"])
    op.create_table(
        "taught_example",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("message_id", _BIG_ID, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("taught_by", sa.String(), nullable=False),
        sa.Column("taught_at", store.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
    )


def downgrade() -> None:
    op.drop_table("taught_example")
    op.drop_index("ix_one_time_code_about", table_name="one_time_code")
    op.drop_index("ix_one_time_code_address", table_name="one_time_code")
    op.drop_table("one_time_code")
    op.drop_column("shipment", "muted_why")
    op.drop_column("message", "understood")
