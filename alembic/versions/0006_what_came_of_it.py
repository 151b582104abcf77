"""What came of parcels and promises, and what was learned from it. Only adds.

Processes of the version before run beside it: the promises they write say nothing about what they were based on.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("promise", sa.Column("source", sa.String(), nullable=True))
    op.add_column("promise", sa.Column("based_on", sa.String(), nullable=True))
    op.add_column("promise", sa.Column("chance", sa.Float(), nullable=True))
    op.create_table(
        "outcome",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("shipment_id", _BIG_ID, nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("started_at", store.types.Instant(), nullable=False),
        sa.Column("quoted_on", sa.String(), nullable=True),
        sa.Column("quoted_from", store.types.Instant(), nullable=True),
        sa.Column("quoted_to", store.types.Instant(), nullable=True),
        sa.Column("arrived_at", store.types.Instant(), nullable=True),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.Column("changed_at", store.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("shipment_id", "stage"),
    )
    op.create_index("ix_outcome_changed", "outcome", ["changed_at", "id"])
    op.create_table(
        "learned",
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("learned_at", store.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("merchant_id", "carrier"),
    )
    op.create_table(
        "promise_verdict",
        sa.Column("promise_id", _BIG_ID, nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("arrived_at", store.types.Instant(), nullable=True),
        sa.Column("missed_s", sa.Float(), nullable=True),
        sa.Column("judged_at", store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("promise_id"),
    )
    op.create_index("ix_promise_verdict_judged", "promise_verdict", ["judged_at"])
    op.create_table(
        "bookmark",
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("position", _BIG_ID, nullable=False),
        sa.PrimaryKeyConstraint("reader"),
    )


def downgrade() -> None:
    for name in ("bookmark", "promise_verdict", "learned", "outcome"):
        op.drop_table(name)
    for name in ("source", "based_on", "chance"):
        op.drop_column("promise", name)
