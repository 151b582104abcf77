"""Who may ask what: every intent at every level of identity, as one table that is read in review.

Renew it with DOORSTEP_TEST_RENEW=1. A cell has the replies, and after `+` what is done.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.proof import Proof
from domain.talk import menus
from domain.talk.answer import (
    Answer,
    AskChange,
    AskReschedule,
    HandOver,
    Remember,
    Reply,
    ResumeWriting,
    SendCode,
    StopWriting,
    Verb,
    Withdraw,
)
from domain.talk.meaning import Concern, Meaning
from domain.talk.situation import IdentityLevel, ParcelView, Situation
from tests.talk.scenes import BO, COMING, DELIVERED, NEIGHBOUR_ASKED, PENDING, STRANGER, WITH_DRIVER, says, taps

TABLE = Path(__file__).parent / "golden" / "matrix.txt"
SHOWN = Proof("R. Ruiz", "porch", "https://carrier.example/1.jpg", has_photo=True)
ALL = frozenset(menus.CHANGES.values())
PARCELS = {
    "coming": replace(COMING, allow=ALL),
    "with the driver": replace(WITH_DRIVER, allow=ALL),
    "a wish is open": replace(PENDING, allow=ALL, others=NEIGHBOUR_ASKED.others),
    "delivered": replace(DELIVERED, proof=SHOWN),
}
DETAILS: dict[Verb, str | None] = {
    Verb.UNDO_RESCHEDULE: None,
    Verb.ACCESS_CODE: "4421",
    Verb.ADDRESS: "14 Oak Street 10001",
    Verb.HOLD: "2026-12-05 | until 5 December",
    Verb.RATE: "5",
    Verb.RESCHEDULE: "2026-11-26",
}
BY_TAP = {Verb.PICK_PARCEL, Verb.PICK_SLOT, Verb.PROVE, Verb.STOP, Verb.RESUME}
INTENTS = [
    *(
        (verb.value, Meaning(verb, argument=DETAILS.get(verb, "Mrs Ruiz, number 7")))
        for verb in Verb
        if verb not in BY_TAP and verb is not Verb.HUMAN
    ),
    *((f"human: {concern}", Meaning(Verb.HUMAN, argument=concern)) for concern in Concern),
]
LEVEL_0 = {
    "tracking_number",
    "milestone",
    "staff_hours",
    "support",
    "back_at",
    "concern",
    "again",
    "known",
    "media",
} | {*("asked_for", "told_at", "told_on", "site", "foreign", "change", "everywhere", "scope")}
"""What a stranger may hear: what they said themselves, how far it is, and how to reach a person."""
LEVEL_2 = {"received_by", "proof_place", "photo", "has_photo"}
CHANGES = (AskReschedule, Withdraw, AskChange)


def at(level: IdentityLevel, parcel: ParcelView) -> Situation:
    return replace(BO, identity=level, parcels=(parcel,))


def answers(level: IdentityLevel, parcel: ParcelView) -> Iterator[tuple[str, Answer]]:
    """Every intent in words (a stranger names the number), and every choice by tap."""
    if level is IdentityLevel.STRANGER:
        named = replace(STRANGER, parcels=(ParcelView(1, parcel.tracking_number, "", parcel.zone, parcel.milestone),))
        for name, meaning in INTENTS:
            yield name, says("…", named, replace(meaning, mentioned=parcel.tracking_number))
        return
    for name, meaning in INTENTS:
        yield name, says("…", at(level, parcel), meaning)
    slot = parcel.slots[0].slot_id
    yield "tap a slot", taps(Verb.PICK_SLOT, at(level, parcel), 1, slot)
    yield "tap a slot for all", taps(Verb.PICK_SLOT, at(level, parcel), None, slot)


EVERYTHING = [(state, level) for state in PARCELS for level in IdentityLevel]


@pytest.mark.parametrize(("state", "level"), EVERYTHING)
def test_no_level_hears_or_does_more_than_it_may(state: str, level: IdentityLevel) -> None:
    for name, answer in answers(level, PARCELS[state]):
        for reply in answer.replies:
            said = _fields(reply)
            if level is IdentityLevel.STRANGER:
                assert said <= LEVEL_0, name
                assert not any(choice.action.shipment_id for choice in reply.choices), name
            if level < IdentityLevel.PROVEN:
                assert said.isdisjoint(LEVEL_2), name
                assert "Ruiz" not in str({k: v for k, v in reply.facts.items() if k != "text"}), name
        if level < IdentityLevel.PROVEN:
            assert not any(isinstance(act, CHANGES) for act in answer.acts), name


@pytest.mark.parametrize("state", PARCELS)
def test_what_waits_for_proof_at_level_one_is_done_at_level_two(state: str) -> None:
    """Nothing is lost between the levels: a code is asked for exactly where a proven one would have been obeyed."""
    known = dict(answers(IdentityLevel.KNOWN, PARCELS[state]))
    for name, proven in answers(IdentityLevel.PROVEN, PARCELS[state]):
        wants_code = any(isinstance(act, SendCode) for act in known[name].acts)
        changes = any(isinstance(act, CHANGES) for act in proven.acts)
        shows = any(_fields(reply) & LEVEL_2 and reply.name == "proof" for reply in proven.replies)
        assert wants_code is (changes or shows), name


def test_the_table_reads_as_it_was_reviewed() -> None:
    text = "".join(_table(state, parcel) for state, parcel in PARCELS.items())
    if os.environ.get("DOORSTEP_TEST_RENEW"):
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(text)
    assert text == TABLE.read_text()


def _table(state: str, parcel: ParcelView) -> str:
    columns = [dict(answers(level, parcel)) for level in IdentityLevel]
    rows: list[tuple[str, ...]] = [("", "0 a number alone", "1 a link", "2 their phone, or a code")]
    rows += [(name, *(_cell(column.get(name)) for column in columns)) for name in columns[-1]]
    return f"== {state}\n" + "".join("{:<24}{:<34}{:<40}{}\n".format(*row).rstrip() + "\n" for row in rows) + "\n"


_DONE = {HandOver: "person", SendCode: "code", StopWriting: "stop", ResumeWriting: "resume"}


def _cell(answer: Answer | None) -> str:
    if answer is None:
        return "-"
    acts = [_DONE.get(type(act), type(act).__name__) for act in answer.acts if not isinstance(act, Remember)]
    return ", ".join(reply.name.value for reply in answer.replies) + (f" + {', '.join(acts)}" if acts else "")


def _fields(reply: Reply) -> set[str]:
    """The facts a reply has, at the top and of each parcel; those that say nothing do not count."""
    rows = reply.facts.get("parcels")
    parcels = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {name for facts in (reply.facts, *parcels) for name, value in facts.items() if value is not None} - {
        "parcels"
    }
