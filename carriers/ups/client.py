"""UPS's APIs: Tracking, and Track Alert subscriptions. Delivery Intercept has a file of its own.

Source: UPS-API/api-documentation, Tracking.yaml, UPSTrackAlert.yaml (read 2026-11-29). The key is
`client id:client secret`; a token is fetched for each round.
"""

import base64
import secrets
from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from carriers.asking import Account, Answer, Asked, Fetch, Listener, Poller, Question, Subscription, Told
from carriers.reading import fields, text

URL = "https://onlinetools.ups.com"
SUBSCRIBED_DAYS = 14
"""Then pushes end in silence."""


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each, with one token for all."""
    bearer = await token(fetch, account)
    if isinstance(bearer, Answer):
        return [Told(tuple(parcels), bearer)]
    told = []
    for parcel in parcels:
        address = f"{account.url}/api/track/v1/details/{quote(parcel.number, safe='')}?locale=en_US"
        told.append(Told((parcel,), await fetch(Question("GET", address, headers(bearer)))))
    return told


async def subscribe(fetch: Fetch, account: Account, parcels: Sequence[Asked], listener: Listener) -> Answer:
    """Asks for pushes about these parcels (at most 100) for another fourteen days."""
    bearer = await token(fetch, account)
    if isinstance(bearer, Answer):
        return bearer
    wanted = {
        "locale": "en_US",
        "countryCode": "US",
        "trackingNumberList": [parcel.number for parcel in parcels],
        "destination": {"url": listener.url, "credentialType": "Bearer", "credential": listener.secret},
    }
    address = f"{account.url}/api/track/v1/subscription/standard/package"
    return await fetch(Question("POST", address, headers(bearer), msgspec.json.encode(wanted)))


async def token(fetch: Fetch, account: Account) -> str | Answer:
    """OAuth client credentials: the token, or the answer that held none."""
    basic = {
        "authorization": "Basic " + base64.b64encode(account.key.encode()).decode(),
        "content-type": "application/x-www-form-urlencoded",
    }
    address = f"{account.url}/security/v1/oauth/token"
    answer = await fetch(Question("POST", address, basic, b"grant_type=client_credentials"))
    found = text(fields(answer.document()).get("access_token"), 5000) if answer.is_good else None
    return found or (Answer(502, {}, b"") if answer.is_good else answer)


def headers(bearer: str) -> dict[str, str]:
    return {
        "authorization": f"Bearer {bearer}",
        "content-type": "application/json",
        "accept": "application/json",
        "transid": secrets.token_hex(7),
        "transactionsrc": "doorstep",
    }


POLLER = Poller(URL, at_once=10, ask=poll, subscription=Subscription(SUBSCRIBED_DAYS, subscribe))
