"""A sender nobody has heard of, understood by a mapping."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from carriers.contract import Reading
from carriers.generic.mapping import BadMapping
from carriers.generic.paths import compiled, each, picked
from carriers.registry import adapter
from carriers.signatures import Scheme
from domain.axes import EtaKind, Milestone
from tests.carriers.bodies import FIXTURES, events, newest, received, whys

M = Milestone
MAPPING: dict[str, Any] = {
    "events": "$.scans",
    "tracking_number": "ref",
    "status": "st",
    "occurred_at": "at",
    "event_id": "id",
    "text": "note",
    "eta_from": "due.a",
    "eta_to": "due.b",
    "city": "$.depot",
    "statuses": {"OFD": "out_for_delivery", "DLV-NB": {"milestone": "delivered", "detail": "left_with_neighbour"}},
}


def read(document: object, mapping: dict[str, Any] = MAPPING) -> Reading:
    return adapter("generic", mapping).read(document, b"x", received(ZoneInfo("America/New_York")))


def test_a_batch_is_read_by_the_mapping() -> None:
    reading = read(msgspec.json.decode((FIXTURES / "generic" / "batch.json").read_bytes()))
    found = events(reading)
    assert [event.milestone for event in found] == [M.OUT_FOR_DELIVERY, M.DELIVERED, M.UNKNOWN]
    assert [event.tracking_number for event in found] == ["GX1", "GX2", "GX3"]
    assert (found[1].detail, found[1].key) == ("left_with_neighbour", "8")
    assert found[0].eta is not None
    assert found[0].eta.kind is EtaKind.WINDOW
    assert found[0].place is not None
    assert found[0].place.city == "Q", "a path from `$` starts at the body"
    assert whys(reading) == ["no tracking number stands where the mapping says"]


def test_a_word_that_is_not_in_the_mapping_is_unknown_and_kept() -> None:
    event = newest(read({"scans": [{"ref": "a", "st": "X9", "at": "2026-11-23T08:12:00Z"}]}))
    assert (event.milestone, event.raw.status) == (M.UNKNOWN, "X9")


def test_one_event_needs_no_list_and_no_time() -> None:
    mapping = {"tracking_number": "parcel.nr", "status": "state", "statuses": {"3": "delivered"}}
    event = newest(read({"parcel": {"nr": 77}, "state": 3}, mapping))
    assert (event.tracking_number, event.milestone) == ("77", M.DELIVERED)


@pytest.mark.parametrize(
    ("time_format", "value"),
    [
        ("iso", "2026-11-23T08:12:00-05:00"),
        ("iso_local", "2026-11-23T08:12:00Z"),
        ("epoch_s", 1_795_439_520),
        ("epoch_ms", "1795439520000"),
    ],
)
def test_times_in_the_senders_form(time_format: str, value: object) -> None:
    mapping = {"tracking_number": "n", "status": "s", "occurred_at": "t", "time_format": time_format}
    found = newest(read({"n": "a", "s": "b", "t": value}, mapping))
    assert found.occurred_at.isoformat() == "2026-11-23T13:12:00+00:00"


def test_a_mapping_brings_its_signature() -> None:
    signature = {"scheme": "body_digest", "header": "X-Acme-Signature", "algorithm": "sha512", "tolerance": 300}
    found = adapter("generic", MAPPING | {"signature": signature}).signature
    assert (found.scheme, found.header, found.algorithm) == (Scheme.BODY_DIGEST, "x-acme-signature", "sha512")
    assert found.tolerance is not None
    assert found.tolerance.total_seconds() == 300


def test_without_a_mapping_nothing_is_guessed() -> None:
    assert whys(adapter("generic").read({}, b"{}", received())) == [
        "no mapping is set for this source: say which of its fields is which"
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"status": ""}, "missing: status"),
        ({"colour": "x"}, "unknown: colour"),
        ({"text": 5}, "text is no path"),
        ({"text": "a..b"}, "cannot read '..b'"),
        ({"time_format": "stardate"}, "time_format is none of iso"),
        ({"statuses": []}, "statuses is no table"),
        ({"statuses": {"A": "arrived"}}, "statuses.A.milestone is none of unknown, created"),
        ({"statuses": {"A": {"milestone": "delivered", "detail": "by_drone"}}}, "statuses.A.detail is no word of ours"),
        ({"statuses": {"A": 5}}, "statuses.A is neither a milestone nor an object"),
        ({"signature": {"scheme": "hope"}}, "signature: Invalid enum value 'hope'"),
        ({"signature": {"scheme": "body_digest", "algorithm": "md5"}}, "signature: Invalid enum value 'md5'"),
    ],
)
def test_a_mapping_that_cannot_work_says_why(change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadMapping, match=message):
        adapter("generic", MAPPING | change)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.a.b", 1),
        ("a.b", 1),
        ("c[1]", 3),
        ("c[9]", None),
        ("a['x y']", 4),
        ("c[*]", 2),
        ("nowhere.at.all", None),
        ("a.b.c", None),
    ],
)
def test_paths(path: str, found: object) -> None:
    assert picked({"a": {"b": 1, "x y": 4}, "c": [2, 3]}, compiled(path)) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [("$.l", [1, 2]), ("$.o", [{"x": 1}]), ("$.m[*].n[*]", [1, 2, 3]), ("$.none", []), ("$.m[0].n", [1, 2])],
)
def test_lists_at_a_path(path: str, found: object) -> None:
    document = {"l": [1, 2], "o": {"x": 1}, "m": [{"n": [1, 2]}, {"n": [3]}, 5]}
    assert each(document, compiled(path)) == found
