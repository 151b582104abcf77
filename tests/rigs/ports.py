"""Free TCP ports on this machine."""

import itertools
import os
import random
import socket
from collections.abc import Iterator

FIRST, EACH, SHARES = 11_000, 1_000, 20
"""Below what systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere): a server that is killed and
started again must find its port free. Each process counts through a share of its own.
"""


def free_ports(count: int) -> list[int]:
    """Return `count` different ports of 127.0.0.1 that nobody listens on, none of them given lately."""
    return list(itertools.islice((port for port in _numbers if _is_free(port)), count))


def free_port() -> int:
    """Return one port of 127.0.0.1 that nobody listens on."""
    return free_ports(1)[0]


def _share() -> Iterator[int]:
    first = FIRST + EACH * (os.getpid() % SHARES)
    begin = random.randrange(EACH)
    return itertools.cycle([first + (begin + n) % EACH for n in range(EACH)])


_numbers = _share()


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
