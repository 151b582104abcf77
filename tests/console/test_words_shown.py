"""The words on a shipment's page are those that go, on the way they take."""

from datetime import timedelta

from domain.notices import NoticeKind
from flows.messages.voice import NoRoute
from flows.staff import console_views
from flows.staff.console_views import ShipmentPage
from flows.staff.words import Preview
from flows.stop_writing import stop
from tests.console.scene import cancel, correct, greet, hold, notice, step, take_over
from tests.flows.house import House

HOUR = timedelta(hours=1)


def page(house: House) -> ShipmentPage:
    found = step(house, console_views.shipment, 1, house.voice, house.now)
    assert found is not None
    return found


def words(house: House, kind: str = "announced") -> Preview:
    (one,) = [c for c in page(house).coming if c.wanted.kind == kind]
    assert isinstance(one.words, Preview)
    return one.words


def test_what_is_shown_is_what_is_said(house: House) -> None:
    house.order("DS100", allow=("reschedule",))
    house.now += HOUR
    shown = words(house)

    assert house.say() == [shown.text]
    assert (shown.channel, shown.address) == ("sms", "+1…23")


def test_only_the_template_s_words_are_offered_for_correction(house: House) -> None:
    house.order("DS100")
    shown = words(house)

    assert "STOP" in shown.text
    assert shown.text.startswith("Acme: ")
    assert "STOP" not in shown.words
    assert not shown.words.startswith("Acme: ")

    correct(house, "announced", shown.words)
    assert words(house).text == shown.text


def test_a_draft_is_shown_without_being_kept(house: House) -> None:
    house.order("DS100")
    greet(house)

    found = step(house, console_views.coming, 1, "announced", house.voice, house.now, "Comes <b>later</b>.")

    assert found is not None
    assert isinstance(found[1].words, Preview)
    assert found[1].words.text == "Acme: Comes <b>later</b>."
    assert "Comes" not in words(house).text


def test_a_customer_who_cannot_be_reached_is_told_of_on_the_page(house: House) -> None:
    house.order("DS100")
    step(house, lambda tx: stop(tx, "sms", "+12125550123", "STOP", "said on sms", house.now))

    (one,) = [c for c in page(house).coming if c.wanted.kind == "announced"]

    assert one.words == NoRoute("the customer asked for silence on sms")


def test_every_kind_has_its_time_or_its_reason(house: House) -> None:
    house.order("DS100")
    hold(house, "announced")
    shown = page(house)

    kinds = [c.wanted.kind for c in shown.coming] + [s.kind for s in shown.silent]
    assert len(kinds) == len(set(kinds)) == len(NoticeKind)


def test_what_ended_without_being_said_gives_its_outcome_as_the_reason(house: House) -> None:
    house.order("DS100")
    house.now += timedelta(days=3)
    house.say()

    reasons = {s.kind: s.why for s in page(house).silent}

    assert reasons[NoticeKind.ANNOUNCED] == "expired: its time had passed before it could be said"


def test_decisions_stand_on_the_page_with_who_and_why(house: House) -> None:
    house.order("DS100")
    cancel(house, "announced")
    take_over(house)

    shown = page(house)

    assert [(o.kind, o.who, o.why) for o in shown.overrides] == [("cancel", "Ines", "spoke with the customer")]
    assert [n.key for n in shown.over] == ["announced"]
    assert notice(house, "announced").state == "withdrawn"
    assert shown.phone == "+1…23"
