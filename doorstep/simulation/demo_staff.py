"""The demo's member of staff, whose password nobody knows: the demo opens sessions for them."""

import secrets
from datetime import datetime

from sqlalchemy import Connection

from flows.staff import sign_in
from store import staff as accounts

NAME = "Demo"


def open_session(tx: Connection, now: datetime) -> str:
    """The token of a new session."""
    row = accounts.account(tx, NAME)
    staff_id = row.id if row is not None else sign_in.add(tx, NAME, secrets.token_urlsafe(32), "supervisor", now)
    return sign_in.open_session(tx, staff_id, now)
