"""The conformance kit: every adapter of ours is accepted, and a careless one is caught for what it does."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from carriers.conformance import DEMANDS, as_json, as_text, score
from carriers.conformance.card import Failed
from carriers.conformance.page import page
from carriers.conformance.subject import Fixture, Subject, subject
from carriers.contract import Reading, Reception, Report
from carriers.dialect import Dialect
from carriers.keys import body_key
from carriers.meaning import Meaning, StatusTable
from carriers.parcels import Parcel
from carriers.registry import ADAPTERS
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, moment
from domain.axes import EtaKind, Milestone, ZoneSource
from domain.events import Estimate, Raw

PAGE = Path(__file__).parents[2] / "docs" / "carriers.md"


@pytest.mark.parametrize("name", ADAPTERS)
def test_every_adapter_is_accepted(name: str) -> None:
    card = score(name)
    assert [(demand.name, outcome.why) for demand, outcome in card.results if isinstance(outcome, Failed)] == []
    assert card.is_accepted


def test_the_page_of_all_senders_is_up_to_date() -> None:
    assert PAGE.read_text() == page(score(name) for name in ADAPTERS), (
        "run `.venv/bin/python -m carriers.conformance --page > docs/carriers.md`"
    )


def test_demands_have_names_of_their_own() -> None:
    assert len({demand.name for demand in DEMANDS}) == len(DEMANDS)


def test_a_card_can_be_read_by_people_and_machines() -> None:
    card = score("easypost")
    assert as_text(card).startswith("EasyPost (easypost): 26 of 26\n  passed         signature accepted\n")
    told = msgspec.json.decode(msgspec.json.encode(as_json(card)))
    assert (told["adapter"], told["accepted"], len(told["demands"])) == ("easypost", True, len(DEMANDS))


WORDS = {"OFD": Meaning(Milestone.OUT_FOR_DELIVERY, source="a page"), "NEW": Meaning(source="")}
BODY: dict[str, Any] = {
    "updated_at": "2026-11-23T09:00:00Z",
    "due": "2026-11-24T00:00:00Z",
    "scans": [
        {"nr": "a1", "st": "OFD", "at": "2026-11-23T08:12:00Z", "hub": None},
        {"nr": "a1", "st": "OFD", "at": "2026-11-23T08:40:00Z", "hub": None},
    ],
}


def careless(document: Any, body: bytes, reception: Reception) -> Reading:
    """Everything an adapter must not do, in a few lines."""
    events = []
    for position, scan in enumerate(document["scans"]):
        at = moment(scan["at"].removesuffix("Z") + "Z")
        parcel = Parcel(scan["nr"], f"{position}{document['updated_at']}{scan['hub']}", reception)
        meaning = WORDS.get(scan["st"], Meaning(Milestone.IN_TRANSIT))
        due = moment(document["due"])
        eta = Estimate(EtaKind.DATETIME, from_at=due.at) if due else None
        taken = Moment(at.at, ZoneSource.EXPLICIT, at.written) if at else None
        events.append(parcel.event(meaning, taken, Raw(scan["st"]), eta=eta))
    return Reading(body_key(body), (Report(tuple(events)),))


def examined(dialect: Dialect, *documents: Any) -> Subject:
    fixtures = tuple(Fixture(f"careless/{i}", msgspec.json.encode(d), d) for i, d in enumerate(documents))
    return replace(subject("easypost"), adapter=dialect, folder=Path(__file__).parent, fixtures=fixtures)


def failures(about: Subject) -> dict[str, str]:
    return {d.name: outcome.why for d, outcome in score("", about).results if isinstance(outcome, Failed)}


CARELESS = Dialect(
    name="careless",
    title="Careless",
    signature=Signature(Scheme.URL_TOKEN),
    reader=careless,
    tables=(StatusTable("status", WORDS),),
    pages_read_on="2026-11-22",
    setup="Enter it.",
)


@pytest.mark.parametrize(
    ("demand", "why"),
    [
        ("weakness told", "`weak` does not say so"),
        ("every row reached", "no fixture reaches NEW"),
        ("every row sourced", "NEW"),
        ("unknown stays unknown", "was read as in_transit"),
        ("clean", "'a1' is not trimmed and upper-cased"),
        ("page", "README.md is missing"),
        ("zone missing", "is called explicit, though no zone was given"),
        ("midnight is a date", "a midnight became the instant"),
        ("shuffled", "another order of scans made other facts"),
        ("duplicated", "the same scans twice made other facts"),
        ("touched", "a later `updated_at` made other facts"),
        ("empty for null", "empty text for null made other facts"),
        ("strange values", "TypeError"),
        ("setup told", "no sentence"),
        ("wrong address", "Error"),
    ],
)
def test_a_careless_adapter_is_caught(demand: str, why: str) -> None:
    assert why in failures(examined(CARELESS, BODY))[demand]


def test_what_a_careless_adapter_does_right_is_not_held_against_it() -> None:
    assert not {"signature accepted", "signature refused", "secret rotated", "photo inside"} & set(
        failures(examined(CARELESS, BODY))
    )


def test_a_parcels_own_number_is_no_other_number_of_it() -> None:
    def read(document: Any, body: bytes, reception: Reception) -> Reading:
        event = Parcel("A1", "A1", reception).event(WORDS["OFD"], None, Raw("OFD"))
        return Reading(body_key(body), (Report((event,), also=("A1",)),))

    assert "no other number" in failures(examined(replace(CARELESS, reader=read), BODY))["clean"]


def test_an_adapter_without_fixtures_is_not_accepted() -> None:
    assert "there are no fixtures" in failures(examined(CARELESS)).values()
