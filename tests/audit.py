"""`make check`'s audit of dependencies: what runs is what was locked, and no vulnerability of it is known.

The database of vulnerabilities (osv.dev) is asked once a day for each lock. Where it cannot be reached the audit says
so in plain words and passes: a machine without a way out can still check its code. AUDIT=must makes that a failure.
"""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements" / "runtime.txt"
STAMP = ROOT / ".venv" / ".audited"
PATIENCE_SECONDS = 60
_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^\]]*\])?==(?P<version>[^\s;\\]+)\s*(;\s*(?P<marker>[^\\]+))?")


def main() -> int:
    wrong = unlocked(LOCK.read_text())
    for one in wrong:
        _say(one)
    stamp = f"{datetime.now(UTC):%Y-%m-%d} {sha256(LOCK.read_bytes()).hexdigest()}"
    if not wrong and STAMP.exists() and STAMP.read_text() == stamp:
        _say("dependencies: no known vulnerability (asked today)")
        return 0
    came, words = ask()
    _say(words)
    if came is None:
        return 1 if wrong or os.environ.get("AUDIT") == "must" else 0
    if came and not wrong:
        STAMP.write_text(stamp)
    return 0 if came and not wrong else 1


def unlocked(lock: str) -> list[str]:
    """What is installed in another version than the lock says, or stands in it without a hash."""
    found = []
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock):
        if (pinned := _PINNED.match(entry)) is None:
            continue
        name, wanted, marker = pinned["name"], pinned["version"], pinned["marker"]
        if "--hash=sha256:" not in entry:
            found.append(f"{name} is locked without a hash: run make lock")
        if marker is not None and not Marker(marker.strip()).evaluate():
            continue
        try:
            has = version(name)
        except PackageNotFoundError:
            has = "nothing"
        if has != wanted:
            found.append(f"{name}: the lock says {wanted}, installed is {has}: run make setup")
    return found


def ask() -> tuple[bool | None, str]:
    """Whether all is well (None: nobody could be asked), and what to tell."""
    command = ["pip-audit", "--vulnerability-service", "osv", "--requirement", str(LOCK), "--disable-pip"]
    command += ["--require-hashes", "--progress-spinner", "off", "--timeout", "5"]
    try:
        done = subprocess.run(
            [Path(sys.executable).with_name(command[0]), *command[1:]],
            capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return judged(1, "")
    return judged(done.returncode, done.stdout + done.stderr)


def judged(code: int, output: str) -> tuple[bool | None, str]:
    if code == 0 and "could not be audited" not in output:
        return True, "dependencies: no known vulnerability"
    if re.search(r"Found \d+ known vulnerabilit", output):
        return False, output.strip()
    return None, "dependencies: NOT audited, the database of vulnerabilities (osv.dev) cannot be reached from here"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")


if __name__ == "__main__":
    sys.exit(main())
