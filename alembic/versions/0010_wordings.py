"""Merchants' own words with their versions and publications, and how policies changed.

It only adds: processes of the version before run beside it and say the shipped words.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "wording_version",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("merchant_id", "name", "language", "channel", "number"),
    )
    op.create_table(
        "wording_publication",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("version_id", _BIG_ID, nullable=True),
        sa.Column("speaks", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["wording_version.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "uq_wording_publication_live",
        "wording_publication",
        ["merchant_id", "name", "language", "channel"],
        unique=True,
        sqlite_where=sa.text("speaks = 0"),
        postgresql_where=sa.text("speaks = 0"),
    )
    op.create_index(
        "ix_wording_publication_speaks",
        "wording_publication",
        ["merchant_id", "name"],
        sqlite_where=sa.text("speaks IS NOT NULL"),
        postgresql_where=sa.text("speaks IS NOT NULL"),
    )
    op.create_index("ix_wording_publication_at", "wording_publication", ["merchant_id", "at"])
    op.create_table(
        "policy_change",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("before", store.types.Json(), nullable=False),
        sa.Column("after", store.types.Json(), nullable=False),
        sa.Column("at", store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_policy_change_merchant", "policy_change", ["merchant_id", "at"])


def downgrade() -> None:
    op.drop_table("policy_change")
    op.drop_table("wording_publication")
    op.drop_table("wording_version")
