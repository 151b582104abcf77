"""A second factor: codes of an authenticator app (TOTP, RFC 6238), beside the password of whoever wants them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from flows.audit import By, Refused, record
from flows.sealing import seal, unseal
from store import staff

ISSUER = "Doorstep"
STEPS_AROUND = 1
"""A code counts for the half-minute before and after its own: clocks differ, and people are slow."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """`secret` is typed where no camera is at hand, `uri` is the picture's, `sealed` comes back."""

    secret: str
    uri: str
    sealed: str


def begin(secret_key: bytes, name: str) -> Enrolment:
    """A fresh secret. Nothing is kept before its first code has come back."""
    import pyotp

    secret = pyotp.random_base32()
    return _enrolment(secret, seal(secret_key, secret), name)


def again(secret_key: bytes, sealed: str, name: str) -> Enrolment | None:
    """The same secret once more, after a wrong code: the app has it already. None for one that is not ours."""
    secret = unseal(secret_key, sealed)
    return _enrolment(secret, sealed, name) if secret else None


def enrol(tx: Connection, secret_key: bytes, staff_id: int, sealed: str, code: str, by: By) -> Refused | None:
    """From now on signing in asks for a code; None when done."""
    secret = unseal(secret_key, sealed)
    step = _step(secret, code, by.at) if secret else None
    if step is None:
        return Refused("This is not the code of this minute. Look whether the clock of the phone is right.")
    staff.change(tx, staff_id, totp_secret=sealed, totp_step=step)
    record(tx, by, "second_factor.on", f"staff:{staff_id}")
    return None


def forget(tx: Connection, staff_id: int, by: By) -> None:
    """The password alone will do again."""
    staff.change(tx, staff_id, totp_secret=None, totp_step=None)
    record(tx, by, "second_factor.off", f"staff:{staff_id}")


def check(tx: Connection, secret_key: bytes, staff_id: int, code: str, now: datetime) -> bool:
    """Whether this is a code of theirs that was not used before."""
    row = staff.by_id(tx, staff_id)
    secret = unseal(secret_key, row.totp_secret) if row is not None and row.totp_secret else None
    step = _step(secret, code, now) if secret else None
    return step is not None and staff.use_step(tx, staff_id, step)


def _enrolment(secret: str, sealed: str, name: str) -> Enrolment:
    import pyotp

    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER), sealed)


def _step(secret: str, code: str, now: datetime) -> int | None:
    """The half-minute this code belongs to."""
    import pyotp

    code = "".join(code.split())
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return None
    totp = pyotp.TOTP(secret)
    current = totp.timecode(now)
    steps = range(current - STEPS_AROUND, current + STEPS_AROUND + 1)
    return next((step for step in steps if pyotp.utils.strings_equal(totp.generate_otp(step), code)), None)
