"""What is known of a parcel lies side by side: an event's identity begins with its merchant and number, so that one
index finds a parcel's events, tells which are stored, and keeps each once. There were two, one of them in no order.

Nothing but indexes goes: a process of the version before runs beside it, and takes longer to tell what is stored.
SQLite writes the table anew, since there a constraint goes with its table.
"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_TABLE, _OLD = "tracking_event", "uq_tracking_event_source_id_key"
_COLUMNS = ["merchant_id", "tracking_number", "source_id", "key"]


def upgrade() -> None:
    with op.batch_alter_table(_TABLE) as table:
        table.drop_constraint(_OLD, type_="unique")
        table.drop_index("ix_tracking_event_number")
        table.create_index("uq_tracking_event", _COLUMNS, unique=True)


def downgrade() -> None:
    with op.batch_alter_table(_TABLE) as table:
        table.drop_index("uq_tracking_event")
        table.create_index("ix_tracking_event_number", ["merchant_id", "tracking_number"])
        table.create_unique_constraint(_OLD, ["source_id", "key"])
