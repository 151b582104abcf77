"""FedEx's Track API: thirty numbers at once. Source: developer.fedex.com, Track by Tracking Number v1 (2026-11-22)."""

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from carriers.asking import Account, Answer, Asked, Fetch, Poller, Question, Told
from carriers.reading import fields, text


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """All of them in one question, with one token. The key is `client id:client secret`."""
    token = await _token(fetch, account)
    if isinstance(token, Answer):
        return [Told(tuple(parcels), token)]
    numbers = [{"trackingNumberInfo": {"trackingNumber": parcel.number}} for parcel in parcels]
    wanted = msgspec.json.encode({"includeDetailedScans": True, "trackingInfo": numbers})
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json", "x-locale": "en_US"}
    answer = await fetch(Question("POST", f"{account.url}/track/v1/trackingnumbers", headers, wanted))
    return [Told(tuple(parcels), answer)]


async def _token(fetch: Fetch, account: Account) -> str | Answer:
    """OAuth client credentials, in the body as FedEx wants them: the token, or the answer that held none."""
    client, _, secret = account.key.partition(":")
    form = urlencode({"grant_type": "client_credentials", "client_id": client, "client_secret": secret}).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await fetch(Question("POST", f"{account.url}/oauth/token", headers, form))
    found = text(fields(answer.document()).get("access_token"), 5000) if answer.is_good else None
    return found or (Answer(502, {}, b"") if answer.is_good else answer)


POLLER = Poller("https://apis.fedex.com", at_once=30, ask=poll)
