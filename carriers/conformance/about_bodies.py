"""Demands about the shape of bodies: order, repetition, size, strangers."""

from typing import Any

import msgspec

from carriers.conformance.bending import every_list, touched_later, with_everywhere, with_nulls_as
from carriers.conformance.card import Failed, NotApplicable, Outcome, Passed
from carriers.conformance.subject import RECEIVED_AT, Subject
from carriers.contract import Reception, Report
from carriers.reading import MAX_EVENTS
from carriers.signatures import Verified, new_secret, signed_body, verify
from domain.axes import Milestone

STRANGE: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**400, float("nan"), "", "x" * 100_000, "\x00\ud800", [], {}, [[]], {"": {}}),
    {"events": {}, "data": [], "result": 5, "msg": "x", "shipments": [None], "payload": [5]},
)


def shuffled(about: Subject) -> Outcome:
    return _same_keys(about, "another order of scans", lambda document: every_list(document, _mixed))


def duplicated(about: Subject) -> Outcome:
    return _same_keys(about, "the same scans twice", lambda document: every_list(document, lambda inner: inner * 2))


def touched(about: Subject) -> Outcome:
    return _same_keys(
        about, "a later `updated_at`", lambda document: touched_later(document, "2026-11-30T11:59:59+00:00")
    )


def empty_for_null(about: Subject) -> Outcome:
    return _same_keys(about, "empty text for null", lambda document: with_nulls_as(document, ""))


def with_a_photo(about: Subject) -> Outcome:
    photo = "/9j/" + "A" * 200_000
    return _same_keys(about, "a photo inside", lambda document: with_everywhere(document, "zz_photo", photo))


def huge(about: Subject) -> Outcome:
    """More events than any parcel has are refused with a reason, not read for minutes."""
    grown = 0
    for fixture in about.fixtures:
        bent = every_list(fixture.document, _grown)
        found = about.events(bent)
        grown += bent != fixture.document
        if len(found) > 2 * MAX_EVENTS:
            return Failed(f"{fixture.name}: {len(found)} events were read from one body")
    return Passed() if grown else NotApplicable("its bodies hold no lists")


def cut_short(about: Subject) -> Outcome:
    """At the door half a body is no JSON; where the secret is inside, it is missing as well."""
    secret = new_secret(about.adapter.signature)
    for fixture in about.fixtures:
        whole = signed_body(about.adapter.signature, secret, fixture.body.strip())
        for share in range(1, 8):
            part = whole[: len(whole) * share // 8]
            proof = verify(about.adapter.signature, [secret], {}, {}, part, RECEIVED_AT)
            if isinstance(proof, Verified):
                return Failed(f"{fixture.name}: half a body was let in without any proof")
            try:
                about.read(msgspec.json.decode(part))
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
            return Failed(f"{fixture.name}: half a body is whole")
    return Passed()


def strange(about: Subject) -> Outcome:
    for document in (*STRANGE, _deep(300)):
        try:
            about.read(document)
            about.adapter.read_poll(document, Reception(RECEIVED_AT, {}))
        except Exception as flaw:
            return Failed(f"{type(flaw).__name__} for {str(document)[:40]!r}")
    return Passed()


def wrong_address(about: Subject) -> Outcome:
    """Another sender's webhook at this address: answered, and never read as news of a parcel."""
    for fixture in about.others:
        try:
            items = about.read(fixture.document).items
        except Exception as flaw:
            return Failed(f"{fixture.name}: {type(flaw).__name__}")
        told = [event for item in items if isinstance(item, Report) for event in item.events]
        if any(event.milestone is not Milestone.UNKNOWN for event in told):
            return Failed(f"{fixture.name} was read as news")
    return Passed()


def repeatable(about: Subject) -> Outcome:
    for fixture in about.fixtures:
        if about.read(fixture.document) != about.read(fixture.document):
            return Failed(f"{fixture.name}: two readings differ")
    return Passed()


def _same_keys(about: Subject, what: str, bend: Any) -> Outcome:
    changed = [fixture for fixture in about.fixtures if bend(fixture.document) != fixture.document]
    for fixture in changed:
        if about.keys(bend(fixture.document)) != about.keys(fixture.document):
            return Failed(f"{fixture.name}: {what} made other facts")
    return Passed() if changed else NotApplicable(f"no body can have {what}")


def _mixed(inner: list[Any]) -> list[Any]:
    return inner[::-2] + inner[-2::-2]


def _grown(inner: list[Any]) -> list[Any]:
    """Only innermost lists: scans, not the parcels that hold them."""
    holds_lists = any(isinstance(value, list) and value for element in inner for value in element.values())
    return inner if holds_lists else (inner * (MAX_EVENTS + 1))[: MAX_EVENTS + 1]


def _deep(levels: int) -> Any:
    document: Any = {}
    for _ in range(levels):
        document = {"data": [document], "events": document}
    return document
