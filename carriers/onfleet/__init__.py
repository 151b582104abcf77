"""Onfleet: task webhooks, one trigger per webhook, each with the whole task."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key, digest_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.onfleet.changes import CHANGER
from carriers.onfleet.client import POLLER
from carriers.onfleet.statuses import FAILED, STATES, TRIGGER_NAMES, TRIGGERS
from carriers.parcels import Item, Parcel
from carriers.positions import position
from carriers.reading import entries, fields, place, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, epoch_millis, instant, span
from domain.axes import FINAL, Direction, Milestone, ZoneSource
from domain.events import Estimate, Raw, TrackingEvent
from domain.routes.positions import Position

_NUMBER_NAMES = frozenset({"tracking_number", "trackingnumber", "tracking"})
_AT_THE_DOOR = frozenset({Milestone.DELIVERED, Milestone.DELIVERY_ATTEMPTED})


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    trigger = text(posted.get("triggerName")) or _trigger_name(posted.get("triggerId"))
    if trigger is None:
        return unreadable(body, "`triggerName` is missing: this is no Onfleet webhook")
    if trigger == "SMSRecipientOptOut":
        return Reading(body_key(body), (_opt_out(posted),))
    if trigger not in TRIGGERS:
        return Reading(body_key(body), (Ignored(f"{trigger} is not about a parcel on its way"),))
    task = fields(fields(posted.get("data")).get("task"))
    item = _task(trigger, task, posted, reception)
    return Reading(body_key(body), (item,), _worker(item, fields(fields(posted.get("data")).get("worker")), reception))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /tasks/{id}`, or the list under `tasks`: read as an update of each task."""
    answer = fields(document)
    for task in entries(answer.get("tasks")) or [answer]:
        yield _task("taskUpdated", fields(task), fields(task), reception)


def handshake(query: Mapping[str, str]) -> str | None:
    """Onfleet validates a new webhook with `GET ?check=…` and wants exactly that text back."""
    check = query.get("check")
    return check[:200] if check else None


def _trigger_name(number: object) -> str | None:
    return TRIGGER_NAMES.get(number) if type(number) is int else None


def _opt_out(posted: Mapping[str, Any]) -> Item:
    """A STOP sent to Onfleet's number is a STOP to us."""
    phone = text(fields(posted.get("recipient")).get("phone"), 30)
    return Report(opted_out_phone=phone) if phone else Unreadable("`recipient.phone` is missing in an opt-out")


def _task(trigger: str, task: Mapping[str, Any], posted: Mapping[str, Any], reception: Reception) -> Item:
    number = _number(task)
    if number is None:
        return Unreadable("`data.task.shortId` is missing")
    ending = fields(task.get("completionDetails"))
    at = _occurred(trigger, task, ending, posted)
    if at is None:
        return Unreadable("`time` holds no time")
    is_pickup = task.get("pickupTask") is True
    direction = Direction.PICKUP if is_pickup else Direction.DELIVERY
    parcel = Parcel(number, word(task.get("id")) or number, reception, None, direction)
    meaning = _meaning(trigger, task, ending, is_pickup=is_pickup)
    eta = None if is_pickup or meaning.milestone in FINAL else _estimate(task, posted, at)
    return Report((_event(trigger, meaning, at, eta, task, ending, parcel),))


def _event(
    trigger: str,
    meaning: Meaning,
    at: Moment,
    eta: Estimate | None,
    task: Mapping[str, Any],
    ending: Mapping[str, Any],
    parcel: Parcel,
) -> TrackingEvent:
    state, failure = word(task.get("state")), text(ending.get("failureReason"))
    address = fields(fields(task.get("destination")).get("address"))
    spot = place(address.get("city"), address.get("state"), address.get("postalCode"), address.get("country"))
    return parcel.event(
        meaning,
        at,
        Raw(trigger, state, None if failure == "NONE" else failure),
        key=digest_key(parcel.object_id, trigger, f"{state} {failure}", at.written, eta),
        eta=eta,
        place=spot if meaning.milestone in _AT_THE_DOOR else None,
        text=text(ending.get("failureNotes")),
    )


def _worker(item: Item, worker: Mapping[str, Any], reception: Reception) -> tuple[Position, ...]:
    """Where the driver is while the task is under way: `location` is [longitude, latitude]."""
    if not isinstance(item, Report) or item.events[0].milestone is not Milestone.OUT_FOR_DELIVERY:
        return ()
    if item.events[0].direction is not Direction.DELIVERY:
        return ()
    spot, seen = entries(worker.get("location")), epoch_millis(worker.get("timeLastSeen"))
    at = seen.at if seen is not None else reception.received_at
    if len(spot) != 2:
        return ()
    return position(worker.get("id"), spot[1], spot[0], at, item.events[0].tracking_number)


def _number(task: Mapping[str, Any]) -> str | None:
    """The parcel's number from the task's metadata, where the shop put it; else Onfleet's own short id."""
    for entry in entries(task.get("metadata")):
        named = fields(entry)
        if (text(named.get("name")) or "").lower() in _NUMBER_NAMES and (number := tracking_number(named.get("value"))):
            return number
    return tracking_number(task.get("shortId"))


def _meaning(trigger: str, task: Mapping[str, Any], ending: Mapping[str, Any], *, is_pickup: bool) -> Meaning:
    """Success is said only in `completionDetails`; a completed pickup task is a parcel collected, not delivered."""
    meaning = TRIGGERS[trigger]
    if trigger == "taskUpdated":
        meaning = STATES.get(word(task.get("state")) or "", UNMAPPED)
    if meaning.milestone is Milestone.DELIVERED and ending.get("success") is not True:
        meaning = FAILED
    return meaning.at_pickup() if is_pickup else meaning


def _occurred(
    trigger: str, task: Mapping[str, Any], ending: Mapping[str, Any], posted: Mapping[str, Any]
) -> Moment | None:
    """A finished task happened when it was finished, however late it is posted or edited."""
    if trigger in ("taskCompleted", "taskFailed", "taskUpdated") and (found := epoch_millis(ending.get("time"))):
        return found
    return epoch_millis(posted.get("time")) or epoch_millis(task.get("timeLastModified"))


def _estimate(task: Mapping[str, Any], posted: Mapping[str, Any], at: Moment) -> Estimate | None:
    """The driver's own estimate before the window promised at booking."""
    seconds = posted.get("etaSeconds")
    if isinstance(seconds, int | float) and 0 <= seconds < 86_400:
        return instant(Moment(at.at + timedelta(seconds=int(seconds)), ZoneSource.EXPLICIT, at.written))
    if arrival := epoch_millis(task.get("estimatedArrivalTime")):
        return instant(arrival)
    opens, closes = epoch_millis(task.get("completeAfter")), epoch_millis(task.get("completeBefore"))
    return span(opens, closes) if opens and closes else None


ADAPTER = Dialect(
    name="onfleet",
    title="Onfleet",
    signature=Signature(Scheme.BODY_DIGEST, header="x-onfleet-signature", algorithm="sha512", key="hex"),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    changer=CHANGER,
    greeting=handshake,
    tables=(StatusTable("status", TRIGGERS), StatusTable("substatus", STATES)),
    pages_read_on="2026-11-22",
    setup=(
        "Create one webhook for each trigger with the address; the signing secret of Onfleet's "
        "dashboard (hex) belongs here."
    ),
    secret_is_theirs=True,
)
