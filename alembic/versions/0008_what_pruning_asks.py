"""Indexes of small tables by which pruning finds what still refers to a row.

It only adds: processes of the version before run beside it.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_change_request_slot", "change_request", ["slot_id"]),
    ("ix_deep_link_customer", "deep_link", ["customer_id"]),
    ("ix_deep_link_order", "deep_link", ["order_id"]),
    ("ix_staff_case_conversation", "staff_case", ["conversation_id"]),
    ("ix_staff_case_delivery", "staff_case", ["delivery_id"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table_name=table)
