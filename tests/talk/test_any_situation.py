"""Whatever is said in whatever situation: there is an answer, it does only what is allowed, and it keeps secrets."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.words.facts import FACTS
from domain.axes import Milestone
from domain.eta.buckets import Stage
from domain.eta.usual import Usual
from domain.points import Point
from domain.postcodes import PostcodeRule, Within
from domain.proof import NO_PROOF, Proof
from domain.reschedules import OtherChange, Reschedule, RescheduleState
from domain.talk import menus
from domain.talk.answer import (
    Action,
    Answer,
    AskChange,
    AskReschedule,
    Choice,
    HandOver,
    Rate,
    Remember,
    ResumeWriting,
    SendCode,
    SpeakLanguage,
    StopWriting,
    Verb,
    Withdraw,
)
from domain.talk.meaning import Layer, Meaning
from domain.talk.respond import respond
from domain.talk.situation import CodeGiven, IdentityLevel, ParcelView, Situation, SlotView
from domain.talk.turn import ChannelName, Turn, TurnKind
from domain.windows import Window

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
SECRET = "secret"
"""Stands in every fact of a parcel that a stranger must not hear."""

ZONES = st.sampled_from([UTC, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati")])
INSTANTS = st.integers(-200, 200).map(lambda hours: NOW + timedelta(hours=hours))
WINDOWS = st.one_of(
    st.builds(Window, st.dates(date(2026, 11, 20), date(2026, 12, 2))),
    INSTANTS.map(lambda at: Window(at.date(), at, at + timedelta(hours=2))),
)
SLOTS = st.builds(SlotView, st.sampled_from(["a", "b", "c", "d", "e"]), WINDOWS)
ALLOWED = st.frozensets(st.sampled_from([*menus.CHANGES.values(), "teleport"]))
RESCHEDULES = st.builds(
    Reschedule, st.integers(1, 9), st.sampled_from(RescheduleState), WINDOWS, INSTANTS, asked_in_chat=st.booleans()
)
OTHERS = st.builds(
    OtherChange,
    st.integers(1, 9),
    st.sampled_from([*menus.CHANGES.values()][1:]),
    st.sampled_from(RescheduleState),
    INSTANTS,
)
PARCELS = st.builds(
    ParcelView,
    shipment_id=st.integers(1, 4),
    tracking_number=st.sampled_from(["DS100", "DS200", "DS300"]),
    order_number=st.just(f"{SECRET} order"),
    zone=ZONES,
    milestone=st.sampled_from(Milestone),
    detail=st.sampled_from([None, f"{SECRET} detail"]),
    reason=st.sampled_from([None, f"{SECRET} reason"]),
    milestone_at=st.none() | INSTANTS,
    last_scan_at=st.none() | INSTANTS,
    place=st.sampled_from([None, f"{SECRET} place"]),
    window=st.none() | WINDOWS,
    promise_broken=st.booleans(),
    allow=ALLOWED,
    slots=st.lists(SLOTS, max_size=4).map(tuple),
    reschedule=st.none() | RESCHEDULES,
    others=st.lists(OTHERS, max_size=2).map(tuple),
    stands=st.none() | RESCHEDULES,
    link=st.sampled_from([None, f"https://{SECRET}.example/t/1"]),
    points=st.sampled_from([(), (Point("p1", f"{SECRET} point", f"{SECRET} street", f"{SECRET} opens", 321),)]),
    proof=st.sampled_from([NO_PROOF, Proof(f"{SECRET} Ruiz", f"{SECRET} porch", f"https://{SECRET}.example/1.jpg")]),
    postcodes=st.sampled_from([None, PostcodeRule(r"\d{5}", f"{SECRET} 10001", f"{SECRET} 10002", Within.AREA)]),
    usual=st.sampled_from([None, Usual(987654, 987655, Stage.MOVING)]),
    stops=st.sampled_from([None, 987654]),
    away=st.sampled_from([None, "*!2026-11-26", "9876-54"]),
)
SAID_TO_ANYONE = {"shipment_id", "tracking_number", "milestone", "zone"}
"""What of a parcel is no secret (its number was named by who asks), or no fact at all."""
GUARDED = {
    *("order_number", "detail", "reason", "place", "link", "points", "proof", "postcodes", "usual", "stops", "away"),
    *("milestone_at", "last_scan_at", "window", "promise_broken", "allow", "slots", "reschedule", "others", "stands"),
}
"""What the strategy above fills, so that a stranger's answer is looked through for it."""
FOR_ANYONE = {
    *("tracking_number", "milestone", "concern", "again", "known", "staff_hours", "support", "back_at", "media"),
    *("asked_for", "change", "everywhere", "scope", "told_at", "told_on", "site", "foreign"),
    *("about", "writes_from", "writes_until"),
}
"""Facts of answers to whoever asks: what they said themselves, how far it is, how to reach a person."""
LEVEL_1 = {
    *(
        "window",
        "told",
        "asked",
        "agreed",
        "slots",
        "wanted",
        "wanted_is_free",
        "later",
        "promise_broken",
        "stops",
        "place",
    ),
    *(
        "usual",
        "link",
        "order_number",
        "at",
        "last_scan_at",
        "detail",
        "reason",
        "allow",
        "changes",
        "granted",
        "example",
        "among",
        "apart",
    ),
    *(
        "name",
        "street",
        "metres",
        "opens",
        "until",
        "received_by",
        "proof_place",
        "photo",
        "has_photo",
        "text",
        "score",
    ),
    *("delivered", "direction", "km", "returned", "state", "unanswered", "verb", "whole", "code"),
}
"""Facts of answers that are for known customers."""
ACTIONS = st.builds(
    Action,
    st.sampled_from(Verb),
    st.none() | st.integers(1, 5),
    st.sampled_from(
        [None, "a", "b", "1", "5", "-1", "99", "reschedule", "pick_parcel", "2026-11-26", "2026-99-99", "angry"]
    ),
)
CHOICES = ACTIONS.map(lambda action: Choice("any", action, {"window": f"{SECRET} window"}))
SITUATIONS = st.builds(
    Situation,
    now=st.just(NOW),
    channel=st.sampled_from(ChannelName),
    identity=st.sampled_from(IdentityLevel),
    owner=st.sampled_from(["bot", "queue", "nobody", "ines"]),
    parcels=st.lists(PARCELS, max_size=3, unique_by=lambda parcel: parcel.shipment_id).map(tuple),
    asked=st.none() | ACTIONS,
    misses=st.integers(0, 3),
    taken=st.none() | CHOICES,
    stale=st.booleans(),
    offers=st.lists(CHOICES, max_size=4).map(tuple),
    merchant_title=st.just("Acme"),
    stopped=st.booleans(),
    code=st.none() | st.sampled_from(CodeGiven),
)
TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        "STOP",
        "yes",
        "no",
        "2",
        "the last one",
        "cancel",
        "help",
        "👍",
        "DS100",
        "Mrs Ruiz at 7",
        "\ud800",
        "\x00",
        " ",
        "a" * 5000,
    ]
)
TURNS = st.builds(
    Turn,
    channel=st.sampled_from(ChannelName),
    key=st.just("1"),
    address=st.just("100"),
    at=st.just(NOW),
    kind=st.sampled_from(TurnKind),
    text=TEXTS,
    caption=TEXTS,
    choice_token=st.none() | st.just("t"),
    start_token=st.none() | st.just("s"),
)
MEANINGS = st.builds(
    Meaning,
    st.sampled_from(Verb),
    mentioned=st.sampled_from([None, "DS100", "DS200", "DS900"]),
    argument=st.sampled_from(
        [
            None,
            "2026-11-26",
            "0",
            "3",
            "5",
            "angry",
            "not_received",
            "behind the shed",
            "neighbour | not with the neighbour",
            "२",
            "1" * 5000,
            "2026-11-25/T17:00-20:00!4 or *",
        ]
    ),
    layer=st.sampled_from(Layer),
)


