"""The figures of days that were lived through: each counts what its definition says, and nothing twice."""

from datetime import date, timedelta

from domain.axes import Timeliness
from flows.figures.view import behind_figure
from flows.privacy import export
from store.analytics.sums import Scope
from store.tables import FigureRow, InquiryRow
from tests.analytics.scene import NOON, SCOPE, TEN, chores, estimated, seen, value
from tests.flows.house import House


def a_day_of_four(house: House) -> None:
    four(house)
    chores(house)


def four(house: House) -> None:
    """Kept, late, early, and one whose door stayed closed at first."""
    estimated(house, "KEPT", "LATE", "EARLY", "SHUT")
    house.until(TEN - timedelta(hours=1))
    house.report(house.event("delivered", "EARLY"))
    house.until(TEN + timedelta(hours=1))
    house.report(house.event("delivered", "KEPT"))
    house.report(house.event("delivery_attempted", "SHUT", reason="recipient.absent"))
    house.until(NOON + timedelta(hours=3))
    house.report(house.event("delivered", "LATE"))
    house.until(NOON + timedelta(days=1))
    house.report(house.event("delivered", "SHUT"))
    house.until(timedelta(hours=8))


def test_promises_are_counted_on_the_day_they_were_due(house: House) -> None:
    a_day_of_four(house)
    found = seen(house.database)
    assert value(found, "on_time") == (2, 4)
    assert value(found, "late") == (1, 4)
    assert value(found, "early") == (1, 4)
    assert value(found, "deliveries") == (4, 4)
    assert value(found, "first_attempt") == (3, 4)
    assert found.failures == (("recipient.absent", 1),)


def test_summing_again_changes_nothing(house: House) -> None:
    a_day_of_four(house)
    before = house.rows(FigureRow)
    chores(house)
    assert house.rows(FigureRow) == before


def test_by_week_merchant_carrier_and_lane(house: House) -> None:
    a_day_of_four(house)
    keys = {by: [part.key for part in seen(house.database, by).parts] for by in ("week", "carrier", "lane")}
    assert keys == {"week": ["2026-11-23"], "carrier": ["doorstep"], "lane": ["US-10"]}
    (shop,) = seen(house.database, "merchant").parts
    assert shop.title == "Acme"
    assert shop.values["on_time"] is not None


def test_another_lane_or_period_has_none_of_it(house: House) -> None:
    a_day_of_four(house)
    assert value(seen(house.database, scope=Scope(SCOPE.first, SCOPE.last, lane="US-99")), "on_time") is None
    assert value(seen(house.database, scope=Scope(date(2026, 11, 2), date(2026, 11, 8))), "on_time") is None
    assert value(seen(house.database, scope=Scope(SCOPE.first, SCOPE.last, lane="US-10")), "on_time") == (2, 4)


def test_windows_and_how_often_they_held(house: House) -> None:
    a_day_of_four(house)
    found = seen(house.database)
    (point,) = found.calibration
    assert (point.source, point.stage, point.chance) == ("estimate", "moving", None)
    assert (point.kept, point.early, point.broken) == (2, 1, 1)
    assert found.widths == (("02h", 4),)


def test_the_parcels_behind_a_figure(house: House) -> None:
    a_day_of_four(house)
    with house.in_transaction() as tx:
        names = {
            what: [row.tracking_number for row in behind_figure(tx, what, SCOPE, 0)[0]]
            for what in ("late", "early", "failed", "silent_miss", "false_alarm", "asked", "declined", "unhappy")
        }
    assert names["late"] == ["LATE"]
    assert names["early"] == ["EARLY"]
    assert names["failed"] == ["SHUT"]
    assert names["false_alarm"] == names["asked"] == names["declined"] == names["unhappy"] == []


def test_who_was_warned_in_time_and_who_needlessly(house: House) -> None:
    estimated(house, "WARNED")
    estimated(house, "SILENT", name="1002", phone="+12125550124")
    house.now += timedelta(hours=1)
    house.report(house.event("in_transit", "WARNED", timeliness=Timeliness.DELAYED))
    house.until(NOON + timedelta(hours=9))
    house.report(house.event("delivered", "WARNED"), house.event("delivered", "SILENT"))
    chores(house)
    found = seen(house.database)
    assert value(found, "warned") == (1, 2)
    assert value(found, "precision") == (1, 1)
    assert value(found, "corrections") == (2, 2)  # the other was told afterwards
    lead = value(found, "lead")
    assert lead is not None
    with house.in_transaction() as tx:
        assert [row.tracking_number for row in behind_figure(tx, "silent_miss", SCOPE, 0)[0]] == ["SILENT"]


def test_a_question_counts_once_and_is_answered_or_not(house: House) -> None:
    estimated(house, "DS100")
    house.hear(house.turn("where is my parcel?"))
    house.until(timedelta(minutes=10))
    house.hear(house.turn("where is my parcel?"))
    house.until(TEN + timedelta(minutes=30))
    house.report(house.event("delivered"))
    chores(house)
    assert [row.outcome for row in house.rows(InquiryRow)] == ["answered"]
    found = seen(house.database)
    assert value(found, "contacts") == (1, 1)
    assert value(found, "unaided") == (1, 1)


def test_who_asks_again_within_a_day_was_not_helped(house: House) -> None:
    estimated(house, "DS100")
    house.hear(house.turn("where is my parcel?"))
    house.until(timedelta(hours=3))
    house.hear(house.turn("where is my parcel?"))
    house.until(TEN + timedelta(minutes=30))
    chores(house)
    assert [row.outcome for row in house.rows(InquiryRow)] == ["repeated", "answered"]
    assert all(row.shipment_id for row in house.rows(InquiryRow))


def test_segments_opt_outs_and_messages(house: House) -> None:
    estimated(house, "DS100")
    house.hear(house.turn("STOP"))
    chores(house)
    found = seen(house.database)
    segments, opt_outs = value(found, "sms_segments"), value(found, "opt_outs")
    assert segments is not None
    assert segments[0] >= 2
    assert opt_outs is not None
    assert opt_outs[0] == 1


def test_what_is_kept_of_a_person_for_the_figures_is_handed_out(house: House) -> None:
    estimated(house, "DS100")
    house.hear(house.turn("where is my parcel?"))
    house.until(TEN + timedelta(minutes=30))
    house.report(house.event("delivered"))
    chores(house)
    with house.in_transaction() as tx:
        found = export(tx, "+12125550123")
    assert [row["state"] for row in found["journeys"]] == ["delivered"]
    assert [row["outcome"] for row in found["inquiries"]] == ["answered"]
