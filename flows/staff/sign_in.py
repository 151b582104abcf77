"""Staff sign in: who may open the console, with which powers, and for how long a browser is trusted."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection

from domain.links import token_hash
from store import staff
from store.database import Database

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_NAME = 40
SESSION_LASTS = timedelta(hours=12)

RESERVED = frozenset({"bot", "queue", "nobody", "customer", "staff", "grace period", "first check", "clock"})
"""Words that stand for an owner or an author who is no member of staff."""


class Role(IntEnum):
    """What someone may do: each role may do what those before it may."""

    VIEWER = 0
    AGENT = 1
    SUPERVISOR = 2
    ADMIN = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff, as actions and pages know them. `merchant_id` is the one they work for; None: all of them."""

    id: int
    name: str
    role: Role
    merchant_id: int | None = None

    def may(self, role: Role) -> bool:
        return self.role >= role

    def sees(self, merchant_id: int | None) -> bool:
        """Whether what belongs to this merchant (None: to nobody in particular) is theirs to see."""
        return self.merchant_id is None or self.merchant_id == merchant_id


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` goes into the browser's cookie and nowhere else."""

    member: Member
    token: str


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """The password is right, and a code of their authenticator app is missing."""

    staff_id: int


# OWASP's second choice (19 MiB, 2 passes): several people can sign in at once in a small process.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
"""Checked when there is no such name, so that this takes as long as a wrong password."""
_HASHING = ThreadPoolExecutor(2, "password")
"""Bounds the memory that signing in may take at any moment."""


def add(tx: Connection, name: str, password: str, role: str, now: datetime) -> int:
    """Lets someone in; returns their id. Raises ValueError with a sentence that says what to change."""
    known = role_of(role)
    name = _checked_name(name)
    password_hash = hashed(password)
    if staff.like(tx, name):
        raise ValueError(f"There is a member of staff named {name} already: choose another name.")
    new = staff.add(tx, name, password_hash, known.word, now)
    if new is None:
        raise ValueError(f"There is a member of staff named {name} already: choose another name.")
    return new


def listed(tx: Connection) -> list[dict[str, Any]]:
    """Everybody, without their passwords: name, role, created_at, closed_at."""
    rows = staff.accounts(tx)
    return [{"name": r.name, "role": r.role, "created_at": r.created_at, "closed_at": r.closed_at} for r in rows]


def who_can_answer(tx: Connection, besides: str) -> list[str]:
    """The names of those who may answer customers, without one's own."""
    rows = staff.accounts(tx)
    return [r.name for r in rows if r.closed_at is None and r.role != Role.VIEWER.word and r.name != besides]


async def sign_in(
    database: Database, name: str, password: str, now: datetime, browser: str | None = None
) -> SignedIn | CodeAsked | None:
    """A new session, or None when name or password are wrong: which of them is nobody's business."""
    row = await database.read(staff.account, name.strip())
    kept = row.password_hash if row is not None else _NOBODY
    right = await asyncio.get_running_loop().run_in_executor(_HASHING, _verified, kept, password)
    if row is None or not right:
        return None
    if row.totp_secret is not None:
        return CodeAsked(row.id)
    token = await database.write(open_session, row.id, now, browser)
    return SignedIn(_member(row), token)


def open_session(tx: Connection, staff_id: int, now: datetime, browser: str | None = None) -> str:
    """The token of a new session of this member; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    staff.add_session(tx, token_hash(token), staff_id, now, now + SESSION_LASTS, browser)
    return token


def open_session_for(tx: Connection, email: str, now: datetime, browser: str | None = None) -> str | None:
    """The same for whom an OpenID provider vouches; None where nobody here has this address."""
    row = staff.by_email(tx, email)
    return open_session(tx, row.id, now, browser) if row is not None else None


async def is_password(database: Database, staff_id: int, password: str) -> bool:
    row = await database.read(staff.by_id, staff_id)
    if row is None:
        return False
    return await asyncio.get_running_loop().run_in_executor(_HASHING, _verified, row.password_hash, password)


def hashed(password: str) -> str:
    """Raises ValueError with a sentence that says what to change."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise ValueError(f"A password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    return _HASHER.hash(password)


def session(tx: Connection, token: str, now: datetime) -> Member | None:
    """Who is signed in with this token, if anybody is."""
    row = staff.session(tx, token_hash(token), now)
    return _member(row) if row is not None else None


def sign_out(tx: Connection, token: str) -> None:
    staff.end_session(tx, token_hash(token))


def _verified(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False


def role_of(word: str) -> Role:
    """Raises ValueError with a sentence that says what to change."""
    for role in Role:
        if role.word == word:
            return role
    raise ValueError(f"There is no role {word!r}: it is viewer, agent, supervisor or admin.")


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(f"A name needs 1 to {LONGEST_NAME} characters that can be read.")
    if name.lower() in RESERVED:
        raise ValueError(f"The name {name} means something else here: choose another.")
    return name


def _member(row: Any) -> Member:
    return Member(row.id, row.name, role_of(row.role), row.merchant_id)
