"""The key that signs links: the operator's own or, beside an SQLite database, one that is made once and kept."""

import os
import secrets
from pathlib import Path

from doorstep.settings import Settings, SettingsProblem

FILE = "secret_key"


def secret_key(settings: Settings) -> bytes:
    """The key as bytes; raises SettingsProblem when a kept one cannot be read or made."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    assert settings.sqlite_path is not None, "Settings.load demands a key on PostgreSQL"
    path = settings.sqlite_path.parent / FILE
    try:
        return _kept(path)
    except OSError as problem:
        raise SettingsProblem(
            f"The secret key cannot be kept in {path} ({problem.strerror}): make its folder writable, "
            "or set DOORSTEP_SECRET_KEY."
        ) from problem


def _kept(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    key = path.read_text().strip()
    if not key:
        raise SettingsProblem(f"{path} is empty: restore it from a backup, or delete it to make a new key.")
    return key.encode()


def _make(path: Path) -> None:
    """Written beside its place and linked into it: of two processes that start at once, one key wins for both."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{FILE}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
