"""Pieces: what a text is made of for the grammar. Each has a one-letter tag, so that rules are patterns over tags."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Num:
    """A number; `raw` are its digits as written, None when it was a word."""

    value: int
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers with a mark between them: 10.30 is a day or a clock."""

    first: int
    second: int
    is_closed: bool = False
    """Whether a second dot follows, as in 10.3."""
    is_padded: bool = False
    """Whether the second has two digits."""


@dataclass(frozen=True, slots=True)
class Day:
    """First and last day, both included; an open end is None. `others` are other first days that may be meant, each
    with why. `weekday` is set when nothing but a weekday was said."""

    first: date | None
    last: date | None
    weekday: int | None = None
    others: tuple[tuple[date, str], ...] = ()
    from_weekday: int | None = None
    """Of a run of weekdays, the first."""
    is_vague: bool = False
    """A part of a bigger thing, such as a week, that a weekday makes precise."""

    @property
    def is_single(self) -> bool:
        return self.first is not None and self.first == self.last


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes after midnight as spoken; `is_sure` when it cannot be twelve hours later."""

    minutes: int
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """A window of the day with open ends; equal ends are a point."""

    first: Clock | None
    last: Clock | None
    part: str | None = None


Value: TypeAlias = "Num | Pair | Day | Clock | Hours | int | str | tuple[Value, Value] | None"


@dataclass(frozen=True, slots=True)
class Piece:
    tag: str
    value: Value
    start: int
    end: int
    rules: tuple[str, ...] = ()

    @property
    def num(self) -> int:
        assert isinstance(self.value, Num)
        return self.value.value

    @property
    def raw(self) -> str | None:
        assert isinstance(self.value, Num)
        return self.value.raw

    @property
    def day(self) -> Day:
        assert isinstance(self.value, Day)
        return self.value

    @property
    def clock(self) -> Clock:
        assert isinstance(self.value, Clock)
        return self.value

    @property
    def hours(self) -> Hours:
        assert isinstance(self.value, Hours)
        return self.value

    @property
    def pair(self) -> Pair:
        assert isinstance(self.value, Pair)
        return self.value

    @property
    def weekday(self) -> int:
        """Also of a name that is a weekday's and a month's."""
        value = self.value[0] if isinstance(self.value, tuple) else self.value
        assert isinstance(value, int)
        return value

    @property
    def month(self) -> int:
        value = self.value[1] if isinstance(self.value, tuple) else self.value
        assert isinstance(value, int)
        return value

    @property
    def name(self) -> str:
        assert isinstance(self.value, str)
        return self.value

    @property
    def index(self) -> int:
        assert isinstance(self.value, int)
        return self.value
