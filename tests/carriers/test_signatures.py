"""Who may post: each scheme accepts its sender, refuses everybody else, and survives a change of secret."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from carriers.registry import ADAPTERS, adapter
from carriers.signatures import (
    Refused,
    Scheme,
    Signature,
    Verified,
    new_secret,
    sign,
    signed_body,
    signed_query,
    verify,
)

NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
BODY = b'{"tracking_number": "DS100", "weight": 136.0}'

SCHEMES = [
    Signature(Scheme.BODY_DIGEST, header="x-mark", prefix="hmac=", key="nfkd"),
    Signature(Scheme.BODY_DIGEST, header="x-mark", encoding="base64"),
    Signature(Scheme.BODY_DIGEST, header="x-mark", algorithm="sha512", key="hex"),
    Signature(Scheme.BODY_DIGEST, header="x-mark", key="base64"),
    Signature(Scheme.BODY_DIGEST, header="sign", keyed=False, template="{body}/{secret}"),
    Signature(
        Scheme.BODY_DIGEST,
        header="x-mark",
        template="{timestamp}.{body}",
        timestamp_header="x-time",
        tolerance=timedelta(minutes=5),
    ),
    Signature(Scheme.STANDARD_WEBHOOKS),
    Signature(Scheme.HEADER_SECRET, header="x-token"),
    Signature(Scheme.BASIC),
    Signature(Scheme.URL_TOKEN),
    Signature(Scheme.BODY_SECRET, field="shared_secret"),
    Signature(
        Scheme.RSA_KEYS,
        header="x-mark",
        key_id_header="x-key",
        timestamp_header="x-time",
        template="{timestamp}.{body}",
        tolerance=timedelta(minutes=5),
    ),
]


def delivery(signature: Signature, secret: str) -> tuple[dict[str, str], dict[str, str], bytes]:
    body = signed_body(signature, secret, BODY)
    query = {signature.field: secret} if signed_query(signature, secret) else {}
    return sign(signature, secret, body, NOW, "msg_1"), query, body


@pytest.mark.parametrize("signature", SCHEMES, ids=str)
def test_the_sender_is_let_in(signature: Signature) -> None:
    secret = new_secret(signature)
    headers, query, body = delivery(signature, secret)
    assert verify(signature, [secret], headers, query, body, NOW) == Verified(0)


@pytest.mark.parametrize("signature", SCHEMES, ids=str)
def test_another_secret_is_refused(signature: Signature) -> None:
    headers, query, body = delivery(signature, new_secret(signature))
    assert isinstance(verify(signature, [new_secret(signature)], headers, query, body, NOW), Refused)


@pytest.mark.parametrize("signature", SCHEMES, ids=str)
def test_both_secrets_count_while_a_change_is_under_way(signature: Signature) -> None:
    old, new = new_secret(signature), new_secret(signature)
    for position, secret in enumerate([new, old]):
        headers, query, body = delivery(signature, secret)
        assert verify(signature, [new, old], headers, query, body, NOW) == Verified(position)


@pytest.mark.parametrize("signature", [*SCHEMES, Signature(Scheme.NONE)], ids=str)
@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_without_a_secret_the_door_is_closed(signature: Signature, secrets: list[str]) -> None:
    assert isinstance(verify(signature, secrets, {}, {}, BODY, NOW), Refused)


@pytest.mark.parametrize("signature", SCHEMES, ids=str)
def test_nothing_at_all_is_refused(signature: Signature) -> None:
    assert isinstance(verify(signature, [new_secret(signature)], {}, {}, BODY, NOW), Refused)


@pytest.mark.parametrize(
    "signature", [s for s in SCHEMES if s.scheme in (Scheme.BODY_DIGEST, Scheme.STANDARD_WEBHOOKS)]
)
def test_one_changed_byte_is_refused(signature: Signature) -> None:
    secret = new_secret(signature)
    headers, query, body = delivery(signature, secret)
    assert isinstance(verify(signature, [secret], headers, query, body.replace(b"136.0", b"136"), NOW), Refused)


@pytest.mark.parametrize("signature", [s for s in SCHEMES if s.tolerance or s.scheme is Scheme.STANDARD_WEBHOOKS])
@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_replay_is_refused_by_its_age(signature: Signature, minutes: int) -> None:
    secret = new_secret(signature)
    headers, query, body = delivery(signature, secret)
    later = NOW + timedelta(minutes=minutes)
    assert isinstance(verify(signature, [secret], headers, query, body, later), Refused)


def test_the_library_itself_accepts_what_we_sign() -> None:
    signature = Signature(Scheme.STANDARD_WEBHOOKS)
    secret = new_secret(signature)
    headers = sign(signature, secret, BODY, datetime.now(UTC), "msg_1")
    assert Webhook(secret).verify(BODY, headers) == {"tracking_number": "DS100", "weight": 136.0}


def test_a_signed_time_cannot_be_changed() -> None:
    signature = Signature(Scheme.STANDARD_WEBHOOKS)
    secret = new_secret(signature)
    headers = sign(signature, secret, BODY, NOW - timedelta(hours=1), "msg_1")
    headers["webhook-timestamp"] = str(int(NOW.timestamp()))
    assert isinstance(verify(signature, [secret], headers, {}, BODY, NOW), Refused)


def test_one_fitting_signature_in_a_list_is_enough() -> None:
    signature = Signature(Scheme.STANDARD_WEBHOOKS)
    secret = new_secret(signature)
    headers = sign(signature, secret, BODY, NOW, "msg_1")
    headers["webhook-signature"] = f"v1a,AAAA v1,bm90IG91cnM= nonsense {headers['webhook-signature']}"
    assert verify(signature, [secret], headers, {}, BODY, NOW) == Verified(0)


@pytest.mark.parametrize("stamp", ["", "now", "-5", "1e9", "9" * 30, "١٧٩٥", "1795421520.5"])
def test_a_time_that_is_no_number_is_refused(stamp: str) -> None:
    signature = Signature(Scheme.STANDARD_WEBHOOKS)
    secret = new_secret(signature)
    headers = sign(signature, secret, BODY, NOW, "msg_1") | {"webhook-timestamp": stamp}
    assert isinstance(verify(signature, [secret], headers, {}, BODY, NOW), Refused)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[", b"null", b'"x"', b'{"shared_secret": 5}', b"[" * 5_000])
@pytest.mark.parametrize("signature", SCHEMES, ids=str)
def test_a_strange_body_is_refused_not_stumbled_over(signature: Signature, body: bytes) -> None:
    secret = new_secret(signature)
    headers, _, _ = delivery(signature, secret)
    if signature.scheme not in (Scheme.HEADER_SECRET, Scheme.BASIC):
        assert isinstance(verify(signature, [secret], headers, {}, body, NOW), Refused)


@pytest.mark.parametrize("mark", ["é", "\udcff", "Basic", "Basic !!!", "Bearer x", "hmac=", "v1", ","])
@pytest.mark.parametrize("signature", SCHEMES, ids=str)
def test_a_strange_header_is_refused_not_stumbled_over(signature: Signature, mark: str) -> None:
    names = ["x-mark", "sign", "authorization", "x-token", "webhook-signature", "webhook-id"]
    headers = dict.fromkeys(names, mark) | {"webhook-timestamp": str(int(NOW.timestamp())), "x-time": "1"}
    assert isinstance(verify(signature, [new_secret(signature)], headers, {"token": mark}, BODY, NOW), Refused)


@pytest.mark.parametrize(
    ("signature", "secret"),
    [
        (Signature(Scheme.BODY_DIGEST, header="x-mark", key="hex"), "not hex"),
        (Signature(Scheme.BODY_DIGEST, header="x-mark", key="base64"), "not base64!"),
        (Signature(Scheme.STANDARD_WEBHOOKS), "whsec_"),
    ],
)
def test_a_secret_in_the_wrong_form_says_so(signature: Signature, secret: str) -> None:
    stamp = str(int(NOW.timestamp()))
    headers = {"x-mark": "00", "webhook-id": "m", "webhook-timestamp": stamp, "webhook-signature": "v1,x"}
    answer = verify(signature, [secret], headers, {}, BODY, NOW)
    assert isinstance(answer, Refused)
    assert "set it again" in answer.why


def test_a_hex_digest_may_come_in_capitals() -> None:
    signature = adapter("onfleet").signature
    headers = sign(signature, "736f6d65", BODY, NOW, "m")
    headers["x-onfleet-signature"] = headers["x-onfleet-signature"].upper()
    assert verify(signature, ["736f6d65"], headers, {}, BODY, NOW) == Verified(0)


def test_onfleet_decodes_its_key_from_hex() -> None:
    headers = {
        "x-onfleet-signature": "542013bd0f97f4b51d7977d33aea6b9ad97585c76d5ad3f3a294ce679560cd3f"
        "846144e5e74da79597c16663830b9720bf7d9bb58c88d2acd989bcc1000027fb"
    }
    secret = b"some-secret".hex()
    assert verify(adapter("onfleet").signature, [secret], headers, {}, b"some-body", NOW) == Verified(0)


def test_easypost_normalises_its_key() -> None:
    signature = adapter("easypost").signature
    composed, decomposed = "s\u00e9cret", "se\u0301cret"
    headers = sign(signature, composed, BODY, NOW, "m")
    assert headers["x-hmac-signature"].startswith("hmac-sha256-hex=")
    assert verify(signature, [decomposed], headers, {}, BODY, NOW) == Verified(0)


def test_aftership_writes_base64() -> None:
    headers = sign(adapter("aftership").signature, "key", BODY, NOW, "m")
    assert len(base64.b64decode(headers["aftership-hmac-sha256"])) == 32


def test_new_secrets_have_their_senders_form() -> None:
    assert new_secret(adapter("doorstep").signature).startswith("whsec_")
    assert len(bytes.fromhex(new_secret(adapter("onfleet").signature))) == 32
    assert new_secret(Signature(Scheme.BASIC)).startswith("doorstep:")


@pytest.mark.parametrize("name", ADAPTERS)
def test_every_adapter_lets_its_own_sender_in_and_nobody_else(name: str) -> None:
    signature = adapter(name).signature
    secret, other = new_secret(signature), new_secret(signature)
    headers, query, body = delivery(signature, secret)
    assert verify(signature, [secret], headers, query, body, NOW) == Verified(0)
    assert isinstance(verify(signature, [other], headers, query, body, NOW), Refused)
