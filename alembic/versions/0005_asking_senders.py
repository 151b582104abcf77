"""Senders with an API: what they are asked about parcels, and when next; how a 3PL wants to hear of changes. Only adds.

Processes of the version before run beside it: they poll nothing, and ask by webhook or by hand.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = ("api_key", "api_url", "ask_by", "dispatcher_email")
_DUE = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("source", sa.Column(name, sa.String(), nullable=True))
    op.create_table(
        "poll",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("source_id", _BIG_ID, nullable=False),
        sa.Column("shipment_id", _BIG_ID, nullable=False),
        sa.Column("next_at", store.types.Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("asked_at", store.types.Instant(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("subscribed_until", store.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("shipment_id", "source_id"),
    )
    op.create_index("ix_poll_due", "poll", ["next_at"], sqlite_where=_DUE, postgresql_where=_DUE)


def downgrade() -> None:
    op.drop_table("poll")
    for name in _COLUMNS:
        op.drop_column("source", name)
