"""How well dates and windows are understood: public suites of date phrases, by language and class, and how fast.

The suites stay outside the repository (DATES_FOLDER); without them there is nothing to measure. Left out are holidays,
phrases in a zone of their own, and what lies more than two months away. `baseline` is the best library.
"""

import json
import os
import random
import re
import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.understanding.dates import WhenSpoken, languages, parse
from tests.bench.date_scoring import Case, is_right
from tests.bench.figures import Figure, figure

DATES_FOLDER = Path(os.environ.get("DATES_FOLDER") or Path(__file__).parents[3] / "shared/data/nlu/dates")
CLASSES = ("day", "range", "point", "window", "part", "after", "before")
TARGETS = {"day": 92.0, "range": 85.0, "point": 90.0, "window": 85.0}
HIGHER = {("de", "day"): 95.0, ("pt", "day"): 95.0, ("de", "window"): 92.0}
FIRST_TIER = ("en", "es", "fr", "de", "pt", "it", "nl")
OURS = (*FIRST_TIER, "pl", "tr", "ar")
"""The languages we write in; the others are read as well."""
SECOND_TIER_DAY = 85.0
DAY_BASELINES = {"en": 72.0, "es": 73.0, "fr": 82.0, "de": 89.0, "pt": 92.0, "it": 82.0, "nl": 79.0}
WINDOW_BASELINES = {"en": 59.0, "es": 29.0, "fr": 56.0, "de": 75.0, "pt": 44.0, "it": 36.0, "nl": 36.0}
SPAN = timedelta(days=10)
FEWEST = 10
"""Cases of a class and language below which a share says nothing."""
_ZONES = re.compile(r"\b(?:gmt|utc|[pceimb]st|[pcem]dt|cet|bst)\b", re.IGNORECASE)


def measure() -> list[Figure]:
    """Shares of right answers in percent, with a goal where there is one, and milliseconds a phrase."""
    every = list(cases())
    return [*_shares(every), *_conventions(every), *_with_typos(every), *_speed(every)] if every else []


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"dates": measure}


