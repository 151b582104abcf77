"""Some busy days of a shop: orders, disorder, people, stops, failures, new words and rules: all of it in the log."""

import random
from datetime import timedelta
from typing import Any

from domain.axes import EtaKind, Timeliness
from domain.events import Estimate, TrackingEvent
from domain.talk.turn import ChannelName, TurnKind
from flows import merchants
from flows.audit import By
from flows.messages.channels import SendFailed
from flows.staff import overrides
from flows.staff import talk as staff_talk
from store.tables import Conversation, Notice
from tests.flows.house import House
from tests.wording.announce import advance, send
from tests.wording.scene import speak

LANGUAGES = ("en", "es", "de", "fr", "pl")


def days(house: House, customers: int, seed: int) -> None:
    """Three days; a second between what happens, as there always is."""
    chance = random.Random(seed)
    events: list[TrackingEvent] = []
    numbers: list[str] = []
    for n in range(customers):
        mine = [f"DS{n:04}{letter}" for letter in "ab"[: chance.choice((1, 1, 2))]]
        numbers += mine
        allow = chance.choice(((), ("reschedule", "neighbour")))
        language = chance.choice(LANGUAGES)
        house.order(*mine, name=f"order-{n}", phone=_phone(n), language=language, allow=allow)
        _later(house, 1)
        for number in mine:
            events += _journey(house, number, chance)
    chance.shuffle(events)
    events += chance.choices(events, k=len(events) // 8)
    events.sort(key=lambda event: event.occurred_at + timedelta(minutes=chance.expovariate(1 / 40)))
    for event in events:
        came = max(house.now + timedelta(seconds=1), event.occurred_at + timedelta(seconds=chance.randrange(1, 900)))
        house.until(came)
        _later(house, 1)
        house.report(event._replace(received_at=house.now))
        house.say()
        if chance.random() < 0.25:
            _later(house, 1)
            chance.choice(ACTS)(house, chance, customers)
            house.say()
    house.until(timedelta(hours=8))


def _journey(house: House, number: str, chance: random.Random) -> list[TrackingEvent]:
    start = house.now + timedelta(hours=chance.randrange(1, 20), minutes=chance.randrange(60))
    ends = chance.choice(("delivered", "delivered", "delivery_attempted", "available_for_pickup", "exception"))
    window = start + timedelta(hours=chance.randrange(20, 30))
    later = window + timedelta(hours=chance.choice((0, 0, 3, 26)))
    key = f"{number}-{{}}".format
    story: list[tuple[float, str, dict[str, Any]]] = [
        (0, "accepted", {}),
        (2, "in_transit", {"eta": _window(window)}),
        (9, "in_transit", {"eta": _window(later)}),
        (14, "in_transit", {"timeliness": chance.choice((Timeliness.DELAYED, Timeliness.UNKNOWN))}),
        (20, "out_for_delivery", {"eta": _window(later)}),
        (26, ends, {"reason": "recipient.not_home"} if ends == "delivery_attempted" else {}),
    ]
    return [
        house.event(milestone, number, at=start + timedelta(hours=hours), key=key(step), **more)
        for step, (hours, milestone, more) in enumerate(story)
    ]


def _window(start: Any) -> Estimate:
    return Estimate(EtaKind.WINDOW, None, start, start + timedelta(hours=2))


def _staff(house: House, chance: random.Random, customers: int) -> None:
    by = By("Ines", "spoke with the customer", house.now)
    planned = [row for row in house.rows(Notice) if row.state in ("planned", "held", "expired")]
    with house.in_transaction() as tx:
        if planned and chance.random() < 0.7:
            row = chance.choice(planned)
            match chance.randrange(5):
                case 0:
                    overrides.hold(tx, row.shipment_id, row.key, house.now + timedelta(hours=2), by)
                case 1:
                    overrides.correct(tx, row.shipment_id, row.key, "It comes when it comes.", by)
                case 2:
                    overrides.cancel(tx, row.shipment_id, row.key, by)
                case 3:
                    overrides.send_now(tx, row.shipment_id, row.key, by)
                case _:
                    overrides.release_hold(tx, row.shipment_id, row.key, by)
            return
    thread = chance.choice(house.rows(Conversation))
    with house.in_transaction() as tx:
        if thread.owner == "bot":
            staff_talk.take_over(tx, thread.id, "bot", by)
        else:
            staff_talk.hand_back(tx, thread.id, thread.owner, by)


def _customer(house: House, chance: random.Random, customers: int) -> None:
    n = chance.randrange(customers)
    words = chance.choice(("STOP", "where is my parcel", "START", "thank you", "not home tomorrow"))
    house.hear(house.turn(words, address=_phone(n)))
    if chance.random() < 0.3 and house.last_links[0]:
        token = house.last_links[0].rpartition("=")[2]
        _later(house, 1)
        start = house.turn("", ChannelName.TELEGRAM, f"77{n}", kind=TurnKind.START, start_token=token)
        house.hear(start)


def _fail(house: House, chance: random.Random, customers: int) -> None:
    channel = chance.choice((house.sms, house.telegram))
    channel.fails.append(chance.choice((house.refused(), SendFailed("blocked", permanent=True, unbind=True))))


def _rules(house: House, chance: random.Random, customers: int) -> None:
    policy = {"move_threshold": chance.choice((600, 1800, 7200)), "day_before_at": chance.choice(("17:00", "18:00"))}
    with house.in_transaction() as tx:
        merchants.save(tx, "acme", None, None, policy, house.now)


def _words(house: House, chance: random.Random, customers: int) -> None:
    name = chance.choice(("announced", "day_before", "out_for_delivery", "delivered"))
    tone = f"Tone {chance.randrange(99)}: {{{{ links | lines }}}}"
    speak(house, tone, name=name, language=chance.choice(LANGUAGES))


def _announce(house: House, chance: random.Random, customers: int) -> None:
    try:
        send(house, {"en": "News for {{ tracking_number | code }}."}, fallback="en")
    except AssertionError:
        return  # nobody is on the way any more
    _later(house, 1)
    advance(house)


def _later(house: House, seconds: int) -> None:
    house.now += timedelta(seconds=seconds)


def _phone(n: int) -> str:
    return f"+1212555{n:04}"


ACTS = (_staff, _customer, _fail, _rules, _words, _announce)
"""What people do, at any time."""
