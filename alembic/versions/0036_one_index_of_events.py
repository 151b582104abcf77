"""What is known of a parcel lies side by side: an event's identity begins with its merchant and number, so that one index
finds a parcel's events, tells which are stored, and keeps each once. There were two, and one lay in no order at all.

Nothing is taken away but indexes: a process of the version before runs beside it, and is slower to tell what is stored.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_TABLE = "tracking_event"
_OLD = "tracking_event_source_id_key_key"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # where a constraint goes with its table, which is written anew
        table = sa.Table(_TABLE, sa.MetaData(), autoload_with=op.get_bind())
        table.constraints -= {one for one in table.constraints if isinstance(one, sa.UniqueConstraint)}
        with op.batch_alter_table(_TABLE, recreate="always", copy_from=table):
            pass
    else:
        op.drop_constraint(_OLD, _TABLE, type_="unique")
    op.create_index("uq_tracking_event", _TABLE, ["merchant_id", "tracking_number", "source_id", "key"], unique=True)
    op.drop_index("ix_tracking_event_number", _TABLE)


def downgrade() -> None:
    op.create_index("ix_tracking_event_number", _TABLE, ["merchant_id", "tracking_number"])
    op.drop_index("uq_tracking_event", _TABLE)
    with op.batch_alter_table(_TABLE) as table:
        table.create_unique_constraint(_OLD, ["source_id", "key"])
