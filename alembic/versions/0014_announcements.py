"""Announcements, and the parcels each was chosen for.

It only adds: processes of the version before run beside it, and withdraw what they plan of a kind they do not know.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("chosen", store.types.Json(), nullable=False),
        sa.Column("texts", store.types.Json(), nullable=False),
        sa.Column("fallback", sa.String(), nullable=True),
        sa.Column("expires_at", store.types.Instant(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_by", sa.String(), nullable=False),
        sa.Column("state_why", sa.String(), nullable=False),
        sa.Column("state_at", store.types.Instant(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", store.types.Instant(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("submitted_by", sa.String(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("parcels", sa.Integer(), nullable=False),
        sa.Column("started_at", store.types.Instant(), nullable=True),
        sa.Column("ended_at", store.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    out = sa.text("state IN ('sending', 'paused', 'stopped')")
    op.create_index("ix_announcement_out", "announcement", ["id"], sqlite_where=out, postgresql_where=out)
    op.create_index("ix_announcement_merchant", "announcement", ["merchant_id", "id"])
    op.create_table(
        "announcement_parcel",
        sa.Column("announcement_id", _BIG_ID, nullable=False),
        sa.Column("shipment_id", _BIG_ID, nullable=False),
        sa.Column("released_at", store.types.Instant(), nullable=True),
        sa.Column("planned_at", store.types.Instant(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcement.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("announcement_id", "shipment_id"),
    )
    op.create_index("ix_announcement_parcel_shipment", "announcement_parcel", ["shipment_id"])
    unreleased = sa.text("released_at IS NULL")
    op.create_index(
        "ix_announcement_parcel_unreleased",
        "announcement_parcel",
        ["announcement_id", "shipment_id"],
        sqlite_where=unreleased,
        postgresql_where=unreleased,
    )


def downgrade() -> None:
    op.drop_table("announcement_parcel")
    op.drop_table("announcement")
