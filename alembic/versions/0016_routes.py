"""Vans, routes and their stops, and what a route says about a shipment.

It only adds: processes of the version before run beside it and know of no routes.
"""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DUE, _WANTED = sa.text("next_at IS NOT NULL"), sa.text("plan_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("shipment", sa.Column("live", store.types.Json(), nullable=True))
    op.create_table(
        "vehicle",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", store.types.Instant(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("merchant_id", "name"),
    )
    op.create_index("ix_vehicle_at", "vehicle", ["at"])
    op.create_table(
        "route",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("vehicle", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("starts_at", store.types.Instant(), nullable=False),
        sa.Column("ends_at", store.types.Instant(), nullable=False),
        sa.Column("start", store.types.Json(), nullable=False),
        sa.Column("end", store.types.Json(), nullable=False),
        sa.Column("areas", store.types.Json(), nullable=False),
        sa.Column("in_order", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("road", sa.Float(), nullable=False),
        sa.Column("updated_at", store.types.Instant(), nullable=False),
        sa.Column("next_at", store.types.Instant(), nullable=True),
        sa.Column("plan_at", store.types.Instant(), nullable=True),
        sa.Column("speeds", store.types.Json(), nullable=False),
        sa.Column("planned_why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("merchant_id", "external_id"),
    )
    op.create_index("ix_route_due", "route", ["next_at"], sqlite_where=_DUE, postgresql_where=_DUE)
    op.create_index("ix_route_wanted", "route", ["plan_at"], sqlite_where=_WANTED, postgresql_where=_WANTED)
    op.create_index("ix_route_shift", "route", ["merchant_id", "ends_at"])
    op.create_index("ix_route_vehicle", "route", ["merchant_id", "vehicle"])
    op.create_table(
        "route_stop",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("route_id", _BIG_ID, nullable=False),
        sa.Column("merchant_id", _BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tracking_number", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("service_s", sa.Float(), nullable=False),
        sa.Column("opens_at", store.types.Instant(), nullable=True),
        sa.Column("closes_at", store.types.Instant(), nullable=True),
        sa.Column("planned_at", store.types.Instant(), nullable=True),
        sa.Column("leg_s", sa.Float(), nullable=True),
        sa.Column("eta_at", store.types.Instant(), nullable=True),
        sa.Column("done_at", store.types.Instant(), nullable=True),
        sa.Column("noted_at", store.types.Instant(), nullable=True),
        sa.Column("forecasts", store.types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"]),
        sa.ForeignKeyConstraint(["route_id"], ["route.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("route_id", "name"),
    )
    op.create_index("ix_route_stop_number", "route_stop", ["merchant_id", "tracking_number"])
    op.create_index("ix_route_stop_noted", "route_stop", ["noted_at"])


def downgrade() -> None:
    for table in ("route_stop", "route", "vehicle"):
        op.drop_table(table)
    op.drop_column("shipment", "live")
