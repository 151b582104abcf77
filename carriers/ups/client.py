"""UPS's APIs: Tracking, Track Alert subscriptions, and Delivery Intercept for another day.

Source: UPS-API/api-documentation, Tracking.yaml, UPSTrackAlert.yaml, DeliveryIntercept.yaml (read 2026-11-22). The key
is `client id:client secret`; a token is fetched for each round. An intercept costs the shipper a fee.
"""

import base64
import secrets
from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from carriers.asking import (
    Account,
    Answer,
    Asked,
    Changer,
    Declined,
    Fetch,
    Listener,
    NewWindow,
    Poller,
    Question,
    Reply,
    Subscription,
    Told,
)
from carriers.reading import entries, fields, joined, text
from domain.retrying import Taken

URL = "https://onlinetools.ups.com"
SUBSCRIBED_DAYS = 14
"""Then pushes end in silence."""


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each, with one token for all."""
    token = await _token(fetch, account)
    if isinstance(token, Answer):
        return [Told(tuple(parcels), token)]
    told = []
    for parcel in parcels:
        address = f"{account.url}/api/track/v1/details/{quote(parcel.number, safe='')}?locale=en_US"
        told.append(Told((parcel,), await fetch(Question("GET", address, _headers(token)))))
    return told


async def subscribe(fetch: Fetch, account: Account, parcels: Sequence[Asked], listener: Listener) -> Answer:
    """Asks for pushes about these parcels (at most 100) for another fourteen days."""
    token = await _token(fetch, account)
    if isinstance(token, Answer):
        return token
    wanted = {
        "locale": "en_US",
        "countryCode": "US",
        "trackingNumberList": [parcel.number for parcel in parcels],
        "destination": {"url": listener.url, "credentialType": "Bearer", "credential": listener.secret},
    }
    address = f"{account.url}/api/track/v1/subscription/standard/package"
    return await fetch(Question("POST", address, _headers(token), msgspec.json.encode(wanted)))


async def change(fetch: Fetch, account: Account, window: NewWindow) -> Reply:
    """A day, not an hour. Success means that UPS has the request: the scans that follow say whether it holds."""
    token = await _token(fetch, account)
    if isinstance(token, Answer):
        return token
    wanted = {
        "requestType": "FD",
        "trackingNumber": window.number,
        "deliveryDate": f"{window.from_at.astimezone(window.zone):%Y%m%d}",
        "loc": "en_US",
    }
    address = f"{account.url}/api/deliveryintercept/v2/reschedule/{quote(window.number, safe='')}?loc=en_US"
    answer = await fetch(Question("POST", address, _headers(token), msgspec.json.encode(wanted)))
    if answer.status == 400:
        return Declined(_errors(answer) or "UPS refuses the request")
    if not answer.is_good:
        return answer
    # HTTP 200 with statusCode "000 / Success" may still hold `success: false` and errors.
    if fields(answer.document()).get("success") is True:
        return Taken()
    return Declined(_errors(answer) or "UPS answers without success")


async def _token(fetch: Fetch, account: Account) -> str | Answer:
    """OAuth client credentials: the token, or the answer that held none."""
    headers = {
        "authorization": "Basic " + base64.b64encode(account.key.encode()).decode(),
        "content-type": "application/x-www-form-urlencoded",
    }
    address = f"{account.url}/security/v1/oauth/token"
    answer = await fetch(Question("POST", address, headers, b"grant_type=client_credentials"))
    found = text(fields(answer.document()).get("access_token"), 5000) if answer.is_good else None
    return found or (Answer(502, {}, b"") if answer.is_good else answer)


def _headers(token: str) -> dict[str, str]:
    return {
        "authorization": f"Bearer {token}",
        "content-type": "application/json",
        "accept": "application/json",
        "transid": secrets.token_hex(7),
        "transactionsrc": "doorstep",
    }


def _errors(answer: Answer) -> str | None:
    document = fields(answer.document())
    found = entries(document.get("errors")) or entries(fields(document.get("response")).get("errors"))
    return joined(*(text(fields(error).get("message"), 200) for error in found), by="; ")


POLLER = Poller(URL, at_once=10, ask=poll, subscription=Subscription(SUBSCRIBED_DAYS, subscribe))
CHANGER = Changer(URL, change)
