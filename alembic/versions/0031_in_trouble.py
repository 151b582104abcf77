"""Shipments that a person should look at are found by an index, among however many that need nobody.

An index only: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_IN_TROUBLE = sa.text(
    "milestone NOT IN ('cancelled', 'delivered', 'returned') AND (milestone IN ('delivery_attempted', 'exception')"
    " OR timeliness IN ('at_risk', 'delayed') OR action_by IN ('recipient', 'shipper'))"
)


def upgrade() -> None:
    op.create_index(
        "ix_shipment_in_trouble", "shipment", ["id"], sqlite_where=_IN_TROUBLE, postgresql_where=_IN_TROUBLE
    )


def downgrade() -> None:
    op.drop_index("ix_shipment_in_trouble", "shipment")
