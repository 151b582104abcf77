"""People: for which merchant, with which second factor, known to which OpenID provider; an audit that is searched.

It only adds: processes of the version before run beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("merchant_id", _BIG_ID, nullable=True))
        staff.add_column(sa.Column("email", sa.String(), nullable=True))
        staff.add_column(sa.Column("totp_secret", sa.String(), nullable=True))
        staff.add_column(sa.Column("totp_step", _BIG_ID, nullable=True))
        staff.create_unique_constraint("uq_staff_email", ["email"])
    op.add_column("staff_session", sa.Column("browser", sa.String(), nullable=True))
    op.create_index("ix_audit_who", "audit", ["who"])
    op.create_index("ix_audit_at", "audit", ["at"])


def downgrade() -> None:
    op.drop_index("ix_audit_at", "audit")
    op.drop_index("ix_audit_who", "audit")
    op.drop_column("staff_session", "browser")
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint("uq_staff_email", type_="unique")
        for column in ("totp_step", "totp_secret", "email", "merchant_id"):
            staff.drop_column(column)
