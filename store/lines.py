"""A line of one's own to PostgreSQL: outside the pool, for what lives as long as its connection does."""

from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url

from store.engines import ALIVE

if TYPE_CHECKING:
    from psycopg import AsyncConnection

# The server finds a vanished machine out as soon as we do, and ends the session with whatever it held.
_SESSION = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"


async def open_line(url: str, name: str) -> "AsyncConnection[Any]":
    """A connection that commits by itself, shown as `name` in pg_stat_activity. Raises psycopg.OperationalError.

    Not through a pooler in transaction mode: what is listened to or locked belongs to the session.
    """
    import psycopg  # ten megabytes that a service on SQLite does without

    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return await psycopg.AsyncConnection.connect(
        address, autocommit=True, application_name=name, options=_SESSION, connect_timeout=5, **ALIVE
    )