def cases(folder: Path = DATES_FOLDER) -> Iterator[Case]:
    """The phrases about the next two months, in the languages we read."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            kind = "part" if row["cls"] == "window" and not _names_hours(row) else row["cls"]
            is_ours = kind in CLASSES and row["lang"] in languages() and not _ZONES.search(row["text"])
            if row["scope"] == "core" and not row["holiday"] and is_ours:
                now = datetime.fromisoformat(row["ref"]).replace(tzinfo=UTC)
                yield Case(row["text"], row["lang"], now, kind, tuple(row["gold"]), row["src"])


def _names_hours(row: dict[str, Any]) -> bool:
    """Whether one of the hours stands in the text in digits; else it is about a part of day."""
    said = {int(one[: -2 if len(one) > 2 else None]) for one in re.findall(r"\d+", row["text"]) if len(one) < 5}
    stamps = [stamp for gold in row["gold"] for stamp in (gold["start"], gold["end"], gold["alt_end"]) if stamp]
    hours = {int(stamp[11:13]) for stamp in stamps}
    return not row["pod"] and bool(said & (hours | {hour % half or half for hour in hours for half in (12, 24)}))


def right(case: Case, text: str | None = None) -> bool:
    """Whether we read the case, or another spelling of it, as its suite does."""
    return is_right(case, parse(text or case.text, language=case.language, now=case.now, zone=UTC))


def _shares(every: Iterable[Case]) -> Iterator[Figure]:
    groups: dict[tuple[str, str], list[bool]] = {}
    for case in every:
        groups.setdefault((case.language, case.kind), []).append(right(case))
    for (language, kind), results in sorted(groups.items()):
        if len(results) < FEWEST:
            continue
        goal = HIGHER.get((language, kind), TARGETS.get(kind))
        goal = goal if language in FIRST_TIER else SECOND_TIER_DAY if kind == "day" else None
        known = {"day": DAY_BASELINES, "window": WINDOW_BASELINES}.get(kind, {}).get(language)
        share = [100 * statistics.mean(results)]
        yield figure(f"dates.{language}.{kind}", share, "%", [known] if known else None, at_least=goal)


def _conventions(every: Iterable[Case]) -> Iterator[Figure]:
    """Days and points where an answer also counts in which the suites are not at one, or that nobody delivers by:

    - it is asked for among others: Thursday, said on a Thursday, is today in chrono and in a week in Duckling;
    - it ends what we read: `within two weeks` is one day (chrono) or all until then (Recognizers);
    - it lies in the week or ten days that we read: `next week` is one day in chrono, `mid March` is one in Duckling;
    - it is a day that we read whole, at the hour of writing: `in 7 days`, said at 04:30, is 04:00 in Duckling;
    - it is the end of that day, 23:59: `at the end of tomorrow` in Recognizers.

    Left out is a part of day alone whose day stood elsewhere in the traveller's letter (ctparse: `afternoon`).
    The figures without these stand beside them and have the goal.
    """
    for language in languages():
        for kind in ("day", "point"):
            ours = [case for case in every if (case.kind, case.language) == (kind, language)]
            ours = [case for case in ours if kind != "day" or _names_a_day(case)]
            if len(ours) >= FEWEST:
                yield figure(f"dates.{language}.{kind}_or_asked", [100 * statistics.mean(map(_is_meant, ours))], "%")


def _is_meant(case: Case) -> bool:
    spoken = parse(case.text, language=case.language, now=case.now, zone=UTC)
    wanted = [datetime.fromisoformat(gold["start"]).replace(tzinfo=UTC) for gold in case.gold if gold["start"]]
    is_meant = _is_day_meant if case.kind == "day" else _is_point_meant
    return is_right(case, spoken) or any(is_meant(when, case, one) for when in spoken[:1] for one in wanted)


def _is_day_meant(when: WhenSpoken, case: Case, wanted: datetime) -> bool:
    is_in_span = when.until_on is not None and when.on <= wanted.date() <= min(when.until_on, when.on + SPAN)
    return is_in_span or wanted.date() in {when.until_on, *(one.on for one in when.readings)}


def _names_a_day(case: Case) -> bool:
    """Whether the day can be known from the words."""
    spoken = parse(case.text, language=case.language, now=case.now, zone=UTC)
    return case.suite != "ctparse" or not spoken or spoken[0].is_day_said


def _is_point_meant(when: WhenSpoken, case: Case, wanted: datetime) -> bool:
    if when.until_on != wanted.date():
        return False
    is_within = when.from_clock == case.now.time() and when.to_clock == wanted.time()
    is_whole_day = when.from_clock is None and wanted.hour in (case.now.hour, 23)
    is_evening = when.part == "evening" and (wanted.hour, wanted.minute) == (23, 59)
    return is_within or is_whole_day or is_evening


def _with_typos(every: Iterable[Case]) -> Iterator[Figure]:
    """How many of the days are read rightly with one slip in a word."""
    chance = random.Random(7)
    days = [case for case in every if case.kind == "day" and case.language in OURS]
    slipped = [(case, text) for case in days if (text := mistyped(case.text, chance)) != case.text]
    for language in OURS:
        results = [right(case, text) for case, text in slipped if case.language == language]
        if results:
            yield figure(f"dates.{language}.typo", [100 * statistics.mean(results)], "%", [51.0], at_least=85.0)
            ours = [replace(case, text=text) for case, text in slipped if case.language == language]
            fair = [100 * statistics.mean(map(_is_meant, filter(_names_a_day, ours)))]
            yield figure(f"dates.{language}.typo_or_asked", fair, "%")


def mistyped(text: str, chance: random.Random) -> str:
    """With a letter left out, doubled, swapped with the next or replaced in one word of at least four letters."""
    words = [hit.span() for hit in re.finditer(r"[^\W\d_]{4,}", text)]
    if not words:
        return text
    start, end = chance.choice(words)
    at = chance.randrange(start + 1, end - 1)
    wrong = (
        text[at + 1 :],
        text[at] + text[at:],
        text[at + 1] + text[at] + text[at + 2 :],
        chance.choice("aeinrst") + text[at + 1 :],
    )
    return text[:at] + chance.choice(wrong)


def _speed(every: list[Case]) -> Iterator[Figure]:
    times = []
    for case in every:
        began = perf_counter()
        parse(case.text, language=case.language, now=case.now, zone=UTC)
        times.append(1000 * (perf_counter() - began))
    times.sort()
    yield figure("dates.ms_p50", [times[len(times) // 2]], "ms", at_most=2.0)
    yield figure("dates.ms_p95", [times[len(times) * 95 // 100]], "ms", at_most=5.0)
