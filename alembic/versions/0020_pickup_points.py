"""Pickup points as 3PLs publish them.

It only adds: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pickup_point",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("opens", sa.String(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("merchant_id", "external_id"),
    )
    op.create_index("ix_pickup_point_latitude", "pickup_point", ["merchant_id", "latitude"])
    op.create_index("ix_pickup_point_postcode", "pickup_point", ["merchant_id", "postcode"])


def downgrade() -> None:
    op.drop_table("pickup_point")
