"""Parcels behind a figure are read newest first straight from an index, also where many have the same day.

The indexes by day get the key that stands second in that order. Processes of the version before run beside it.
"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_promise_on", "promise", "on", "id"),
    ("ix_journey_ended", "journey", "ended_on", "shipment_id"),
    ("ix_inquiry_on", "inquiry", "on", "message_id"),
)


def upgrade() -> None:
    for name, table, *columns in _INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, day, _ in _INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, [day])
