"""Dry runs that were asked for on the page: how far each is, and what it found.

It only adds: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "dry_run",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("given", store.types.Json(), nullable=False),
        sa.Column("asked_at", store.types.Instant(), nullable=False),
        sa.Column("moved_at", store.types.Instant(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("report", store.types.Json(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dry_run_merchant", "dry_run", ["merchant_id", "id"])


def downgrade() -> None:
    op.drop_table("dry_run")
