"""What staff taught a source: words of a 3PL that no table knows, and what they mean. Only adds.

Processes of the version before run beside it, and go on to read such words as unknown.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("source_id", _BIG_ID, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("milestone", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("taught_by", sa.String(), nullable=False),
        sa.Column("taught_at", store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_id", "part", "word"),
    )


def downgrade() -> None:
    op.drop_table("lesson")
