"""A storm: everybody's parcel is late at once, a third of them hear it on Telegram at its limit, and customers ask.

Answers stay quick, the backlog goes at the channel's own pace, and nobody hears it twice. STORM_PARCELS=100000 for the
full size, which takes as long as Telegram's limit demands: some twenty minutes.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from statistics import median
from typing import Any

import msgspec
from sqlalchemy import Connection, update

from bot.telegram.channel import TelegramChannel
from store.tables import Merchant
from store.writing import table_of
from tests.bench import chat, homes, load, providers
from tests.bench.databases import databases, reading, write
from tests.bench.delayed import late, under_way
from tests.bench.figures import Figure, figure
from tests.bench.machine import senders
from tests.bench.servers import doorstep
from tests.bench.workers import ALL_DAY, working
from tests.rigs.ports import free_port

PARCELS = int(os.environ.get("STORM_PARCELS") or 6_000)
ON_TELEGRAM = 3
"""Of so many customers one has a chat; the others have a phone."""
QUESTIONS_PER_SECOND = 6
"""One in ON_TELEGRAM of them in a chat, where the answer goes the crowded way."""
QUIET_SECONDS, SLACK_SECONDS = 10, 120
P99_MS = 1000.0
WITHIN = 0.05
PACE = TelegramChannel.pace.units_per_second
ANSWERS_PER_SECOND = QUESTIONS_PER_SECOND / ON_TELEGRAM
"""Of the pace on Telegram, answers take so much."""
EXPECTED_SECONDS = PARCELS / ON_TELEGRAM / (PACE - ANSWERS_PER_SECOND)

AT_ONCE = {**ALL_DAY, "confirm_move": 0}
"""News of a delay goes without waiting for a second one to confirm it: all of it in the same moment."""

Times = dict[str, float]


def measure() -> list[Figure]:
    with databases("postgresql") as rooms, senders(2) as pool:
        url, now = rooms.create("storm"), datetime.now(UTC).replace(microsecond=0)
        askers = int((EXPECTED_SECONDS + 2 * QUIET_SECONDS) * QUESTIONS_PER_SECOND)
        write(url, lambda tx: _furnish(tx, PARCELS + askers, now), lambda tx: under_way(tx, PARCELS, now), homes.settle)
        port = free_port()
        settings = {**providers.settings(port), "public_url": chat.PUBLIC_URL}
        listening = pool.submit(providers.listen, port, EXPECTED_SECONDS + SLACK_SECONDS, PARCELS + askers)
        with doorstep(url, rooms.folder, settings, work=False) as door, working(url, rooms.folder, settings, 1):
            quiet = range(PARCELS + 1, PARCELS + 1 + QUIET_SECONDS * QUESTIONS_PER_SECOND)
            asked_before = _ask(pool, door.port, quiet)
            write(url, lambda tx: late(tx, PARCELS, now))
            asked = _ask(pool, door.port, range(quiet.stop, PARCELS + 1 + askers))
            came = listening.result()
        with reading(url) as memory:
            states = memory.rows("SELECT state, count(*) FROM notice WHERE kind = 'promise_moved' GROUP BY state")
        _check(came, asked_before | asked, states)
    return _figures(came, asked_before, asked)


def _furnish(tx: Connection, customers: int, now: datetime) -> None:
    homes.furnish(tx, customers, now, all_announced=True)
    homes.add_chats(tx, customers, now, lambda n: n % ON_TELEGRAM == 0)
    homes.add_phones(tx, customers, now, lambda n: n % ON_TELEGRAM != 0)
    tx.execute(update(table_of(Merchant)).values(settings=AT_ONCE))


def address(customer: int) -> str:
    return str(homes.FIRST_CHAT + customer) if customer % ON_TELEGRAM == 0 else homes.phone(customer)


def _ask(pool: ProcessPoolExecutor, port: int, customers: range) -> Times:
    """Each of these customers asks once where the parcel is; returns when, by address."""
    texts = [_update(n) if n % ON_TELEGRAM == 0 else chat.text(n) for n in customers]
    due = [position / QUESTIONS_PER_SECOND for position in range(len(texts))]
    began = pool.submit(load.timed_open_loop, port, texts, due, 32).result()
    return {address(n): began + after for n, after in zip(customers, due, strict=True)}


def _update(customer: int) -> bytes:
    """A message as Telegram would post it."""
    chat_id = homes.FIRST_CHAT + customer
    person = {"id": chat_id, "is_bot": False, "first_name": "Bo", "language_code": "en"}
    said: dict[str, Any] = {"message_id": 1, "date": int(datetime.now(UTC).timestamp()), "text": "where is my parcel?"}
    message = {**said, "from": person, "chat": {"id": chat_id, "type": "private", "first_name": "Bo"}}
    body = msgspec.json.encode({"update_id": customer, "message": message})
    secret = providers.settings(0)["telegram_secret"]
    headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": secret}
    return load.request("/channels/telegram", body, headers)


def _check(came: providers.Arrivals, asked: Times, states: Sequence[Any]) -> None:
    """Whoever was to hear something has heard it, once; and every notice that was said is known to have gone."""
    heard = Counter(to for to, _ in came)
    twice = [to for to, times in heard.items() if times > 1]
    assert not twice, f"{len(twice)} heard something twice"
    unheard = [n for n in range(1, PARCELS + 1) if address(n) not in heard]
    in_chats = sum(n % ON_TELEGRAM == 0 for n in unheard)
    assert not unheard, f"{len(unheard)} of {PARCELS} never heard of the delay, {in_chats} in chats: {states}"
    unanswered = [to for to in asked if to not in heard]
    assert not unanswered, f"{len(unanswered)} of {len(asked)} were not answered"
    assert {row[0]: row[1] for row in states} == {"sent": PARCELS}, states


def _figures(came: providers.Arrivals, before: Times, asked: Times) -> list[Figure]:
    at = dict(came)
    told = sorted(at[address(n)] for n in range(ON_TELEGRAM, PARCELS + 1, ON_TELEGRAM))
    crowded = sorted(when for to, when in came if not to.startswith("+") and told[0] <= when <= told[-1])
    meanwhile = {to: when for to, when in asked.items() if told[0] <= when <= told[-1]}
    rate = (len(crowded) - 1) / (crowded[-1] - crowded[0])
    return [
        *_waited("storm.reply_before", before, at, None),
        *_waited("storm.reply", meanwhile, at, P99_MS),
        *_waited("storm.reply_telegram", {to: t for to, t in meanwhile.items() if to[0] != "+"}, at, P99_MS),
        figure("storm.telegram", [rate], "messages/s", [PACE], ratio_at_least=1 - WITHIN, ratio_at_most=1 + WITHIN),
        figure("storm.backlog", [told[-1] - told[0]], f"s for {len(told):,}", [EXPECTED_SECONDS]),
        figure("storm.busiest_second", [_busiest(crowded)], "messages"),
    ]


def _waited(name: str, asked: Times, at: Times, goal: float | None) -> list[Figure]:
    waited = sorted((at[to] - when) * 1000 for to, when in asked.items())
    return [
        figure(f"{name}_p50", [median(waited)], "ms"),
        figure(f"{name}_p99", [waited[int(0.99 * len(waited))]], "ms", at_most=goal),
    ]


def _busiest(times: Sequence[float]) -> float:
    """The most within any one second."""
    first, most = 0, 0
    for position, at in enumerate(times):
        while times[first] <= at - 1.0:
            first += 1
        most = max(most, position - first + 1)
    return float(most)


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"storm": measure}
