"""Windows that span days, not rows: at high volume only every n-th outcome is taken in."""


class Stride:
    """Lets every n-th through, so that a window of fixed size spans at least so many seconds.

    Parcels of one morning share their weather and their van: three hundred of them are one observation, not many.
    Measured on simulated routes: residuals of the last five days cover 81–84 % where 90 % was meant.
    """

    __slots__ = ("_count", "_span_s", "every")

    def __init__(self, span_s: float) -> None:
        self._span_s, self._count, self.every = span_s, 0, 1

    def lets_through(self) -> bool:
        self._count += 1
        if self._count < self.every:
            return False
        self._count = 0
        return True

    def full(self, oldest_s: float, newest_s: float) -> None:
        """Told whenever the window is full: too short a span doubles the stride, one far too long halves it."""
        if newest_s - oldest_s < self._span_s:
            self.every = min(self.every * 2, 1 << 16)
        elif self.every > 1 and newest_s - oldest_s > 4 * self._span_s:
            self.every //= 2
