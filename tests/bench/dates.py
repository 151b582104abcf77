"""How well dates and windows are understood: public suites of date phrases, read by our grammar, scored by class.

The suites stay outside the repository (DATES_FOLDER); without them there is nothing to measure. Rules of scoring: the
day exactly; both ends of a window exactly, half a day apart where neither the words nor a part of day say which; of a
range the first day exactly and the last within one; a part of day on the right day with at least half in common.
Days that lie behind the moment of writing are cut off on both sides.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.understanding.dates import WhenSpoken, languages, parse

DATES_FOLDER = Path(os.environ.get("DATES_FOLDER", "../shared/data/nlu/dates"))
CLASSES = ("day", "range", "point", "window", "part", "after", "before")
TARGETS = {"day": 92, "range": 85, "point": 90, "window": 85, "after": 85, "before": 85}
FIRST_TIER = ("en", "es", "fr", "de", "pt", "it", "nl")
_ZONES = re.compile(r"\b(?:gmt|utc|[pceimb]st|[pcem]dt|cet|bst)\b", re.IGNORECASE)
"""Phrases in a zone other than the address's: no customer writes them."""
_SAYS_HALF = re.compile(r"\d\s*[ap]\.?\s?m\b|\b[ap]\.\s?m\b|\b[ap]m$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    language: str
    now: datetime
    kind: str
    gold: tuple[dict[str, Any], ...]
    suite: str


def cases(folder: Path = DATES_FOLDER) -> Iterator[Case]:
    """The phrases about the next two months, without holidays, in the languages we read."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            kind = "part" if row["cls"] == "window" and not _names_hours(row) else row["cls"]
            if row["scope"] == "core" and not row["holiday"] and not _ZONES.search(row["text"]) and kind in CLASSES and row["lang"] in languages():
                now = datetime.fromisoformat(row["ref"]).replace(tzinfo=UTC)
                yield Case(row["text"], row["lang"], now, kind, tuple(row["gold"]), row["src"])


def _names_hours(row: dict[str, Any]) -> bool:
    """Whether one of the hours stands in the text in digits; else it is about a part of day, or its hours are words."""
    said = {
        int(digits[: -2 if len(digits) > 2 else None]) for digits in re.findall(r"\d+", row["text"]) if len(digits) < 5
    }
    hours = {
        int(stamp[11:13]) for gold in row["gold"] for stamp in (gold["start"], gold["end"], gold["alt_end"]) if stamp
    }
    return not row["pod"] and bool(said & {hour % half or half for hour in hours for half in (12, 24)} or said & hours)


def is_right(case: Case, spoken: tuple[WhenSpoken, ...]) -> bool:
    """Whether the first wish is one of the accepted answers."""
    return bool(spoken) and any(_agrees(case, spoken[0], gold) for gold in case.gold)


def _agrees(case: Case, when: WhenSpoken, gold: dict[str, Any]) -> bool:
    start, end = _instant(gold["start"]), _instant(gold["end"])
    ends = [one for one in (end, _instant(gold["alt_end"])) if one is not None]
    today = case.now.date()
    match case.kind:
        case "day":
            return start is not None and when.on == when.until_on == start.date()
        case "range":
            if start is None or end is None or when.until_on is None:
                return False
            last = end.date() - timedelta(days=1)
            return when.on == max(start.date(), today) and abs(when.until_on - last) <= timedelta(days=1)
        case "point":
            return start is not None and _is_same(case, when, when.from_clock, when.to_clock, start, start)
        case "after":
            return (
                start is not None and when.to_clock is None and _is_same(case, when, when.from_clock, None, start, None)
            )
        case "before":
            return end is not None and when.from_clock is None and _is_same(case, when, None, when.to_clock, None, end)
        case "window":
            if start is not None and start.time() == time() and when.from_clock is None:
                return any(_is_same(case, when, None, when.to_clock, None, one) for one in ends)
            return start is not None and any(
                _is_same(case, when, when.from_clock, when.to_clock, start, one) for one in ends
            )
        case _:
            return start is not None and any(_overlaps(when, start, one) for one in ends)


def _is_same(
    case: Case, when: WhenSpoken, first: time | None, last: time | None, start: datetime | None, end: datetime | None
) -> bool:
    if (first is None) != (start is None) or (last is None) != (end is None):
        return False
    ours = [_at(when, one, is_end) for one, is_end in ((first, False), (last, True)) if one is not None]
    theirs = [one for one in (start, end) if one is not None]
    if first is not None and last is not None and ours[1] < ours[0]:
        ours[1] += timedelta(days=1)
    apart = {our - their for our, their in zip(ours, theirs, strict=True)}
    shifts = (
        {timedelta(0)}
        if when.is_day_said
        else {timedelta(days=days) for days in (0, 1, -1) if days == 0 or _is_open(case, when)}
    )
    if not when.is_day_said and min(theirs) < case.now:
        shifts |= {timedelta(days=1)}
    if _is_open(case, when):
        shifts |= {shift + half for shift in shifts for half in (timedelta(hours=12), timedelta(hours=-12))}
    return apart <= shifts


def _is_open(case: Case, when: WhenSpoken) -> bool:
    return when.part is None and not _SAYS_HALF.search(case.text)


def _at(when: WhenSpoken, clock: time, is_end: bool) -> datetime:
    day: date = when.until_on if is_end and when.until_on is not None else when.on
    return datetime.combine(day, clock, UTC) + timedelta(days=is_end and clock == time() and when.from_clock is None)


def _overlaps(when: WhenSpoken, start: datetime, end: datetime) -> bool:
    if when.from_clock is None and when.to_clock is None and when.part is None:
        return (when.on, when.until_on) == (start.date(), (end - timedelta(minutes=1)).date())
    first = datetime.combine(when.on, when.from_clock or time(), UTC)
    last = datetime.combine(when.until_on or when.on, when.to_clock or time(), UTC)
    if last <= first or when.to_clock is None:
        last += timedelta(days=1)
    common = min(last, end) - max(first, start)
    if common <= timedelta(0):
        common = (
            min(last, end + timedelta(days=1)) - max(first, start + timedelta(days=1))
            if not when.is_day_said
            else common
        )
    return common * 2 >= min(last - first, end - start) and (start.date() == when.on or not when.is_day_said)


def _instant(stamp: str | None) -> datetime | None:
    return datetime.fromisoformat(stamp).replace(tzinfo=UTC) if stamp else None


def scored(every: list[Case]) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]], list[Case]]:
    """How many are right and how many there are, by language and class, and those that are wrong."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    wrong = []
    for case in every:
        total[case.language, case.kind] += 1
        if is_right(case, parse(case.text, language=case.language, now=case.now, zone=UTC)):
            right[case.language, case.kind] += 1
        else:
            wrong.append(case)
    return right, total, wrong
