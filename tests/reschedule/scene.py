"""A small world to reschedule in: one shop, one 3PL, some parcels in New York, and a clock that is set by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, event, func, insert, select

from domain.policy import Policy
from domain.reschedules import OCCUPYING, Refused
from domain.slots import SlotGiven
from flows.changes import reschedule
from flows.changes.reschedule import Asked
from flows.changes.slots import publish
from store.database import Database
from store.migrations import upgrade
from store.tables import Case, ChangeRequest, Customer, Merchant, Notice, Order, Shipment, Slot, Source
from store.writing import table_of

POLICY = Policy()
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
URL = "https://carrier.example/hooks"
ALLOW = ["reschedule", "safe_place"]
TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""07:00 in New York."""


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


class Scene:
    """Rows are reached by what they are called: parcels by number (DS1, DS2 …), slots by the 3PL's id."""

    def __init__(self, database: Database, now: datetime = TUESDAY, parcels: int = 2) -> None:
        self.database, self.clock = database, Clock(now)
        with self.tx() as tx:
            upgrade(tx)
            self.merchant = _add(tx, Merchant, name="acme", title="Acme", language="en", settings={}, created_at=now)
            self.source = self.add_source(tx, "fleet")
            self.shipments = [self.add_parcel(tx, f"DS{n}") for n in range(1, parcels + 1)]

    @contextmanager
    def tx(self) -> Iterator[Connection]:
        with self.database.transaction() as tx:
            yield tx

    @property
    def now(self) -> datetime:
        return self.clock.now

    def add_source(self, tx: Connection, name: str, **columns: Any) -> int:
        given = {"outbound_url": URL, "outbound_secret": SECRET, "merchant_id": self.merchant, **columns}
        return _add(tx, Source, name=name, adapter="doorstep", slug=name, created_at=self.now, **given)

    def add_parcel(self, tx: Connection, number: str, **columns: Any) -> int:
        customer = _add(
            tx, Customer, merchant_id=self.merchant, name=f"Bo {number}", language="en", created_at=self.now
        )
        address = columns.pop("address", {"lines": ["12 Elm St"], "city": "New York", "postcode": "10001"})
        order = _add(
            tx,
            Order,
            merchant_id=self.merchant,
            customer_id=customer,
            number=f"order-{number}",
            address=address,
            zone="America/New_York",
            channels=["sms"],
            created_at=self.now,
            updated_at=self.now,
        )
        given = {"allow": ALLOW, "milestone": "in_transit", **columns}
        return _add(
            tx,
            Shipment,
            order_id=order,
            customer_id=customer,
            merchant_id=self.merchant,
            tracking_number=number,
            carrier="doorstep",
            announced_at=self.now,
            token_hash=number,
            timeliness="unknown",
            action_by="none",
            health="live",
            **given,
        )

    def slot(self, slot_id: str, days: float = 1, capacity: int = 1, **given: Any) -> SlotGiven:
        """Publishes a slot of two hours for the postcodes that begin with 100, so many days from now."""
        begins = self.now + timedelta(days=days)
        fields = {"zone": "100", "cutoff_at": begins - timedelta(hours=2), **given}
        slot = SlotGiven(slot_id, begins, begins + timedelta(hours=2), capacity, **fields)
        with self.tx() as tx:
            publish(tx, self.merchant, [slot], self.now)
        return slot

    def ask(self, parcel: int, slot_id: str) -> Asked | Refused:
        with self.tx() as tx:
            return reschedule.ask(tx, self.shipments[parcel], slot_id, True, self.now, POLICY)

    def asked(self, parcel: int, slot_id: str) -> str:
        """The public id of a request that must be possible."""
        answer = self.ask(parcel, slot_id)
        assert isinstance(answer, Asked), answer
        return answer.public_id

    def decide(self, public_id: str, confirmed: bool) -> reschedule.Decided | Refused:
        with self.tx() as tx:
            return reschedule.decide(tx, public_id, confirmed, None, self.now)

    def state(self, public_id: str) -> str:
        return str(self.request(public_id).state)

    def request(self, public_id: str) -> Any:
        table = table_of(ChangeRequest)
        with self.tx() as tx:
            return tx.execute(select(table).where(table.c.public_id == public_id)).one()

    def taken(self, slot_id: str) -> int:
        """How many places are taken; it is always the number of requests that occupy one."""
        slot, request = table_of(Slot), table_of(ChangeRequest)
        with self.tx() as tx:
            row = tx.execute(select(slot.c.id, slot.c.taken).where(slot.c.external_id == slot_id)).one()
            occupying = select(func.count()).where(request.c.slot_id == row.id, request.c.state.in_(OCCUPYING))
            assert tx.scalar(occupying) == row.taken
        return int(row.taken)

    def cases(self) -> list[str]:
        """The kinds of the open cases, in order."""
        table = table_of(Case)
        with self.tx() as tx:
            return list(tx.scalars(select(table.c.kind).where(table.c.closed_at.is_(None)).order_by(table.c.id)))

    def planned(self, parcel: int) -> set[str]:
        """The kinds of notices the customer is going to get."""
        table = table_of(Notice)
        which = table.c.shipment_id == self.shipments[parcel], table.c.state == "planned"
        with self.tx() as tx:
            return set(tx.scalars(select(table.c.kind).where(*which)))


def _add(tx: Connection, model: type, **columns: Any) -> int:
    table = table_of(model)
    return int(tx.execute(insert(table).values(**columns).returning(table.c.id)).scalar_one())


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements executed meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)
