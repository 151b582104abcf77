"""Servers to measure, each in a process of its own on the service's core."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.bench.machine import SERVICE_CORE, cpu_seconds
from tests.rigs.ports import free_port

START_SECONDS = 60
STOP_SECONDS = 30
SECRET_KEY = "bench-secret-key-bench-secret-key"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `started_seconds` is from the start of the process to its first answer."""

    port: int
    pid: int
    started_seconds: float

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.pid)


@contextmanager
def doorstep(
    url: str, folder: Path, settings: Mapping[str, str] = MappingProxyType({}), *, work: bool = True
) -> Iterator[Server]:
    """The service itself, as `doorstep serve` starts it; `settings` are more of its variables, without the prefix."""
    command = [str(Path(sys.executable).with_name("doorstep")), "serve", *([] if work else ["--no-work"])]
    port = free_port()
    with _running(command, port, environment(url, port, settings), folder) as server:
        yield server


@contextmanager
def app(
    kind: str,
    folder: Path,
    url: str = "sqlite:///unused.db",
    settings: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    """One of `tests.bench.apps`."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.apps", kind, str(port)]
    with _running(command, port, environment(url, port, settings), folder) as server:
        yield server


def environment(url: str, port: int, settings: Mapping[str, str]) -> dict[str, str]:
    """Of one process of the service."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DOORSTEP_")}
    ours = {"DATABASE_URL": url, "PORT": str(port), "SECRET_KEY": SECRET_KEY, **settings}
    return clean | {f"DOORSTEP_{name.upper()}": value for name, value in ours.items()}


@contextmanager
def _running(command: Sequence[str], port: int, environment: Mapping[str, str], folder: Path) -> Iterator[Server]:
    with running(command, port, environment, folder / f"server-{port}.log", _wait_for) as server:
        yield server


@contextmanager
def running(
    command: Sequence[str],
    port: int,
    environment: Mapping[str, str],
    log: Path,
    wait_for: Callable[["subprocess.Popen[bytes]", int, Path], None],
) -> Iterator[Server]:
    """A server on the service's core, from when `wait_for` finds it ready; ended with all that it started."""
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)
    os.sched_setaffinity(process.pid, {SERVICE_CORE})
    try:
        wait_for(process, port, log)
        yield Server(port, process.pid, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        if _answers(port):
            return
        time.sleep(0.02)
    raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")


def _answers(port: int) -> bool:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status == 200
    except OSError:
        return False
    finally:
        asking.close()
