"""What 3PLs' own bodies show for a delivery; whatever a body holds, there is an answer."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carriers.proofs import FIELDS, proof_of
from carriers.registry import ADAPTERS
from domain.proof import NO_PROOF, Proof

FIXTURES = Path(__file__).parent / "fixtures"
SHOWN = {"received_by": "R. Ruiz", "left_at": "porch", "photo_url": "https://carrier.example/1.jpg"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*SHOWN, "events"]), inner, max_size=4),
    max_leaves=20,
)


def native(number: str, **proof: object) -> dict[str, object]:
    return {"id": "1", "tracking_number": number, "milestone": "delivered", "proof": proof}


def test_our_own_format_shows_a_photo_a_name_and_a_place() -> None:
    expected = Proof("R. Ruiz", "porch", "https://carrier.example/1.jpg", has_photo=True)
    assert proof_of("doorstep", native("DS100", **SHOWN), "DS100") == expected


def test_of_a_batch_only_the_parcels_own_events_are_looked_at() -> None:
    batch = {"events": [native("DS200", **SHOWN), native("DS100", received_by="B. Ek")]}
    assert proof_of("doorstep", batch, "DS100") == Proof("B. Ek")
    assert proof_of("doorstep", batch, "DS300") == NO_PROOF


@pytest.mark.parametrize(
    "address",
    [
        "http://carrier.example/1.jpg",
        "javascript:alert(1)",
        "https://a b/",
        "https://u:p@x.example/",
        "https://[",
        "https://carrier.example/<script>alert(1)</script>.jpg",
        'https://carrier.example/1.jpg"onerror="alert(1)',
        "https://carrier.example/\u202egpj.exe",
        "https://carrier.example/1.jpg\nHere",
        "https://carrier.example/" + "W" * 64_000,
        7,
        "",
    ],
)
def test_an_address_that_could_do_harm_is_left_out(address: object) -> None:
    assert proof_of("doorstep", native("DS100", photo_url=address), "DS100") == NO_PROOF


def test_a_real_body_of_ups_says_who_took_it() -> None:
    body = json.loads((FIXTURES / "ups" / "delivered_with_a_photo.json").read_text())
    assert proof_of("ups", body, "").received_by == "EK"


def test_easypost_says_who_signed() -> None:
    body = {"result": {"object": "Tracker", "signed_by": "John Tester", "tracking_details": []}}
    assert proof_of("easypost", body, "") == Proof("John Tester")


def test_every_table_is_an_adapters() -> None:
    assert FIELDS.keys() <= ADAPTERS.keys()


@settings(deadline=None)
@given(JSON, st.sampled_from([*FIELDS, "nobody"]))
def test_whatever_the_body_there_is_an_answer(body: object, adapter: str) -> None:
    assert isinstance(proof_of(adapter, body, "DS100"), Proof)
