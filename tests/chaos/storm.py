"""One storm: parcels live, customers write, and everything that can die dies, until the time is over."""

import asyncio
import itertools
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from store.database import Database
from store.tables import Contact, Customer, Inbound
from store.trouble import Away
from store.writing import table_of
from tests.chaos.postgres import CrashingPostgres
from tests.chaos.providers import FaultyTelegram, FaultyTwilio
from tests.process import audit
from tests.process.fleet import Fleet, fleet
from tests.process.lives import insist, open_feed, ordered, posted, until_rest
from tests.rigs.nats import Cluster
from tests.sms.standin import ACCOUNT, AUTH_TOKEN, SENDER, twilio_standin
from tests.telegram.standin import TOKEN, standin

MILESTONES = ("in_transit", "out_for_delivery", "delivered")
LIVES_AT_ONCE = 12
REST_SECONDS = 120
STARTING_TOO = 0.1
FIRST_CHAT = 7_000_000


@dataclass
class Storm:
    """What happened. `broken` names every promise that did not hold; empty is what we want."""

    seed: int
    engine: str
    kills: int = 0
    crashes: int = 0
    cuts: int = 0
    """Servers of the log that were killed or cut off."""
    stuck: int = 0
    """Starts that took longer than a minute."""
    parcels: int = 0
    acknowledged: set[str] = field(default_factory=set)
    delivered: set[str] = field(default_factory=set)
    asked: int = 0
    sent: int = 0
    doubted: int = 0
    twice: int = 0
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.engine} seed={self.seed}: {self.kills} kills, {self.crashes} database crashes, {self.cuts} cuts, "
            f"{self.stuck} stuck, "
            f"{self.parcels} parcels, {len(self.acknowledged)} events acknowledged, {self.asked} turns, "
            f"{self.sent} messages sent, {self.doubted} doubted, {self.twice} taken twice, "
            f"{len(self.broken)} promises broken"
        )


