"""What was understood is kept with the message; what staff say it meant becomes an example, nothing personal in it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.understanding.examples import Example, examples
from domain.slots import SlotGiven
from domain.talk.turn import TurnKind
from flows.changes.slots import publish
from flows.staff.teaching import Untaught, as_files, is_label, redacted, teach
from store.tables import Message, TaughtExample
from tests.flows.house import House


def test_every_message_keeps_how_it_was_understood_and_why(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("wo ist mein paket geblieben"))
    (said,) = house.rows(Message, direction="in")
    assert (said.understood["verb"], said.understood["layer"]) == ("status", "classifier")
    assert said.understood["why"].startswith("status 0.")


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        (["another day please", "1"], ("pick_slot", "asked", 1.0, "slot")),
        (["another day please", "the second one"], ("pick_slot", "asked", 1.0, "slot")),
        (["another day please", "97"], ("unclear", "asked", 1.0, "")),
        (["another day please", "none of them"], ("pick_slot", "asked", 1.0, "")),
        (["leave it with a neighbour", "Mrs Ruiz at 7"], ("neighbour", "asked", 1.0, "")),
        (["no more texts please"], ("stop", "law", 1.0, "")),
        (["stop", "start"], ("resume", "law", 1.0, "")),
        (["help"], ("help", "command", 1.0, "")),
    ],
)
def test_what_the_law_or_our_question_decided_is_not_put_down_to_a_likeness(
    house: House, words: list[str], read_as: tuple[str, str, float, str]
) -> None:
    house.order("DS100", allow=("reschedule", "neighbour"))
    starts = [house.now + timedelta(days=n) for n in (2, 3)]
    cutoff = house.now + timedelta(days=1)
    slots = [SlotGiven(f"s{n}", at, at + timedelta(hours=3), 5, cutoff, zone="100") for n, at in enumerate(starts)]
    house.database.step(publish, 1, slots, house.now)
    house.say()
    for one in words:
        house.hear(house.turn(one))
    understood = house.rows(Message, direction="in")[-1].understood
    assert tuple(understood[name] for name in ("verb", "layer", "score", "why")) == read_as
    assert understood["guesses"] == []


def test_what_has_no_words_is_not_called_misunderstood(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("", kind=TurnKind.START), house.turn("photo", kind=TurnKind.MEDIA))
    assert [row.understood for row in house.rows(Message, direction="in")] == [None, None]


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
