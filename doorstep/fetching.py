"""Asking senders' APIs: one pool of connections, no redirections, answers of bounded size."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from carriers.asking import Answer, Fetch, NoAnswer, Question

ANSWER_WITHIN_SECONDS = 20
LARGEST_BYTES = 6 * 1024 * 1024


@asynccontextmanager
async def fetching() -> AsyncIterator[Fetch]:
    """A `Fetch`. Operators name the addresses, or vendors do."""
    timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:

        async def fetch(question: Question) -> Answer:
            asked = session.request(
                question.method, question.url, headers=question.headers, data=question.body, allow_redirects=False
            )
            try:
                async with asked as answer:
                    body = await answer.content.read(LARGEST_BYTES + 1)
                    while len(body) <= LARGEST_BYTES and (more := await answer.content.read(LARGEST_BYTES)):
                        body += more
                    if len(body) > LARGEST_BYTES:
                        raise NoAnswer(f"its API answered more than {LARGEST_BYTES} bytes")
                    return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, body)
            except TimeoutError as problem:
                raise NoAnswer(f"its API did not answer within {ANSWER_WITHIN_SECONDS} s") from problem
            except (aiohttp.ClientError, OSError, ValueError) as problem:
                raise NoAnswer(f"its API cannot be reached ({type(problem).__name__})") from problem

        yield fetch
