"""doorstep source and doorstep conformance, as they are typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.webhooks.receive import Arrival, keep, read
from flows.webhooks.sources import OpenSource, all_sources
from store.database import Database
from store.tables import EventRow
from store.writing import table_of
from tests.flows.house import NOON
from tests.sources.conftest import Doorstep
from tests.sources.scene import MAPPING


def added(doorstep: Doorstep, tmp_path: Path, adapter: str = "generic", *more: str) -> dict[str, Any]:
    file = tmp_path / "mapping.json"
    file.write_text(json.dumps(MAPPING))
    options = ("--mapping", str(file)) if adapter == "generic" else ()
    result = doorstep("source", "add", "courier", "--adapter", adapter, "--merchant", "acme", *options, *more, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def posted(database_url: str, *bodies: bytes) -> None:
    """Bodies come in through the door's own steps."""
    from carriers.contract import Reception

    database = Database(database_url)
    with database.transaction() as tx:
        source = next(iter(all_sources(tx).values()))
        assert isinstance(source, OpenSource)
        arrivals = [
            Arrival(source, read(source, json.loads(body), body, Reception(NOON, {}, None)), body, {}, NOON)
            for body in bodies
        ]
        keep(tx, arrivals)
    database.close()


def milestones(database_url: str) -> list[str]:
    database = Database(database_url)
    with database.transaction() as tx:
        found = [row.milestone for row in tx.execute(table_of(EventRow).select())]
    database.close()
    return found


BODY = b'{"ref": "DS100", "st": "LX-07", "at": "2026-11-24T12:00:00Z"}'


