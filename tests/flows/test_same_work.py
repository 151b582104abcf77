"""A number that is somebody else's and one that nobody has are told apart neither by the answer nor by how long it
takes: the same statements are made for both."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from domain.talk.turn import ChannelName
from tests.flows.house import House

FOREIGN, UNKNOWN = "ZZ777ABC", "ZZ888ABC"


@pytest.fixture
def two(house: House) -> House:
    """Bo's parcel, and one of somebody else's that is with the driver."""
    house.order("DS100XYZ", allow=("reschedule", "neighbour"))
    house.order(FOREIGN, name="B-88", phone="+12125550177", allow=("reschedule", "neighbour"))
    house.report(house.event("out_for_delivery", FOREIGN, eta=house.tomorrow()))
    house.say()
    return house


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    made: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        made.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(house.database.engine, "before_cursor_execute", note)


def work_for(house: House, number: str, said: str, channel: ChannelName, address: str) -> list[str]:
    with statements(house) as made:
        house.hear(house.turn(said.format(number), channel, address))
    return made


@pytest.mark.parametrize("said", ["where is {}", "when does {} come", "bring {} on friday", "who took {}?"])
def test_a_customer_who_names_another_number_costs_the_same_work(two: House, said: str) -> None:
    house = two
    house.hear(house.turn("hello"))
    of_others = work_for(house, FOREIGN, said, ChannelName.SMS, "+12125550123")
    of_nobody = work_for(house, UNKNOWN, said, ChannelName.SMS, "+12125550123")
    assert of_others == of_nobody


@pytest.mark.parametrize(("channel", "chat"), [(ChannelName.TELEGRAM, "90"), (ChannelName.SMS, "+121255509")])
def test_a_stranger_who_asks_where_it_is_costs_the_same_work(two: House, channel: ChannelName, chat: str) -> None:
    house = two
    work_for(house, UNKNOWN, "where is {}", channel, f"{chat}00")  # The first words of a channel make its lane.
    of_others = work_for(house, FOREIGN, "where is {}", channel, f"{chat}01")
    of_nobody = work_for(house, UNKNOWN, "where is {}", channel, f"{chat}02")
    assert of_others == of_nobody
