"""The HTTP under the official twilio client: with an end to waiting, another API address, and honest failures.

Twilio's own AsyncTwilioHttpClient waits for ever (twilio-python #925), needs a running loop to be made, drops
Retry-After and lets aiohttp's exceptions through, so that "never left" and "nobody knows" look alike. Importing this
file imports twilio: bot.sms.sending does so when the first message goes.
"""

import json
import logging
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import aiohttp
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

from bot.sms.failures import NoAnswerError, NotSentError, RefusedError

CONNECT_SECONDS = 5
CONNECTIONS = 20
LONGEST_WAIT_SECONDS = 3600.0


class TwilioHttp(AsyncHttpClient):  # type: ignore[misc]  # twilio declares no types
    """One connection pool to `api_url` (None: Twilio itself), opened with the first request.

    Raises NotSentError, NoAnswerError or RefusedError, and nothing else, for what the network and Twilio do. Logs
    nothing: twilio's own request log shows phone numbers.
    """

    def __init__(self, api_url: str | None, timeout_seconds: float) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True)
        self._api_url = api_url.rstrip("/") if api_url else None
        self._timeout = aiohttp.ClientTimeout(
            total=timeout_seconds, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS
        )
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # twilio's signature
        allow_redirects: bool = False,
    ) -> Response:
        """Make one request, never a second one, and return a JSON object that Twilio answered with 2xx."""
        sent = dict(headers or {})
        if auth:
            sent["Authorization"] = aiohttp.encode_basic_auth(*auth)
        status, text, retry_after = await self._exchange(method, self._address(uri, params), sent, _form(data))
        body = _object(text)
        if not 200 <= status < 300:
            raise RefusedError(status, _code(body), retry_after)
        if body is None:
            raise NoAnswerError("the answer is not a JSON object")
        return Response(status, text)

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def _exchange(
        self, method: str, address: str, headers: dict[str, str], form: bytes | None
    ) -> tuple[int, str, float | None]:
        try:
            async with self._open().request(
                method, address, data=form, headers=headers, allow_redirects=False
            ) as answer:
                text = await answer.text(errors="replace")
                return answer.status, text, _seconds(answer.headers.get("Retry-After"))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as cause:
            raise NotSentError(type(cause).__name__) from cause
        except (aiohttp.ClientError, TimeoutError) as cause:
            raise NoAnswerError(type(cause).__name__) from cause

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(timeout=self._timeout, connector=connector)
        return self._session

    def _address(self, uri: str, params: Mapping[str, object] | None) -> str:
        asked = urlsplit(uri)
        host = self._api_url or f"{asked.scheme}://{asked.netloc}"
        query = "&".join(filter(None, (asked.query, urlencode(params or {}, doseq=True, errors="replace"))))
        return f"{host}{asked.path}" + (f"?{query}" if query else "")


def _form(data: Mapping[str, object] | None) -> bytes | None:
    return urlencode(data, doseq=True, errors="replace").encode() if data else None


def _object(text: str) -> dict[str, object] | None:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _code(body: dict[str, object] | None) -> int | None:
    code = (body or {}).get("code")
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; a date, or what is no wait at all, counts as not given."""
    if header is None or not header.isascii() or not header.isdigit():
        return None
    return min(float(header), LONGEST_WAIT_SECONDS)
