"""Only Twilio opens the doors for SMS. The signatures here are made by hand, after the published rule."""

import base64
import hashlib
import hmac

import pytest

from bot.sms.forms import Form
from bot.sms.signature import Forged, Genuine, check_signature

URL = "https://doorstep.example/channels/sms"
TOKEN = "primary-token"
FORM: Form = {"MessageSid": "SM1", "Body": "héllo 📦", "NumMedia": "0", "FromCity": ""}


def sign(url: str, form: Form, token: str = TOKEN) -> str:
    """base64(HMAC-SHA1(token, url + each field sorted by name: name + value)); repeated values once each, sorted."""
    signed = url
    for name in sorted(form):
        value = form[name]
        signed += "".join(name + one for one in (sorted(set(value)) if isinstance(value, list) else [value]))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def _why(answer: Genuine | Forged) -> str:
    assert isinstance(answer, Forged)
    return answer.why


def test_twilios_own_published_vector_is_genuine() -> None:
    # https://www.twilio.com/docs/usage/security#test-the-validity-of-your-webhook-signature, as in Twilio's libraries.
    form: Form = {
        "CallSid": "CA1234567890ABCDE", "Digits": "1234", "From": "+14158675309", "To": "+18005551212",
        "Caller": "+14158675309",
    }  # fmt: skip

    answer = check_signature(
        "https://mycompany.com/myapp.php?foo=1&bar=2", form, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", ["12345"]
    )

    assert answer == Genuine()


def test_a_signed_form_is_genuine_with_blank_odd_and_repeated_fields() -> None:
    form: Form = {**FORM, "MediaUrl": ["b", "a", "a"]}

    assert check_signature(URL, form, sign(URL, form), [TOKEN]) == Genuine()


def test_a_get_is_signed_over_its_address_alone() -> None:
    url = f"{URL}?MessageSid=SM1&Body=h%C3%A9llo&a=token"

    assert check_signature(url, {}, sign(url, {}), [TOKEN]) == Genuine()


def test_both_tokens_open_while_one_is_replaced() -> None:
    header = sign(URL, FORM, "secondary-token")

    assert check_signature(URL, FORM, header, [TOKEN, "secondary-token"]) == Genuine()
    assert isinstance(check_signature(URL, FORM, header, [TOKEN]), Forged)


def test_a_port_that_goes_without_saying_may_be_signed_or_not() -> None:
    assert check_signature(URL, FORM, sign(URL.replace("example/", "example:443/"), FORM), [TOKEN]) == Genuine()


@pytest.mark.parametrize("tokens", [[], [""]])
def test_without_a_token_the_door_is_closed(tokens: list[str]) -> None:
    assert "DOORSTEP_TWILIO_AUTH_TOKEN" in _why(check_signature(URL, FORM, sign(URL, FORM, ""), tokens))


@pytest.mark.parametrize("header", [None, "", "é", "x", "A" * 5000])
def test_a_missing_or_made_up_signature_is_forged(header: str | None) -> None:
    assert "X-Twilio-Signature" in _why(check_signature(URL, FORM, header, [TOKEN]))


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("http://doorstep.example/channels/sms", FORM),
        (f"{URL}/", FORM),
        (f"{URL}?a=other", FORM),
        (URL, {**FORM, "Body": "STOP"}),
        (URL, {**FORM, "More": ""}),
        (URL, {name: value for name, value in FORM.items() if name != "FromCity"}),
        (URL, {**FORM, "Body": "\ud800"}),
        ("https://[broken", FORM),
    ],
)
def test_whatever_is_changed_after_signing_is_noticed(url: str, form: Form) -> None:
    assert "DOORSTEP_PUBLIC_URL" in _why(check_signature(url, form, sign(URL, FORM), [TOKEN]))


def test_a_json_bodys_digest_in_the_address_does_not_skip_the_fields() -> None:
    url = f"{URL}?bodySHA256={hashlib.sha256(b'').hexdigest()}"

    assert isinstance(check_signature(url, {**FORM, "Body": "changed"}, sign(url, FORM), [TOKEN]), Forged)


def test_a_file_among_the_fields_is_forged() -> None:
    form: Form = {**FORM, "Body": object()}  # type: ignore[dict-item]  # what a multipart body would bring

    assert check_signature(URL, form, sign(URL, FORM), [TOKEN]) == Forged("a posted field is not text")
