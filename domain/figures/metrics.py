"""Every figure: what it is called, what it means, and how it is computed from the sums of a period."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.figures.intervals import wilson
from domain.figures.sums import Sums
from domain.notices import NoticeKind

JUDGED = ("kept", "early", "broken")
NOTICES = frozenset(kind.value for kind in NoticeKind)
LEADS = (0.5, 2.0, 6.0, 12.0, 24.0, 48.0, 72.0, 168.0)
"""Hours by which leads are told apart; each split `lead` is the first that is not shorter."""


class Unit(StrEnum):
    SHARE = "share"
    NUMBER = "number"
    HOURS = "hours"
    PER_100 = "per_100"
    PER_1000 = "per_1000"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure with what it is made of: `hits` out of `of`; a share has the interval in which it lies."""

    value: float
    hits: float
    of: float
    low: float | None = None
    high: float | None = None


def show(value: Value | None, unit: Unit) -> str:
    """A figure as people read it: `93.4 %`, `12.9 h`, `57`, `6.53`."""
    if value is None:
        return "–"
    match unit:
        case Unit.SHARE:
            return f"{100 * value.value:.1f} %"
        case Unit.HOURS:
            return f"{value.value:.1f} h"
        case Unit.NUMBER:
            return f"{value.value:,.0f}"
        case Unit.PER_100 | Unit.PER_1000 | Unit.EACH:
            return f"{value.value:.2f}"


@dataclass(frozen=True, slots=True)
class Metric:
    """`means` is the definition that stands beside the figure; `drill` names the list of parcels behind it."""

    name: str
    title: str
    unit: Unit
    means: str
    compute: Callable[[Sums], Value | None]
    drill: str | None = None


def _share(hits: float, of: float) -> Value | None:
    return Value(hits / of, hits, of, *wilson(hits, of)) if of else None


def _rate(hits: float, of: float, times: float = 1.0) -> Value | None:
    return Value(times * hits / of, hits, of) if of else None


def _verdicts(sums: Sums, names: Collection[str], measure: str = "promise.first") -> int:
    return sums.count(measure, lambda split: split.partition("+")[0] in names)


def _warned(sums: Sums, names: Collection[str]) -> int:
    return sums.count("promise.first", lambda split: split.endswith("+warned") and split.partition("+")[0] in names)


def deliveries(sums: Sums) -> int:
    return sums.count("journey", lambda split: split.partition("+")[0] == "delivered")


def _tried(sums: Sums) -> int:
    """Parcels that were at the door: delivered, or tried in vain."""
    return sums.count("journey", lambda split: split.startswith("delivered") or split.endswith("+tried"))


def median_lead(sums: Sums) -> Value | None:
    """The median of what is known in classes, in proportion within its class."""
    classes = [(float(split), count) for split, count, _ in sums.splits("lead")]
    total, seen, begin = sum(count for _, count in classes), 0, 0.0
    for end, count in sorted(classes):
        if count and seen + count >= total / 2:
            begin = max([0.0, *(edge for edge in LEADS if edge < end)])
            return Value(begin + (end - begin) * (total / 2 - seen) / count, total, total)
        seen += count
    return None


def _messages(sums: Sums, names: Collection[str] | None = None) -> int:
    return sums.count("message", lambda split: names is None or split.partition("/")[2] in names)


def _asked(sums: Sums, outcome: str | None = None) -> int:
    return sums.count("inquiry", lambda split: outcome is None or split.partition("/")[2] == outcome)


def _reschedules(sums: Sums, *states: str) -> int:
    return sums.count("reschedule", lambda split: not states or split in states)


def _ratings(sums: Sums, *scores: str) -> int:
    return sums.count("rating", lambda split: not scores or split[0] in scores)


def _sms(split: str) -> bool:
    return split.startswith("sms/")


_CONFIRMED = ("confirmed", "confirmed+kept", "confirmed+early", "confirmed+broken", "confirmed+void")

