"""The line in which steps of a database wait for its workers."""

import heapq
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection


@dataclass(order=True)
class Step:
    """`turn` is what it was asked as; `line` what it waits as: some turns stand in one line, in the order they came."""

    line: int
    number: int
    turn: int = field(compare=False)
    run: Callable[[Connection], Any] = field(compare=False)
    done: Callable[[Any, BaseException | None], None] = field(compare=False)


class Steps:
    """Steps that wait, the first in line first; the worker that was busy last takes the next one.

    The standard library's queue wakes the one that has rested longest: where there is little to do, every worker then
    takes its turn, and each has to be woken, on a processor that has forgotten it.
    """

    def __init__(self) -> None:
        self._waiting: list[Step] = []
        self._resting: list[threading.Lock] = []
        self._mutex = threading.Lock()

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def resting(self) -> int:
        """How many workers wait for a step."""
        return len(self._resting)

    def put(self, step: Step) -> None:
        with self._mutex:
            heapq.heappush(self._waiting, step)
            waking = self._resting.pop() if self._resting else None
        if waking is not None:
            waking.release()

    def take(self) -> Step:
        """The first in line; waits for it where there is none."""
        while True:
            with self._mutex:
                if self._waiting:
                    return heapq.heappop(self._waiting)
                rests = threading.Lock()
                rests.acquire()
                self._resting.append(rests)
            rests.acquire()

    def take_until(self, last: int) -> Step | None:
        """The first in line, if there is one and its turn is no later than `last`."""
        with self._mutex:
            if not self._waiting or self._waiting[0].turn > last:
                return None
            return heapq.heappop(self._waiting)