@settings(max_examples=250, deadline=None)
@given(TURNS, MEANINGS, SITUATIONS)
def test_there_is_always_an_answer_and_it_is_sound(turn: Turn, meaning: Meaning, situation: Situation) -> None:
    answer = respond(turn, meaning, situation)
    assert respond(turn, meaning, situation) == answer
    for act in answer.acts:
        assert _is_allowed(act, situation), act
    assert sum(isinstance(act, Remember) for act in answer.acts) <= 1
    for choice in _choices(answer):
        assert _is_possible(choice, situation), choice


@settings(max_examples=250, deadline=None)
@given(TURNS, MEANINGS, SITUATIONS)
def test_a_stranger_never_hears_what_only_a_known_customer_may(
    turn: Turn, meaning: Meaning, situation: Situation
) -> None:
    answer = respond(turn, meaning, replace(situation, identity=IdentityLevel.STRANGER))
    for reply in answer.replies:
        assert SECRET not in str(reply)
        assert "987654" not in str(reply)
        assert set(reply.facts) <= FOR_ANYONE
        assert not any(choice.action.shipment_id for choice in reply.choices if choice not in situation.offers)
    assert all(
        isinstance(act, StopWriting | ResumeWriting | HandOver | SendCode | SpeakLanguage | Remember)
        for act in answer.acts
    )
    assert all(act.shipment_id is None for act in answer.acts if isinstance(act, HandOver))


