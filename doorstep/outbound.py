"""Posting to addresses that customers of ours configured: no redirections, no way into private networks."""

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from flows.changes.ask_carrier import Post, PostFailed

ANSWER_WITHIN_SECONDS = 20
"""Standard Webhooks asks senders to wait 15 to 30 seconds."""


class Forbidden(OSError):
    """An address inside a private network."""


@asynccontextmanager
async def outbound(allow_private: bool) -> AsyncIterator[Post]:
    """A `Post` over one pool of connections. With `allow_private`, machines beside this one may be asked too."""
    resolver = aiohttp.ThreadedResolver()
    connector = aiohttp.TCPConnector(resolver=resolver if allow_private else _PublicOnly(resolver))
    timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_SECONDS)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session:

        async def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str]]:
            if why := refusal(url, allow_private):
                raise PostFailed(why, permanent=True)
            try:
                async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
                    return answer.status, {name.lower(): value for name, value in answer.headers.items()}
            except TimeoutError as problem:
                raise PostFailed(f"its address did not answer within {ANSWER_WITHIN_SECONDS} s") from problem
            except (aiohttp.ClientError, OSError) as problem:
                raise PostFailed(f"its address cannot be reached ({type(problem).__name__})") from problem

        yield post


def refusal(url: str, allow_private: bool) -> str | None:
    """Why this address may not be posted to, as far as can be told without resolving its name; None when it may."""
    try:
        parts = URL(url)  # the parser that aiohttp uses: two parsers could see two hosts
        host = parts.raw_host
    except ValueError:
        return "its address is no URL"
    if parts.scheme not in ("http", "https") or not host:
        return "its address must begin with https:// or http://"
    if not allow_private and _is_literal(host) and not is_public(host):
        return "its address lies in a private network"
    return None


def is_public(address: str) -> bool:
    """Whether an IP address is anybody's on the Internet; an IPv4 address in IPv6 clothes counts as what it is."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not ip.is_multicast


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class _PublicOnly(AbstractResolver):
    """Looks at what a name resolves to when the connection is made: it may point inside, and may change its mind."""

    def __init__(self, resolver: AbstractResolver) -> None:
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        public = [result for result in found if is_public(result["host"])]
        if not public:
            raise Forbidden(f"{host} lies in a private network")
        return public

    async def close(self) -> None:
        await self._resolver.close()
