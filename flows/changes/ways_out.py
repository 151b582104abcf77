"""How a request goes to a 3PL: by signed webhook (Standard Webhooks 1.0), by its own API, by mail to a dispatcher."""

import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, assert_never

from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError

from carriers.asking import Account, Agreed, Answer, Declined, Fetch, NoAnswer, Reply, Span, Wish
from carriers.registry import ADAPTERS
from domain.reschedules import BACK, RescheduleState
from domain.retrying import Never, Outcome, Taken, failed, outcome
from domain.windows import Window
from store.carrier_addresses import Address, Api, Dispatcher, Way
from store.change_requests import Request


class Post(Protocol):
    """Posts `body` and returns the status and the headers (lower-case names) of the answer; follows no redirection.

    Raises PostFailed when there is no answer.
    """

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str]]: ...


class PostFailed(Exception):
    """No answer came. `permanent`: the address itself may not be used, so trying again cannot help."""

    def __init__(self, why: str, permanent: bool = False) -> None:
        super().__init__(why)
        self.why, self.permanent = why, permanent


class Mail(Protocol):
    """Sends a plain text. Raises PostFailed when the mail server did not take it."""

    async def __call__(self, address: str, subject: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Ways:
    """What besides webhooks there is: `page` makes the dispatcher's link of a request's public id."""

    fetch: Fetch | None = None
    mail: Mail | None = None
    page: Callable[[str], str] | None = None
    secret_key: bytes = b""
    """Opens what is kept sealed, on its way out."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed request on its way. `message_id` and `body` are the same at every attempt."""

    request: Request
    address: Way
    message_id: str
    body: bytes
    attempt: int


Came = Outcome | Agreed | Declined
"""What an attempt came to. Only an API whose own answer shows the change agrees; all else is evidence's to say."""


async def attempt(post: Post, ways: Ways, outgoing: Outgoing, clock: Callable[[], datetime]) -> Came:
    """One try, with no transaction open."""
    try:
        match outgoing.address:
            case Address() as address:
                return await _posted(post, address, outgoing, clock)
            case Api() as api:
                return await _asked(ways.fetch, api, outgoing, clock)
            case Dispatcher() as dispatcher:
                return await _mailed(ways, dispatcher, outgoing)
            case other:
                assert_never(other)
    except PostFailed as problem:
        if problem.permanent:
            return Never(problem.why)
        return failed(problem.why, outgoing.attempt, outgoing.message_id, clock())


async def _posted(post: Post, address: Address, outgoing: Outgoing, clock: Callable[[], datetime]) -> Came:
    try:
        headers = _signed(outgoing, address, clock())
    except (binascii.Error, ValueError, EmptyWebhookSecretError):
        return Never("its outbound secret is not base64 (whsec_…)")
    status, answer = await post(address.url, outgoing.body, headers)
    return outcome(status, answer.get("retry-after"), outgoing.attempt, outgoing.message_id, clock())


async def _asked(fetch: Fetch | None, api: Api, outgoing: Outgoing, clock: Callable[[], datetime]) -> Came:
    """By the sender's own API, as far as it takes such wishes; all others are a person's."""
    request, dialect = outgoing.request, ADAPTERS.get(api.adapter)
    changer = dialect.changer if dialect else None
    kind, is_over = _object(request)
    if changer is None or fetch is None:
        return Never(f"Doorstep knows no way to ask {api.adapter} for changes")
    if kind not in (changer.takes_back if is_over else changer.kinds):
        what = "takes nothing back" if is_over else "is not asked"
        return Never(f"its API {what} of this kind ({kind.replace('_', ' ')})")
    account = Account((api.url or changer.url).rstrip("/"), api.key)
    try:
        reply: Reply = await changer.ask(fetch, account, _wish(request, api, kind, is_over=is_over))
    except NoAnswer as problem:
        raise PostFailed(problem.why) from problem
    if isinstance(reply, Answer):
        retry_after = reply.headers.get("retry-after")
        return outcome(reply.status, retry_after, outgoing.attempt, outgoing.message_id, clock())
    return reply


def _object(request: Request) -> tuple[str, bool]:
    """Which kind of change an API is asked for, and whether to take it back: also by a wish to go back to before it."""
    is_withdrawn = request.state is RescheduleState.WITHDRAWN
    if request.kind == BACK:
        return str(request.details.get("of")), not is_withdrawn
    return request.kind, is_withdrawn


def _wish(request: Request, api: Api, kind: str, *, is_over: bool) -> Wish:
    words, address = request.details.get("text"), request.details.get("address")
    return Wish(
        kind,
        request.tracking_number,
        request.zone,
        _span(request.window),
        _span(request.previous),
        words if isinstance(words, str) else "",
        address if isinstance(address, dict) else None,
        is_over,
        api.requester,
    )


def _span(window: Window | None) -> Span | None:
    if window is None or window.from_at is None or window.to_at is None:
        return None
    return Span(window.from_at, window.to_at)


async def _mailed(ways: Ways, dispatcher: Dispatcher, outgoing: Outgoing) -> Came:
    """The link goes out; the answer comes by the page."""
    if ways.mail is None or ways.page is None or dispatcher.email is None:
        return Never("no mail server is set")
    request = outgoing.request
    withdrawn = request.state is RescheduleState.WITHDRAWN
    what = "is no longer wanted" if withdrawn else f"is wanted: {request.kind.replace('_', ' ')}"
    lines = (
        f"A change for parcel {request.tracking_number} (order {request.order_number}) {what}.",
        f"Please look and answer here: {ways.page(request.public_id)}",
        "Whoever has this link can answer. Opening it changes nothing.",
    )
    await ways.mail(dispatcher.email, f"Parcel {request.tracking_number}: please answer", "\n\n".join(lines) + "\n")
    return Taken()


def _signed(outgoing: Outgoing, address: Address, now: datetime) -> dict[str, str]:
    """The headers of one attempt: the id stays, the time-stamp is the attempt's."""
    signature = Webhook(address.secret).sign(outgoing.message_id, now, outgoing.body.decode())
    return {
        "content-type": "application/json",
        "user-agent": "Doorstep",
        "webhook-id": outgoing.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }
