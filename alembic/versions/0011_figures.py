"""Lanes, what a promise rests on and who was warned, silences, and the rows that an operator's figures are made of.

It only adds: processes of the version before run beside it and write none of these.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEXES = (
    ("promise", "ix_promise_on", ["on"]),
    ("override", "ix_override_at", ["at"]),
    ("consent", "ix_consent_at", ["at"]),
    ("message", "ix_message_created", ["created_at"]),
)
_COLUMNS = (
    ("shipment", "lane", sa.String),
    ("promise", "stage", sa.String),
    ("promise", "parcels", sa.Integer),
    ("promise", "message_id", sa.BigInteger),
    ("promise_verdict", "warned_at", store.types.Instant),
    ("outcome", "quiet_s", sa.Float),
)


def upgrade() -> None:
    for table, name, kind in _COLUMNS:
        op.add_column(table, sa.Column(name, kind(), nullable=True))
    for table, name, columns in _INDEXES:
        op.create_index(name, table, columns)
    op.create_table(
        "learned_lane",
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("learned_at", store.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("merchant_id", "carrier", "lane"),
    )
    op.create_table(
        "journey",
        sa.Column("shipment_id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("customer_id", _BIG_ID, nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("arm", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_on", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("changed_at", store.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("shipment_id"),
    )
    op.create_index("ix_journey_ended", "journey", ["ended_on"])
    op.create_table(
        "inquiry",
        sa.Column("message_id", _BIG_ID, nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("asked_at", store.types.Instant(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("customer_id", _BIG_ID, nullable=False),
        sa.Column("shipment_id", _BIG_ID, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("ix_inquiry_on", "inquiry", ["on"])
    op.create_index("ix_inquiry_shipment", "inquiry", ["shipment_id"])
    op.create_table(
        "figure",
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("split", sa.String(), nullable=False),
        sa.Column("count", _BIG_ID, nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("grain", "day", "merchant_id", "carrier", "lane", "measure", "split"),
    )


def downgrade() -> None:
    for name in ("figure", "inquiry", "journey", "learned_lane"):
        op.drop_table(name)
    for table, name, _ in _INDEXES:
        op.drop_index(name, table_name=table)
    for table, name, _ in _COLUMNS:
        op.drop_column(table, name)
