"""In which language a message was written: the language of a customer may change, and the past is told as it was.

It only adds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "language")