async def storm(
    seed: int,
    seconds: float,
    folder: Path,
    *,
    url: str,
    crashing: CrashingPostgres | None = None,
    cluster: Cluster | None = None,
    doors: int,
    workers: int,
) -> Storm:
    """Runs one, to the end of all that it set in motion, and audits it."""
    came = Storm(seed, url.partition(":")[0] + (" and log" if cluster else ""))
    settings = {"log_url": cluster.url} if cluster else {}
    async with (
        twilio_standin(FaultyTwilio()) as twilio,
        standin(FaultyTelegram("")) as bot,
        fleet(url, folder, doors, workers, **_settings(twilio.url, bot.url), **settings) as house,
    ):
        assert isinstance(twilio, FaultyTwilio)
        assert isinstance(bot, FaultyTelegram)
        await house.start()
        source = await open_feed(house)
        database = Database(url)
        twilio.chance, bot.chance = random.Random(seed), random.Random(seed + 1)
        over = asyncio.Event()
        numbers = itertools.count()
        jobs = [
            _lives(house, source, database, random.Random(seed * 100 + n), numbers, over, came)
            for n in range(LIVES_AT_ONCE)
        ]
        jobs += [
            _killing(house, random.Random(seed + 2), over, came),
            _asking(bot, database, random.Random(seed + 3), over, came),
        ]
        if crashing is not None:
            jobs.append(_crashing(crashing, random.Random(seed + 4), over, came))
        if cluster is not None:
            jobs.append(_cutting(cluster, random.Random(seed + 5), over, came))
        running = [asyncio.create_task(job) for job in jobs]
        await asyncio.wait(running, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
        over.set()
        await asyncio.gather(*running)
        twilio.chance = bot.chance = None
        try:
            await until_rest(database, REST_SECONDS, lambda tx: audit.on_the_way(tx, came.acknowledged, came.asked))
        except AssertionError as problem:
            came.broken.append(str(problem))
        _audit(database, came, twilio, bot)
        database.close()
    return came


def _settings(twilio_url: str, telegram_url: str) -> dict[str, str]:
    return {
        "twilio_account_sid": ACCOUNT, "twilio_auth_token": AUTH_TOKEN, "twilio_from": SENDER,
        "twilio_api_url": twilio_url, "twilio_segments_per_second": "100",
        "telegram_token": TOKEN, "telegram_api_url": telegram_url,
        "lease_seconds": "4",
    }  # fmt: skip


async def _lives(
    house: Fleet,
    source: dict[str, str],
    database: Database,
    chance: random.Random,
    numbers: Any,
    over: asyncio.Event,
    came: Storm,
) -> None:
    """One parcel after another; every second customer has a chat. A life that began is lived to its end."""
    while not over.is_set():
        n = next(numbers)
        number, phone = f"DS{n:05}", f"+1212{2_000_000 + n}"
        await insist(partial(_order, house, chance, n, number, phone))
        if n % 2:
            await _bind(database, phone, FIRST_CHAT + n)
        came.parcels += 1
        for milestone in MILESTONES:
            await asyncio.sleep(chance.uniform(0.0, 1.0))
            event = {
                "id": f"{n}-{milestone}", "tracking_number": number, "milestone": milestone,
                "occurred_at": datetime.now(UTC).isoformat(),
            }  # fmt: skip
            await insist(partial(_post, house, chance, source, event))
            came.acknowledged.add(event["id"])
        came.delivered.add(number)


async def _order(house: Fleet, chance: random.Random, n: int, number: str, phone: str) -> bool:
    return await ordered(chance.choice(house.doors), f"order-{n}", number, phone)


async def _post(house: Fleet, chance: random.Random, source: dict[str, str], event: dict[str, str]) -> bool:
    return await posted(chance.choice(house.doors), source, event)


async def _bind(database: Database, phone: str, chat: int) -> None:
    now = datetime.now(UTC)

    def bind(tx: Connection) -> None:
        customer = tx.scalar(select(table_of(Customer).c.id).where(table_of(Customer).c.phone == phone))
        row = {
            "customer_id": customer,
            "channel": "telegram",
            "address": str(chat),
            "state": "active",
            "how": "deep_link",
        }
        tx.execute(table_of(Contact).insert().values(**row, greeted=True, created_at=now, changed_at=now))

    async def bound() -> bool:
        try:
            await database.write(bind)
        except Away:
            return False
        except IntegrityError:
            return True  # it was bound, and the answer was lost
        return True

    await insist(bound)


async def _killing(house: Fleet, chance: random.Random, over: asyncio.Event, came: Storm) -> None:
    """Mostly those that are at work, and now and then one that is just starting."""
    starting: dict[int, asyncio.Task[None]] = {}
    while not over.is_set():
        await _pause(over, chance.uniform(0.2, 2.5))
        process = chance.choice(house.processes)
        is_starting = id(process) in starting and not starting[id(process)].done()
        if over.is_set() or process.process is None or (is_starting and chance.random() > STARTING_TOO):
            continue
        process.kill()
        came.kills += 1
        if not is_starting:
            starting[id(process)] = asyncio.create_task(_restart(house, process, came))
    await asyncio.gather(*starting.values())


async def _restart(house: Fleet, process: Any, came: Storm) -> None:
    """Again, where the database was away when it started; a service manager would do the same."""
    while True:
        try:
            await house.restart(process)
            return
        except AssertionError:
            await asyncio.sleep(0.5)
        except TimeoutError:
            came.stuck += 1
            process.kill()


async def _crashing(postgres: CrashingPostgres, chance: random.Random, over: asyncio.Event, came: Storm) -> None:
    while not over.is_set():
        await _pause(over, chance.uniform(4.0, 15.0))
        if over.is_set():
            return
        await asyncio.to_thread(postgres.crash)
        came.crashes += 1
        await asyncio.sleep(chance.uniform(0.1, 3.0))
        await asyncio.to_thread(postgres.start)


async def _cutting(cluster: Cluster, chance: random.Random, over: asyncio.Event, came: Storm) -> None:
    """One server of the log after another: killed, or cut off from the others."""
    while not over.is_set():
        await _pause(over, chance.uniform(1.0, 6.0))
        if over.is_set():
            return
        node = chance.choice(cluster.nodes)
        came.cuts += 1
        if chance.random() < 0.5:
            node.kill()
        else:
            node.part()
        await asyncio.sleep(chance.uniform(0.5, 6.0))
        node.rejoin()
        node.start()


async def _asking(
    bot: FaultyTelegram, database: Database, chance: random.Random, over: asyncio.Event, came: Storm
) -> None:
    """Customers with a chat ask where their parcel is."""
    while not over.is_set():
        await _pause(over, chance.uniform(0.1, 1.0))
        if not came.parcels:
            continue
        chat, now = FIRST_CHAT + chance.randrange(came.parcels), int(datetime.now(UTC).timestamp())
        person = {"id": chat, "is_bot": False, "first_name": "Bo", "language_code": "en"}
        message = {"from": person, "chat": {"id": chat, "type": "private"}, "date": now, "text": "where is my parcel?"}
        came.asked += 1
        await bot.push({"update_id": 1000 + came.asked, "message": {"message_id": came.asked, **message}})


async def _pause(over: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(over.wait(), seconds)
    except TimeoutError:
        return


def _audit(database: Database, came: Storm, twilio: FaultyTwilio, bot: FaultyTelegram) -> None:
    taken = twilio.taken + bot.taken
    came.broken += audit.broken(database, came.acknowledged, came.delivered, taken, datetime.now(UTC))
    came.broken += twilio.complaints
    came.doubted = audit.doubts(database)
    came.sent, came.twice = taken.total(), sum(count - 1 for count in audit.repeated(database, taken).values())
    with database.transaction() as tx:
        inbound = table_of(Inbound)
        states = tx.execute(select(inbound.c.state, inbound.c.key)).all()
    unanswered = [row.key for row in states if row.state != "handled"]
    if unanswered or len(states) != came.asked:
        came.broken.append(f"{came.asked} turns were sent, {len(states)} kept, not answered: {unanswered[:5]}")
