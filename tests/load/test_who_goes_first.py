"""Urgent before routine, nobody's flood before another's news, and no bang when the quiet hours end."""

from datetime import timedelta

from sqlalchemy import insert, select, text

from domain.localtime import SPREAD, Quiet, WritingHours, within_hours, zone
from flows.messages.say import BATCH as NOTICES
from flows.webhooks.digest import BATCH, digest_some
from flows.webhooks.receive import keep
from store import deliveries, notices, unread
from store.tables import Delivery, Message, Notice, Source
from store.writing import table_of
from tests.flows.house import House, arrival


def _flood(house: House, source_id: int, count: int) -> None:
    row = {"source_id": source_id, "received_at": house.now, "body": b"{}", "headers": {}, "state": "kept"}
    with house.in_transaction() as tx:
        tx.execute(insert(table_of(Delivery)), [{**row, "key": f"flood-{n}"} for n in range(count)])


def _another_source(house: House) -> int:
    with house.in_transaction() as tx:
        row = {"name": "other", "adapter": "doorstep", "merchant_id": house.merchant_id, "slug": "other"}
        tx.execute(insert(table_of(Source)).values(**row, secret="whsec_AAAA", created_at=house.now))
        found: int = tx.scalar(select(table_of(Source).c.id).where(table_of(Source).c.name == "other")) or 0
    return found


def test_a_flood_that_waits_to_be_read_does_not_delay_another_source(house: House) -> None:
    _flood(house, _another_source(house), 20 * BATCH)
    house.order("DS100")
    with house.in_transaction() as tx:
        keep(tx, [arrival(house.source, house.event("delivered"))])
    with house.in_transaction() as tx:
        count, _ = digest_some(tx, house.now)
    assert count == BATCH  # the flood fills what the others leave
    assert "delivered" in {row.kind for row in house.rows(Notice)}


def test_of_many_sources_all_get_their_turn(house: House) -> None:
    for n in range(unread.IN_TURN * 2):
        with house.in_transaction() as tx:
            row = {"id": 100 + n, "name": f"s{n}", "adapter": "doorstep", "merchant_id": house.merchant_id}
            tx.execute(insert(table_of(Source)).values(**row, slug=f"s{n}", secret="x", created_at=house.now))
        _flood(house, 100 + n, 10)
    read: set[int] = set()
    while True:
        with house.in_transaction() as tx:
            found = unread.claim(tx, BATCH)
            assert len(found) == len(set(found)) <= BATCH
            deliveries.mark_read(tx, found, house.now)
        if not found:
            break
        read |= set(found)
    assert len(read) == unread.IN_TURN * 2 * 10


def test_an_urgent_notice_overtakes_a_storm_of_routine_ones(house: House) -> None:
    for n in range(3):
        house.order(f"DS{n}", name=f"o{n}")
    one, table = house.rows(Notice)[0], table_of(Notice)
    row = {"shipment_id": one.shipment_id, "customer_id": one.customer_id, "kind": "delay", "state": "planned"}
    row |= {"priority": 2, "expires_at": house.now + timedelta(days=1), "facts": {}, "planned_at": house.now}
    with house.in_transaction() as tx:
        due = {"send_after": house.now - timedelta(hours=1)}
        tx.execute(insert(table), [{**row, **due, "key": f"delay:{n}"} for n in range(5 * NOTICES)])
        tx.execute(insert(table).values(**{**row, "priority": 1, "key": "soon", "send_after": house.now}))
    with house.in_transaction() as tx:
        found = notices.due(tx, house.now, NOTICES)
        assert found[0].key == "soon"
        assert len(found) == len({row.id for row in found}) == NOTICES


def test_the_small_indexes_are_used(house: House) -> None:
    """However many notices and deliveries there are, finding what is next costs the same."""
    questions = {
        "ix_notice_urgent": "SELECT id FROM notice WHERE state = 'planned' AND priority <= 1 "
        "AND send_after <= {now} ORDER BY send_after LIMIT 100",
        "ix_delivery_kept_source": "SELECT id FROM delivery WHERE state = 'kept' AND source_id = 1 "
        "ORDER BY id LIMIT 50",
    }  # fmt: skip
    with house.in_transaction() as tx:
        if not house.database.is_sqlite:
            tx.execute(text("SET LOCAL enable_seqscan = off"))
            tx.execute(text("SET LOCAL enable_sort = off"))
        for index, question in questions.items():
            explain = "EXPLAIN QUERY PLAN " if house.database.is_sqlite else "EXPLAIN "
            now = "1" if house.database.is_sqlite else "now()"
            plan = " ".join(str(row) for row in tx.execute(text(explain + question.format(now=now))))
            assert index in plan, plan


def test_who_waits_is_asked_without_reading_all_that_waits(house: House) -> None:
    """Also where the planner was told, before the flood, that nothing waits."""
    with house.in_transaction() as tx:
        tx.execute(text("ANALYZE"))
    _flood(house, _another_source(house), 2_000)
    with house.in_transaction() as tx:
        assert unread.oldest(tx) == house.now
        for question in unread.QUESTIONS:
            written = str(question.compile(tx.engine, compile_kwargs={"literal_binds": True}))
            if house.database.is_sqlite:
                plan = [row.detail for row in tx.execute(text(f"EXPLAIN QUERY PLAN {written}"))]
                looks = [line for line in plan if " delivery" in line]
                assert looks
                assert all("ix_delivery_kept_source" in line for line in looks), plan
            else:
                plan = list(tx.scalars(text(f"EXPLAIN (ANALYZE, TIMING off, SUMMARY off) {written}")))
                read = [int(row.partition("actual rows=")[2].partition(".")[0]) for row in plan if "on delivery" in row]
                passed = [row for row in plan if "Rows Removed" in row and int(row.partition(": ")[2]) > 2]
                assert max(read) <= 2, "\n".join(plan)
                assert not passed, "\n".join(plan)


def test_quiet_hours_end_over_minutes_and_each_parcel_at_its_own(house: House) -> None:
    tz, hours = zone("America/New_York"), WritingHours()
    night = house.now.replace(hour=7)  # 02:00 in New York
    opened = [within_hours(night, Quiet.DELAY, hours, tz, f"{n}:announced") for n in range(900)]
    first, last = min(opened), max(opened)
    assert first.astimezone(tz).hour == 8
    assert timedelta(minutes=13) < last - first <= SPREAD
    busiest = max(sum(at == second for at in opened) for second in set(opened))
    assert busiest <= 10  # of 900: at 08:00:00 it would have been all of them
    again = [within_hours(night, Quiet.DELAY, hours, tz, f"{n}:announced") for n in range(900)]
    assert again == opened  # planned anew, it stays where it was


def test_the_spread_holds_for_what_is_really_planned(house: House) -> None:
    house.now = house.now.replace(hour=7)
    for n in range(30):
        house.order(f"DS{n}", name=f"o{n}", phone=f"+1212555{n:04}")
    assert len({row.send_after for row in house.rows(Notice, state="planned")}) > 20
    assert house.rows(Message) == []