def test_every_field_of_a_parcel_is_guarded_or_is_for_anyone() -> None:
    """A new field is red here until it stands in the strategy, with the secret in it, or is said to be for anyone."""
    assert {field.name for field in fields(ParcelView)} == SAID_TO_ANYONE | GUARDED


def test_every_fact_of_words_is_for_a_level() -> None:
    """A new fact is red here until it is decided who may hear it."""
    assert set(FACTS) - LEVEL_1 == FOR_ANYONE


@settings(max_examples=100, deadline=None)
@given(TURNS, MEANINGS, SITUATIONS)
def test_once_a_person_owns_it_the_bot_only_obeys_the_law(turn: Turn, meaning: Meaning, situation: Situation) -> None:
    answer = respond(turn, meaning, replace(situation, owner="ines"))
    lawful = any(isinstance(act, StopWriting | ResumeWriting) for act in answer.acts)
    assert lawful or answer == Answer()


@settings(max_examples=100, deadline=None)
@given(MEANINGS, SITUATIONS)
def test_an_old_button_does_nothing(meaning: Meaning, situation: Situation) -> None:
    tap = Turn(situation.channel, "1", "100", NOW, TurnKind.CHOICE, choice_token="old")
    answer = respond(tap, meaning, replace(situation, stale=True, taken=None))
    assert answer.acts == ()


def _is_allowed(act: object, situation: Situation) -> bool:
    """Whether the situation permits the act: the parcel is theirs, the change allowed, the slot on offer."""
    match act:
        case AskReschedule(shipment_id, slot_id):
            parcel = _own(shipment_id, situation)
            ahead = {slot.slot_id for slot in parcel.slots if slot.window.span(parcel.zone)[0] > situation.now}
            return menus.may(Verb.RESCHEDULE, parcel) and slot_id in ahead and parcel.pending is None
        case Withdraw(shipment_id, change):
            return change in _own(shipment_id, situation).asked_kinds
        case AskChange(shipment_id, change, text):
            parcel = _own(shipment_id, situation)
            return change in parcel.allow and not parcel.is_final and 0 < len(text) <= 200
        case Rate(shipment_id, score):
            return _own(shipment_id, situation).milestone is Milestone.DELIVERED and 1 <= score <= 5
        case _:
            return True


def _own(shipment_id: int, situation: Situation) -> ParcelView:
    assert situation.identity >= IdentityLevel.PROVEN
    return next(parcel for parcel in situation.parcels if parcel.shipment_id == shipment_id)


def _is_possible(choice: Choice, situation: Situation) -> bool:
    """Whether what is offered could be done if it were taken now. What was offered before may be offered again."""
    if choice in situation.offers or choice.action.verb not in menus.CHANGES or choice.action.shipment_id is None:
        return True
    assert situation.identity >= IdentityLevel.KNOWN
    own = (parcel for parcel in situation.parcels if parcel.shipment_id == choice.action.shipment_id)
    return any(menus.may(choice.action.verb, parcel) for parcel in own)


def _choices(answer: Answer) -> Iterator[Choice]:
    return (choice for reply in answer.replies for choice in reply.choices)
