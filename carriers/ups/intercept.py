"""UPS Delivery Intercept v2: another day, another address, back to the sender; and no longer wanted.

Source: UPS-API/api-documentation, DeliveryIntercept.yaml (read 2026-11-29). UPS bills the shipper for each: eligibility
is asked first, and nothing is paid for what it refuses. A request has no other fields than those of
`DeliveryInterceptRequestV2`, and names somebody UPS may ring.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from carriers.asking import Account, Answer, Changer, Declined, Fetch, Question, Reply, Wish
from carriers.reading import entries, fields, joined, text
from carriers.ups import client
from carriers.ups.addresses import in_parts, in_words
from domain.retrying import Never, Taken

_PATHS = {"FD": "reschedule", "AA": "redirect/address", "RS": "return"}
_TYPES = {"reschedule": "FD", "address": "AA", "cancel": "RS"}
"""FUTURE_DELIVERY, ALTERNATE_ADDRESS, RETURN_TO_SENDER."""
_FEATURES = {"FD": "FD", "RS": "RTS"}
"""As eligibility calls them; it has no word for another address."""
CANCELLED_ORDER = "AM"
_NO = "NOT_ELIGIBLE"


async def change(fetch: Fetch, account: Account, wish: Wish) -> Reply:
    """Success means that UPS has the request: the scans that follow say whether it holds."""
    kind = _TYPES[wish.kind]
    wanted = _wanted(kind, wish)
    if isinstance(wanted, Never):
        return wanted
    bearer = await client.token(fetch, account)
    if isinstance(bearer, Answer):
        return bearer
    base = f"{account.url}/api/deliveryintercept/v2"
    number, headers = quote(wish.number, safe=""), client.headers(bearer) | {"platformtype": "XOLT", "inquirytype": "U"}
    eligible = await fetch(Question("GET", f"{base}/eligibility/intercept/{number}?loc=en_US", headers))
    if refusal := _ineligible(eligible, kind, wish, wanted):
        return refusal
    path = "cancel" if wish.is_over else _PATHS[kind]
    body = msgspec.json.encode(wanted)
    return _judged(await fetch(Question("POST", f"{base}/{path}/{number}?loc=en_US", headers, body)))


def _wanted(kind: str, wish: Wish) -> dict[str, Any] | Never:
    if wish.requester is None:
        return Never(
            "UPS must know whom it may ring: set the source's requester, a name and a phone number, in its settings"
        )
    name, phone = wish.requester
    wanted: dict[str, Any] = {
        "requestType": kind,
        "specialInstructions": None,
        "requesterContactInfo": {"name": name, "telephone": phone},
    }
    if wish.is_over:
        return wanted
    match kind:
        case "FD" if wish.window is not None:
            return wanted | {"deliveryDate": f"{wish.window.from_at.astimezone(wish.zone):%Y%m%d}"}
        case "AA" if address := in_parts(wish.address) if wish.address else in_words(wish.words):
            return wanted | {"newDeliveryAddress": {"addressNickName": "New address", "addressInfo": address}}
        case "AA":
            return Never("UPS wants a whole address in the USA: street, city, state and ZIP code")
        case "RS":
            return wanted | {"reasonForReturn": CANCELLED_ORDER}
    return Never("UPS takes another day only with its date")


def _ineligible(answer: Answer, kind: str, wish: Wish, wanted: Mapping[str, Any]) -> Reply | None:
    """Why it must not be asked for. What eligibility does not say, the request itself decides."""
    if not answer.is_good:
        return None if answer.status in (400, 404) else answer
    said = fields(fields(answer.document()).get("response"))
    features = said.get("commonEligibilityMap")
    for one in map(fields, entries(features) or [features]):
        if one.get("interceptFeature") != _FEATURES.get(kind):
            continue
        value = fields(one.get("eligibilityValue"))
        if wish.is_over:
            return Declined("UPS lets nobody take it back any more") if value.get("cancelEligibility") == _NO else None
        if value.get("createEligibility") == _NO and value.get("modifyEligibility") in (_NO, None):
            return Declined("UPS says that this parcel is not eligible for it")
        days = [str(fields(day).get("date")) for day in entries(value.get("dateOptionsforFutureDelivery"))]
        if days and (day := wanted.get("deliveryDate")) and day not in days:
            return Declined(f"UPS offers other days: {', '.join(days[:5])}")
    return None


def _judged(answer: Answer) -> Reply:
    """HTTP 200 with statusCode "000 / Success" may still hold `success: false` and errors."""
    if answer.status == 400:
        return Declined(_errors(answer) or "UPS refuses the request")
    if not answer.is_good:
        return answer
    if fields(answer.document()).get("success") is True:
        return Taken()
    return Declined(_errors(answer) or "UPS answers without success")


def _errors(answer: Answer) -> str | None:
    """`errorMessage` beside a success that is none, `message` in a refusal."""
    document = fields(answer.document())
    found = [
        fields(one)
        for one in entries(document.get("errors")) or entries(fields(document.get("response")).get("errors"))
    ]
    return joined(*(text(one.get("errorMessage") or one.get("message"), 200) for one in found), by="; ")


CHANGER = Changer(
    client.URL,
    kinds=frozenset(_TYPES),
    takes_back=frozenset(_TYPES),
    ask=change,
    wants_requester=True,
)
