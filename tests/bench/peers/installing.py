"""Installs the peers where nothing else looks: never in the locked environment, never while the service runs."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[3]
PEERS = ROOT / "var" / "peers"
PATIENCE_SECONDS = 900
UV = Path(sys.executable).with_name("uv")


class NotInstalled(Exception):
    """This peer cannot be had here; the text says why."""


def from_pypi(name: str, *requirements: str) -> Path:
    """An interpreter that has these, in an environment of its own."""
    python = PEERS / name / "bin" / "python"
    if not _is_made(name, requirements):
        _run([str(UV), "venv", "--quiet", "--clear", str(PEERS / name)], ROOT)
        _run([str(UV), "pip", "install", "--quiet", "--python", str(python), *requirements], ROOT)
        _made(name, requirements)
    return python


def from_npm(name: str, package: str, overrides: dict[str, str] | None = None) -> Path:
    """The folder with the command of this package, as `node_modules/.bin/NAME`."""
    folder = PEERS / name
    if not _is_made(name, [package]):
        folder.mkdir(parents=True, exist_ok=True)
        manifest = {"private": True, "overrides": overrides or {}}
        (folder / "package.json").write_bytes(msgspec.json.encode(manifest))
        _run([*_npm(), "install", "--no-audit", "--no-fund", "--silent", package], folder)
        _made(name, [package])
    return folder


def _npm() -> list[str]:
    """The machine's, or the wheel's that `make setup` put into .venv."""
    if found := shutil.which("npm"):
        return [found]
    node, npm = ROOT / ".venv/bin/node", ROOT / ".venv/npm/bin/npm-cli.js"
    if node.exists() and npm.exists():
        return [str(node), str(npm)]
    raise NotInstalled("there is no npm: install Node.js")


def _is_made(name: str, what: Sequence[str]) -> bool:
    stamp = PEERS / f"{name}.made"
    return stamp.exists() and stamp.read_text() == "\n".join(what)


def _made(name: str, what: Sequence[str]) -> None:
    (PEERS / f"{name}.made").write_text("\n".join(what))


def _run(command: Sequence[str], folder: Path) -> None:
    PEERS.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as problem:
        raise NotInstalled(f"installing took longer than {PATIENCE_SECONDS} seconds") from problem
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no reason given"]
        raise NotInstalled(last[0][:200])
