"""Free TCP ports on this machine."""

import socket
from contextlib import ExitStack


def free_ports(count: int) -> list[int]:
    """Return `count` different ports of 127.0.0.1 that nobody listens on.

    They are free when this returns; whoever needs one should bind it at once.
    """
    with ExitStack() as held:  # all held until the last is found, so that no two are the same
        return [_bound(held).getsockname()[1] for _ in range(count)]


def free_port() -> int:
    """Return one port of 127.0.0.1 that nobody listens on."""
    return free_ports(1)[0]


def _bound(held: ExitStack) -> socket.socket:
    listener = held.enter_context(socket.socket())
    listener.bind(("127.0.0.1", 0))
    return listener
