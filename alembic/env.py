"""How migrations reach the database: its address comes from the caller or from DOORSTEP_DATABASE_URL."""

import os
from typing import Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel import AutoString

from store import searching
from store.engines import open_engine
from store.tables import METADATA


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations speak SQLAlchemy only: they must outlive the models and their library."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=False,
        render_item=_render,
        include_name=lambda name, _kind, _parents: not str(name).startswith(searching.NAMES),
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    url = context.config.get_main_option("sqlalchemy.url") or os.environ.get("DOORSTEP_DATABASE_URL")
    engine = open_engine(url or "sqlite:///var/doorstep.db")
    with engine.begin() as connection:
        _run(connection)
    engine.dispose()