def test_a_mapping_is_given_in_a_file(doorstep: Doorstep, tmp_path: Path) -> None:
    assert added(doorstep, tmp_path)["adapter"] == "generic"

    (row,) = json.loads(doorstep("source", "list", "--json").stdout)

    assert (row["problem"], row["polled"], row["ask_by"]) == (None, False, None)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        ('{"status": "st"}', "m.json", "missing: tracking_number"),
        ("[1]", "m.json", "holds no mapping"),
        ("{", "m.json", "neither JSON nor TOML"),
        ('status = "st"', "m.toml", "missing: tracking_number"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_with_a_sentence(
    doorstep: Doorstep, tmp_path: Path, content: str, name: str, why: str
) -> None:
    file = tmp_path / name
    file.write_text(content)

    result = doorstep("source", "add", "x", "--adapter", "generic", "--merchant", "acme", "--mapping", str(file))

    assert result.exit_code == 1
    assert why in result.stderr


def test_a_mapping_is_for_the_generic_adapter_alone(doorstep: Doorstep, tmp_path: Path) -> None:
    file = tmp_path / "m.json"
    file.write_text(json.dumps(MAPPING))

    result = doorstep("source", "add", "x", "--adapter", "easypost", "--merchant", "acme", "--mapping", str(file))

    assert (result.exit_code, "knows its fields already" in result.stderr) == (1, True)


@pytest.mark.parametrize("given", [(), ("--requester", "Acme Shop"), ("--requester", "Acme Shop, 12125550100")])
def test_ups_is_asked_by_its_api_only_if_it_may_ring_somebody(
    doorstep: Doorstep, tmp_path: Path, given: tuple[str, ...]
) -> None:
    added(doorstep, tmp_path, "ups", "--api-key", "client:secret")

    refused = doorstep("source", "change", "courier", "--ask-by", "api", *given)
    allowed = doorstep("source", "change", "courier", "--ask-by", "api", "--requester", "Acme Shop, +12125550100")

    assert (refused.exit_code, allowed.exit_code) == (1, 0)
    assert "requester" in refused.output
    (row,) = json.loads(doorstep("source", "list", "--json").stdout)
    assert row["ask_by"] == "api"


def test_unmapped_words_are_listed_and_mapped_there_and_then(
    doorstep: Doorstep, tmp_path: Path, database_url: str
) -> None:
    added(doorstep, tmp_path)
    posted(database_url, BODY)
    (word,) = json.loads(doorstep("source", "unmapped", "courier", "--json").stdout)
    assert (word["part"], word["word"], word["count"]) == ("status", "LX-07", 1)

    result = doorstep("source", "map", "courier", "LX-07", "delivered", "--detail", "left_with_neighbour", "--json")

    assert json.loads(result.stdout)["events"] == 1
    assert milestones(database_url) == ["delivered"]
    assert json.loads(doorstep("source", "unmapped", "--json").stdout) == []


def test_what_was_unreadable_is_read_again_after_the_mapping_was_mended(
    doorstep: Doorstep, tmp_path: Path, database_url: str
) -> None:
    added(doorstep, tmp_path)
    posted(database_url, b'{"parcel": "DS100", "st": "VAN", "at": "2026-11-24T12:00:00Z"}')
    assert milestones(database_url) == []
    mended = tmp_path / "mended.json"
    mended.write_text(json.dumps({**MAPPING, "tracking_number": "parcel"}))
    assert doorstep("source", "change", "courier", "--mapping", str(mended)).exit_code == 0

    result = doorstep("source", "reread", "courier", "--json")

    assert json.loads(result.stdout) == {"read": 1, "events": 1, "still_unreadable": 0, "failed": 0}
    assert milestones(database_url) == ["out_for_delivery"]


def test_a_sample_shows_what_is_understood_without_keeping_anything(
    doorstep: Doorstep, tmp_path: Path, database_url: str
) -> None:
    added(doorstep, tmp_path, "easypost")

    result = doorstep("source", "test", "courier", "--here", "--json")

    found = json.loads(result.stdout)
    assert (result.exit_code, found["door"]) == (0, "open")
    assert {event["tracking_number"] for event in found["events"]} == {"DOORSTEP-TEST"}
    assert "out_for_delivery" in {event["milestone"] for event in found["events"]}
    assert milestones(database_url) == []


def test_every_adapter_but_the_generic_has_a_sample(doorstep: Doorstep, tmp_path: Path) -> None:
    from carriers.registry import ADAPTERS
    from flows.webhooks.source_trials import sample

    assert [name for name, one in ADAPTERS.items() if sample(one, "T1") is None] == ["generic"]


def test_a_body_of_ones_own_can_be_tried(doorstep: Doorstep, tmp_path: Path) -> None:
    added(doorstep, tmp_path)
    file = tmp_path / "body.json"
    file.write_bytes(BODY)

    result = doorstep("source", "test", "courier", "--file", str(file), "--here", "--json")

    found = json.loads(result.stdout)
    assert (found["door"], found["unmapped"]) == ("open", ["status LX-07"])


def test_without_a_service_the_test_says_so(doorstep: Doorstep, tmp_path: Path) -> None:
    added(doorstep, tmp_path, "doorstep")

    result = doorstep("source", "test", "courier", "--base-url", "http://127.0.0.1:9", "--json")

    assert (result.exit_code, json.loads(result.stdout)["posted"]["status"]) == (1, 0)


def test_the_score_of_a_carrier_is_printed(doorstep: Doorstep) -> None:
    result = doorstep("conformance", "easyship", "--json")

    (card,) = json.loads(result.stdout)
    assert (result.exit_code, card["adapter"], card["accepted"]) == (0, "easyship", True)


def test_a_carrier_that_fails_a_demand_is_not_accepted(doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch) -> None:
    from carriers.conformance.card import Demand, Failed

    demand = Demand("impossible", "Nobody can.", lambda _: Failed("nobody can"))
    monkeypatch.setattr("carriers.conformance.DEMANDS", (demand,))

    result = doorstep("conformance", "easyship")

    assert (result.exit_code, "failed" in result.stdout) == (1, True)


def test_a_carrier_nobody_knows_is_named(doorstep: Doorstep) -> None:
    result = doorstep("conformance", "pigeon")

    assert (result.exit_code, "'pigeon'" in result.stderr) == (1, True)
