"""Polling beside pushing: what a lost webhook would have said is asked for, and read by the same reader."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import structlog
from sqlalchemy import Connection

from carriers.asking import Account, Asked, Fetch, Listener, NoAnswer, Poller, Told
from carriers.contract import Reading, Reception, Report
from domain.axes import Milestone
from domain.polling import GIVEN_UP_AFTER, RENEW_BEFORE, next_poll, patience
from flows.cases import open_case
from flows.webhooks.receive import Arrival, keep, read_polled
from flows.webhooks.sources import OpenSource, all_sources
from store import polls
from store.database import Database, Turn
from store.kept import POLLED

AT_ONCE = 40
"""Parcels claimed in one round; a round is every few seconds, and a source's questions go one after another."""
LEASE = timedelta(minutes=5)
"""A claimed parcel that nothing was recorded about is asked about again after this."""
KEY_REFUSED = timedelta(hours=6)
SUBSCRIBED_AT_ONCE = 100
SUBSCRIBE_AGAIN = timedelta(hours=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Round:
    """One source's parcels to be asked about, with its account."""

    source: OpenSource
    poller: Poller
    account: Account
    rows: tuple[Any, ...]


async def enrol(database: Database, now: datetime) -> int:
    """Parcels that a source with an API key may know are asked about from now on; returns how many are new."""
    if not await database.read(polls.has_keys):
        return 0
    pairs = await database.read(polls.unasked, now - GIVEN_UP_AFTER)
    return await database.write(polls.enrol, pairs, now, turn=Turn.WORK) if pairs else 0


async def poll(database: Database, clock: Callable[[], datetime], fetch: Fetch) -> bool:
    """⟨1⟩ claims what is due, asks with no transaction open, ⟨2⟩ keeps the answers. Says whether anything was kept."""
    kept = False
    for turn in await database.write(due_rounds, clock(), turn=Turn.WORK):
        told = await _ask(turn, fetch)
        kept |= await database.write(record, turn, told, clock(), turn=Turn.KEEP)
    return kept


def due_rounds(tx: Connection, now: datetime) -> list[Round]:
    """Claims rows; those whose sender has told something lately by itself only move on."""
    claimed = polls.claim(tx, now, AT_ONCE, now + LEASE)
    sources = {found.id: found for found in all_sources(tx).values()} if claimed else {}
    accounts = polls.accounts(tx, claimed)
    rounds = []
    for source_id, rows in claimed.items():
        source, account = sources.get(source_id), accounts.get(source_id)
        poller = source.adapter.poller if isinstance(source, OpenSource) else None
        if not isinstance(source, OpenSource) or poller is None or account is None:
            polls.drop(tx, source_id)  # its key is gone, or it is closed; with a new key its parcels are enrolled anew
            continue
        quiet = [row for row in rows if not _moves_on(tx, row, now)]
        address = Account((account.api_url or poller.url).rstrip("/"), account.api_key)
        parts = (quiet[i : i + poller.at_once] for i in range(0, len(quiet), poller.at_once))
        rounds += [Round(source, poller, address, tuple(part)) for part in parts]
    return rounds


def record(tx: Connection, turn: Round, told: Sequence[Told] | NoAnswer, now: datetime) -> bool:
    """What came of a round: the answers become deliveries like any other, and each parcel knows when it is next."""
    if isinstance(told, NoAnswer):
        for row in turn.rows:
            _failed(tx, row, told.why, now)
        return False
    by_number = {row.tracking_number: row for row in turn.rows}
    kept = False
    for one in told:
        rows = [by_number[asked.number] for asked in one.about]
        if one.answer.status in (401, 403):
            _refused(tx, turn.source, one.answer.status, now)
        elif (document := one.answer.document() if one.answer.is_good else None) is not None:
            arrival = _arrival(turn.source, one, document, now)
            kept |= any(answer.accepted for answer in keep(tx, [arrival]))
            for row in rows:
                polls.note(tx, row.id, next_at=_next(row, 0, now), failures=0, asked_at=now, why=None)
        else:
            for row in rows:
                _failed(tx, row, f"its API answered HTTP {one.answer.status}", now, one.answer.headers)
    log.info("polled", source=turn.source.name, parcels=len(turn.rows))
    return kept


async def renew(database: Database, clock: Callable[[], datetime], fetch: Fetch, address: Callable[[str], str]) -> int:
    """Subscribes anew what would end in silence; `address` makes a source's webhook URL of its slug."""
    renewed = 0
    for source, account, rows, listener in await database.read(_ending, clock(), address):
        subscription = source.adapter.poller.subscription
        parcels = [Asked(row.tracking_number, row.carrier) for row in rows]
        try:
            answer = await subscription.subscribe(fetch, account, parcels, listener)
        except NoAnswer as problem:
            log.warning("subscription.failed", source=source.name, why=problem.why)
            continue
        until = clock() + (timedelta(days=subscription.days) if answer.is_good else RENEW_BEFORE + SUBSCRIBE_AGAIN)
        await database.write(polls.subscribed, [row.id for row in rows], until, turn=Turn.WORK)
        renewed += len(rows) if answer.is_good else 0
        log.info("subscription.asked", source=source.name, parcels=len(rows), status=answer.status)
    return renewed


async def _ask(turn: Round, fetch: Fetch) -> Sequence[Told] | NoAnswer:
    asked = [Asked(row.tracking_number, row.carrier) for row in turn.rows]
    try:
        return await turn.poller.ask(fetch, turn.account, asked)
    except NoAnswer as problem:
        return problem


def _arrival(source: OpenSource, told: Told, document: object, now: datetime) -> Arrival:
    """An answer as a delivery. Its key is that of its facts, so that the same answer again is the same delivery."""
    subject = told.about[0].number if len(told.about) == 1 else None
    reading = read_polled(source, document, told.answer.body, Reception(now, {}, source.zone, subject))
    has_events = any(isinstance(item, Report) and item.events for item in reading.items)
    digest = reading.key if has_events else blake2b(told.answer.body, digest_size=16).hexdigest()
    headers = {POLLED: subject or ""}
    return Arrival(source, Reading(f"poll:{digest}", reading.items), told.answer.body, headers, now)


def _moves_on(tx: Connection, row: Any, now: datetime) -> bool:
    """Whether the parcel has ended, or its sender told something within its patience: then nothing is asked.

    A hint is followed in any case.
    """
    if row.hinted_at is not None and (row.asked_at is None or row.asked_at <= row.hinted_at):
        return False
    milestone = Milestone(row.milestone)
    has_news = row.news_at is not None and row.news_at + patience(milestone) > now and row.failures == 0
    next_at = _next(row, row.failures, now)
    if next_at is not None and not has_news:
        return False
    polls.note(tx, row.id, next_at=next_at)
    return True


def _next(row: Any, failures: int, now: datetime) -> datetime | None:
    return next_poll(Milestone(row.milestone), row.announced_at, failures, str(row.id), now, row.news_at)


def _failed(tx: Connection, row: Any, why: str, now: datetime, headers: Mapping[str, str] | None = None) -> None:
    at = _next(row, row.failures + 1, now)
    asked_for = (headers or {}).get("retry-after", "")
    if at is not None and asked_for.isascii() and asked_for.isdigit():
        at = max(at, now + timedelta(seconds=min(int(asked_for[:6]), 86_400)))
    polls.note(tx, row.id, next_at=at, failures=row.failures + 1, asked_at=now, why=why)


def _refused(tx: Connection, source: OpenSource, status: int, now: datetime) -> None:
    why = f"its API refuses the key (HTTP {status})"
    polls.postpone(tx, source.id, now + KEY_REFUSED, why)
    text = f"The source {source.name}: {why}. Set another with `doorstep source change {source.name} --api-key`."
    open_case(tx, kind="api_key_refused", key=str(source.id), why=text, now=now, merchant_id=source.merchant_id)


def _ending(tx: Connection, now: datetime, address: Callable[[str], str]) -> list[tuple[Any, Account, Any, Listener]]:
    """(source, account, rows, listener) of the subscriptions that end within a day."""
    found: list[tuple[Any, Account, Any, Listener]] = []
    for slug, source in all_sources(tx).items():
        poller = source.adapter.poller if isinstance(source, OpenSource) else None
        if not isinstance(source, OpenSource) or poller is None or poller.subscription is None or not source.secrets:
            continue
        row = polls.accounts(tx, [source.id]).get(source.id)
        ending = polls.unsubscribed(tx, [source.id], now + RENEW_BEFORE, SUBSCRIBED_AT_ONCE).get(source.id)
        if row is not None and ending:
            account = Account((row.api_url or poller.url).rstrip("/"), row.api_key)
            found.append((source, account, ending, Listener(address(slug), source.secrets[0])))
    return found
