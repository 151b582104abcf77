"""A merchant's policy: what is said, when, and how sure one has to be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time, timedelta
from typing import Any, cast

from domain.localtime import WritingHours
from domain.notices import NoticeKind
from domain.postcodes import Within
from domain.staffed import StaffedHours, staffed_from
from domain.windows import Guard


@dataclass(frozen=True, slots=True)
class Grace:
    """How long a newly planned message of a chosen kind waits, so that staff can look before it goes."""

    waits: tuple[tuple[NoticeKind, timedelta], ...] = ()

    def of(self, kind: NoticeKind) -> timedelta | None:
        return next((wait for chosen, wait in self.waits if chosen is kind), None)


def grace_from(kinds: Mapping[str, object]) -> Grace:
    """From `{"promise_moved": 300}`, seconds for each kind; raises ValueError that says what is wrong."""
    waits = []
    for kind, seconds in kinds.items():
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= LONGEST_GRACE:
            raise ValueError(f"{kind}: seconds between 0 and {LONGEST_GRACE}")
        waits.append((NoticeKind(kind), timedelta(seconds=seconds)))
    return Grace(tuple(sorted(waits)))


LONGEST_GRACE = 86_400


@dataclass(frozen=True, slots=True)
class Policy:
    """Defaults that suit most shops; a merchant overrides single fields."""

    hours: WritingHours = WritingHours()
    guard: Guard = Guard()
    switched_off: frozenset[NoticeKind] = frozenset()
    gather: timedelta = timedelta(seconds=30)
    """How long a notice waits for the customer's other parcels, where there are any."""
    grace: Grace = Grace()
    """For which kinds staff get time to look first, and how much: `{"promise_moved": 300}`."""
    move_threshold: timedelta = timedelta(minutes=30)
    """A window that moves by less is not worth a message."""
    confirm_move: timedelta = timedelta(minutes=5)
    """A moved estimate must stand this long before it is told."""
    confirm_earlier: timedelta = timedelta(hours=2)
    """Good news must stand this long, where no record says how far the source's estimates can be trusted."""
    late_grace: timedelta = timedelta(minutes=15)
    """How long after the end of a promised window the customer hears that it did not hold."""
    delay_risk: float = 0.65
    """With which risk of breaking its promise a parcel counts as late before it is; 0: never.

    It counts in the last three days; before, more is asked (`domain.eta.warning`). Where 7 of 100 promises broke, it
    warned of 89 % two days ahead, with 2.7 false alarms.
    """
    day_before_at: time = time(18)
    day_ends_at: time = time(20)
    """When a promised day counts as over."""
    told_recently: timedelta = timedelta(hours=12)
    silence_after: timedelta = timedelta(days=3)
    silence_on_the_road: timedelta = timedelta(hours=24)
    pickup_reminder_after: timedelta = timedelta(days=3)
    feedback_after: timedelta = timedelta(hours=3)
    reschedule_hold: timedelta = timedelta(minutes=10)
    """How long a chosen slot stays ours while it has not been asked for."""
    reschedule_answer: timedelta = timedelta(hours=4)
    """How long the 3PL has to answer before a person looks at it."""
    address_within: Within = Within.COUNTRY
    """How far from the order's postcode a customer may correct the address: `country`, `area`, `postcode`."""
    announce_alone: int = 100
    """To how many parcels one person may announce something; beyond it a second person approves."""
    staffed: StaffedHours = StaffedHours()
    """When staff answer: outside these hours a customer who asks for a person hears when one will be there."""
    lease: timedelta = timedelta(hours=1)
    """How long a conversation stays with a person who does nothing in it, before it is handed back."""
    tracking_days: int = 60
    """How long a tracking page can be opened after the order."""
    holdout_share: float = 0.0
    """Which share of the customers hears the baseline only, to be compared with the rest (`domain.holdout`)."""
    holdout_name: str = ""
    """Names the comparison: another name draws other customers."""
    holdout_same: bool = False
    """An A/A run: customers are drawn, and nobody is told less."""
    sms_price: float = 0.0
    """What one SMS segment costs, in `currency`; 0: not known."""
    currency: str = "USD"
    extras: tuple[tuple[str, str], ...] = field(default=())
    """Words for the templates: support phone, address of the shop …"""

    def words(self, name: str, language: str) -> str | None:
        """Of `extras`, in this language, where the merchant has them so: `staff_hours_de` goes before `staff_hours`."""
        words = dict(self.extras)
        return words.get(f"{name}_{language.partition('-')[0]}") or words.get(name)


def policy_from(settings: dict[str, object]) -> Policy:
    """A policy from a merchant's JSON settings; raises ValueError that names the field that is wrong.

    Durations are `*_minutes`/`*_hours`/`*_days` free: plain field names with seconds as numbers; times are "HH:MM";
    `hours` is {"opens": "08:00", "closes": "20:00"}; `switched_off` a list of kinds; `grace` seconds by kind; `staffed`
    as in `domain.staffed.staffed_from`.
    """
    policy = Policy()
    known = {f.name for f in fields(Policy)}
    changes: dict[str, object] = {}
    for name, value in _as_now_called(settings).items():
        if name not in known:
            raise ValueError(f"unknown policy field {name!r}: known are {', '.join(sorted(known))}")
        changes[name] = _read(name, getattr(policy, name), value)
        if name in _SHARES and not 0 <= cast("float", changes[name]) <= 1:
            raise ValueError(f"policy field {name!r}: {value!r} is no share between 0 and 1")
    return replace(policy, **changes)  # type: ignore[arg-type]  # each value was read after its field's own default


def _as_now_called(settings: dict[str, object]) -> dict[str, object]:
    """Announcements had a price of their own once, its currency among the words for templates."""
    if "segment_price" not in settings:
        return settings
    found = {name: value for name, value in settings.items() if name != "segment_price"}
    extras = found.get("extras")
    former = {"sms_price": settings["segment_price"]}
    if isinstance(extras, dict) and "currency" in extras:
        former["currency"] = extras["currency"]
    return former | found


_SHARES = ("delay_risk", "holdout_share")


def _read(name: str, default: object, value: object) -> object:
    try:
        match default:
            case timedelta() if isinstance(value, int | float):
                return timedelta(seconds=value)
            case time() if isinstance(value, str):
                return time.fromisoformat(value)
            case WritingHours() | Guard() | StaffedHours() | Grace() if isinstance(value, dict):
                return _OBJECTS[type(default)](value)
            case frozenset() if isinstance(value, list):
                return frozenset(NoticeKind(v) for v in value)
            case Within() if isinstance(value, str):
                return Within(value)
            case bool() | str() | int() if type(value) is type(default):
                return value
            case float() if isinstance(value, int | float) and not isinstance(value, bool):
                return float(value)
            case tuple() if isinstance(value, dict):
                return tuple(sorted((str(k), str(v)) for k, v in value.items()))
    except (ValueError, KeyError, TypeError) as problem:
        raise ValueError(f"policy field {name!r}: {problem}") from problem
    raise ValueError(f"policy field {name!r}: {value!r} is not of its kind ({type(default).__name__})")


_OBJECTS: Mapping[type, Callable[[dict[str, Any]], object]] = {
    WritingHours: lambda given: WritingHours(time.fromisoformat(given["opens"]), time.fromisoformat(given["closes"])),
    Guard: lambda given: Guard(timedelta(seconds=given["narrowest"])),
    StaffedHours: staffed_from,
    Grace: grace_from,
}
