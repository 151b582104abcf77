"""Identity levels by everything a customer can say: to a stranger no field of a parcel, without proof no change."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.understanding.examples import examples
from domain.talk.turn import ChannelName, TurnKind
from store.tables import ChangeRequest, Contact, Message, Shipment
from store.writing import table_of
from tests.flows.house import House

SECRETS = ("Elm", "Bo Ek", "/t/", "10:00", "12:00", "A-77", "Queens", "+1212", "555")
OTHERS = ("ZZ777", "777ABC", "B-88", "Quince", "0177")
"""What stands in somebody else's order."""
OTHER_ADDRESS = {"lines": ["99 Quince Rd"], "city": "New York", "postcode": "10001", "country": "US"}
FIRST = {(e.language, e.label): e.text for e in reversed(list(examples())) if e.language in ("en", "es", "de", "ar")}
STRANGE = [(ChannelName.SMS, "+12125550999"), (ChannelName.TELEGRAM, "999")]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(f"sqlite:///{tmp_path_factory.mktemp('levels') / 'door.db'}")
    everything = (
        "reschedule",
        "neighbour",
        "safe_place",
        "recipient",
        "address",
        "access_code",
        "instructions",
        "hold",
    )
    house.order("DS100XYZ", name="A-77", allow=everything)
    house.say()
    house.report(house.event("out_for_delivery", "DS100XYZ", eta=house.tomorrow(), place=None))
    house.say()
    house.order("ZZ777ABC", name="B-88", phone="+12125550177", allow=everything, address=OTHER_ADDRESS)
    house.say()
    yield house
    house.close()


def heard(house: House, text: str, channel: ChannelName, address: str, **more: object) -> list[str]:
    """The words that went to this address in answer. An hour and more passes: it is no flood, and no number is tried
    too often.
    """
    table = table_of(Message)
    with house.in_transaction() as tx:
        before = tx.scalar(select(func.max(table.c.id))) or 0
    house.hear(house.turn(text, channel, address, **more))
    house.now += timedelta(minutes=75)
    answers = select(table.c.name, table.c.text).where(
        table.c.id > before, table.c.direction == "out", table.c.address == address
    )
    with house.in_transaction() as tx:
        said = tx.execute(answers).all()
    assert "enough_numbers" not in [m.name for m in said], "the test has become empty"
    return [m.text for m in said]


@pytest.mark.parametrize(("channel", "address"), STRANGE)
@pytest.mark.parametrize(("language", "label"), FIRST)
def test_a_stranger_who_names_the_number_hears_no_field_of_level_one(
    known: House, channel: ChannelName, address: str, language: str, label: str
) -> None:
    for text in (f"{FIRST[language, label]} DS100XYZ", FIRST[language, label]):
        for words in heard(known, text, channel, address):
            assert not [secret for secret in SECRETS if secret in words], words
    assert known.rows(ChangeRequest) == []


@pytest.mark.parametrize(("language", "label"), FIRST)
def test_who_has_only_the_link_changes_nothing(known: House, language: str, label: str) -> None:
    customer = str(known.rows(Contact)[0].customer_id)
    heard(known, FIRST[language, label], ChannelName.WEB, customer)
    heard(known, "Mrs Ruiz, 14 Oak Street 10001", ChannelName.WEB, customer)
    assert known.rows(ChangeRequest) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=80) | st.sampled_from(["DS100XYZ", "ds100xyz 123456", "yes", "1", "code 000000"]),
    where=st.sampled_from(STRANGE),
    kind=st.sampled_from([TurnKind.TEXT, TurnKind.MEDIA, TurnKind.CHOICE, TurnKind.START, TurnKind.CONTACT]),
    token=st.none() | st.text(max_size=30) | st.sampled_from(["token-1", "token-2", "token-3"]),
)
def test_whatever_a_stranger_sends_no_field_of_level_one_comes_back(
    known: House, text: str, where: tuple[ChannelName, str], kind: TurnKind, token: str | None
) -> None:
    channel, address = where
    for words in heard(known, text, channel, address, kind=kind, choice_token=token, start_token=token):
        assert not [secret for secret in SECRETS if secret in words], words
    assert known.rows(ChangeRequest) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=80)
    | st.sampled_from(
        ["ZZ777ABC", "where is ZZ777ABC", "leave ZZ777ABC with my neighbour at 7", "both", "all of them", "yes"]
    )
    | st.sampled_from([e.text for e in examples() if e.language in ("en", "fr", "tr")][::7]),
    channel=st.sampled_from([ChannelName.SMS, ChannelName.WEB]),
    kind=st.sampled_from([TurnKind.TEXT, TurnKind.MEDIA, TurnKind.CHOICE, TurnKind.CONTACT]),
    token=st.none() | st.integers(1, 60).map(lambda n: f"token-{n}"),
)
def test_whatever_a_customer_sends_they_hear_nothing_of_somebody_elses_and_change_nothing_of_it(
    known: House, text: str, channel: ChannelName, kind: TurnKind, token: str | None
) -> None:
    mine = known.rows(Contact, address="+12125550123")[0].customer_id
    address = "+12125550123" if channel is ChannelName.SMS else str(mine)
    for words in heard(known, text, channel, address, kind=kind, choice_token=token):
        assert not [secret for secret in OTHERS if secret in words and secret not in text], words
    theirs = {row.id for row in known.rows(Shipment) if row.tracking_number == "ZZ777ABC"}
    assert not [row for row in known.rows(ChangeRequest) if row.shipment_id in theirs]