METRICS: tuple[Metric, ...] = (
    Metric(
        "on_time",
        "On time",
        Unit.SHARE,
        "Parcels that came inside the first window the customer was told, of all that were due in the period. Counted "
        "on the promised day, so late parcels do not vanish; the van at the door counts, also if nobody opened.",
        lambda s: _share(_verdicts(s, ["kept"]), _verdicts(s, JUDGED)),
    ),
    Metric(
        "on_time_last",
        "On time, last word",
        Unit.SHARE,
        "The same against the last window that was told.",
        lambda s: _share(_verdicts(s, ["kept"], "promise.last"), _verdicts(s, JUDGED, "promise.last")),
    ),
    Metric(
        "late",
        "Late",
        Unit.SHARE,
        "Parcels that came after the first window told, or are still out more than six hours after its end.",
        lambda s: _share(_verdicts(s, ["broken"]), _verdicts(s, JUDGED)),
        "late",
    ),
    Metric(
        "early",
        "Early",
        Unit.SHARE,
        "Parcels that came before the first window told.",
        lambda s: _share(_verdicts(s, ["early"]), _verdicts(s, JUDGED)),
        "early",
    ),
    Metric(
        "width",
        "Window told",
        Unit.HOURS,
        "The mean length of the windows told, a day counted as 24 hours.",
        lambda s: _rate(s.amount("width") / 3600, s.count("width")),
    ),
    Metric(
        "deliveries",
        "Deliveries",
        Unit.NUMBER,
        "Parcels delivered in the period, by the address's own day.",
        lambda s: Value(n, n, n) if (n := float(deliveries(s))) else None,
    ),
    Metric(
        "first_attempt",
        "First attempt",
        Unit.SHARE,
        "Parcels delivered without a failed attempt before, of all that were tried at the door.",
        lambda s: _share(s.count("journey", lambda split: split == "delivered"), _tried(s)),
        "failed",
    ),
    Metric(
        "warned",
        "Warned of delay",
        Unit.SHARE,
        "Of the parcels that came late: those whose customer heard so before the window ended.",
        lambda s: _share(_warned(s, ["broken"]), _verdicts(s, ["broken"])),
        "silent_miss",
    ),
    Metric(
        "precision",
        "Delay notices right",
        Unit.SHARE,
        "Of the parcels with a notice of delay before the window ended: those that did come late.",
        lambda s: _share(_warned(s, ["broken"]), _warned(s, JUDGED)),
        "false_alarm",
    ),
    Metric(
        "lead",
        "Lead of delay notices",
        Unit.HOURS,
        "How long before the end of the window the customer heard of a delay that came true: the median.",
        median_lead,
    ),
    Metric(
        "messages",
        "Messages a delivery",
        Unit.EACH,
        "Everything sent to customers, notices and answers, for each delivery.",
        lambda s: _rate(_messages(s), deliveries(s)),
    ),
    Metric(
        "notices",
        "Notices a delivery",
        Unit.EACH,
        "Notices sent by ourselves, without answers, for each delivery.",
        lambda s: _rate(_messages(s, NOTICES), deliveries(s)),
    ),
    Metric(
        "corrections",
        "Corrections per 100",
        Unit.PER_100,
        "Messages that replace a time told before (a moved promise, a delay), and texts corrected by staff, per 100 "
        "deliveries.",
        lambda s: _rate(_messages(s, ["promise_moved", "delay"]) + s.count("correction"), deliveries(s), 100),
    ),
    Metric(
        "contacts",
        "Where is my parcel, per 100",
        Unit.PER_100,
        "How often customers wrote to ask where their parcel is, on all channels, per 100 deliveries; what one writes "
        "within half an hour counts once.",
        lambda s: _rate(_asked(s), deliveries(s), 100),
        "asked",
    ),
    Metric(
        "unaided",
        "Answered without a person",
        Unit.SHARE,
        "Of those questions: answered by the bot, with no person stepping in and not asked again within a day. Silence "
        "does not count as answered.",
        lambda s: _share(_asked(s, "answered"), _asked(s)),
        "asked_again",
    ),
    Metric(
        "rescheduled",
        "Reschedules asked, per 100",
        Unit.PER_100,
        "Wishes for another slot that went to the carrier, per 100 deliveries.",
        lambda s: _rate(_reschedules(s), deliveries(s), 100),
    ),
    Metric(
        "reschedules_confirmed",
        "Reschedules confirmed",
        Unit.SHARE,
        "Of those that were asked for in the period: confirmed by the carrier.",
        lambda s: _share(_reschedules(s, *_CONFIRMED), _reschedules(s)),
        "declined",
    ),
    Metric(
        "reschedules_kept",
        "Reschedules kept",
        Unit.SHARE,
        "Of the confirmed slots that are over: those in which the parcel came.",
        lambda s: _share(
            _reschedules(s, "confirmed+kept"), _reschedules(s, "confirmed+kept", "confirmed+early", "confirmed+broken")
        ),
        "slot_missed",
    ),
    Metric(
        "csat",
        "Satisfied",
        Unit.SHARE,
        "Ratings of 4 or 5 out of 5, of all given in the period.",
        lambda s: _share(_ratings(s, "4", "5"), _ratings(s)),
        "unhappy",
    ),
    Metric(
        "rated",
        "Ratings given",
        Unit.SHARE,
        "Ratings, for each question asked after a delivery in the period.",
        lambda s: _share(min(_ratings(s), asked), asked) if (asked := _messages(s, ["feedback"])) else None,
    ),
    Metric(
        "opt_outs",
        "Opt-outs per 1,000 messages",
        Unit.PER_1000,
        "Requests for silence, per 1,000 messages sent: the only sign of fatigue there is.",
        lambda s: _rate(s.count("opt_out"), _messages(s), 1000),
    ),
    Metric(
        "sms_segments",
        "SMS segments",
        Unit.NUMBER,
        "Segments of SMS sent, as the provider counts and bills them.",
        lambda s: Value(n, n, n) if (n := s.amount("message", _sms)) else None,
    ),
)
BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}


def lead_class(hours: float) -> str:
    """The split of a lead."""
    return str(next((edge for edge in LEADS if hours <= edge), LEADS[-1] * 4))
