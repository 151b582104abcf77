"""What was understood is kept with the message; what staff say it meant becomes an example, nothing personal in it."""

from pathlib import Path

import pytest

from bot.understanding.examples import Example, examples
from flows.teaching import Untaught, as_files, is_label, redacted, teach
from store.tables import Message, TaughtExample
from tests.flows.house import House


def test_every_message_keeps_how_it_was_understood_and_why(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("wo ist mein paket geblieben"))
    (said,) = house.rows(Message, direction="in")
    assert (said.understood["verb"], said.understood["layer"]) == ("status", "classifier")
    assert said.understood["why"].startswith("status 0.")


def test_a_correction_becomes_an_example_that_training_reads(house: House, tmp_path: Path) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("my bro has it, call +1 212 555 0123 re DS100"))
    (said,) = house.rows(Message, direction="in")
    with house.in_transaction() as tx:
        assert teach(tx, said.id, "thanks", "en", "Ines", house.now) is None
        assert teach(tx, said.id, "recipient", "en-GB", "Ines", house.now) is None
        for name, content in as_files(tx):
            (tmp_path / name).write_text(content)
    assert len(house.rows(TaughtExample)) == 1
    assert list(examples(tmp_path)) == [Example("my bro has it, call re", "recipient", "en")]


@pytest.mark.parametrize("label", ["stop", "pick_slot", "human", "human: nobody", "nonsense", ""])
def test_what_words_alone_may_never_decide_cannot_be_taught(house: House, label: str) -> None:
    assert not is_label(label)
    with house.in_transaction() as tx:
        assert isinstance(teach(tx, 1, label, "en", "Ines", house.now), Untaught)


def test_what_we_said_ourselves_is_no_example(house: House) -> None:
    house.order("DS100")
    house.say()
    ours = house.rows(Message)[0].id
    with house.in_transaction() as tx:
        assert isinstance(teach(tx, ours, "status", "en", "Ines", house.now), Untaught)


def test_addresses_and_long_numbers_are_left_out() -> None:
    assert redacted("mail bo@x.example or see https://x.example/t/1 about 1Z999AA10123456784 at no 7") == (
        "mail or see about at no 7"
    )
