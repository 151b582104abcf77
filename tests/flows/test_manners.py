"""Manners: pieces read together, machines left alone, nothing said twice, numbers not tried one after another."""

from datetime import timedelta

import pytest

from bot.understanding import words
from domain.axes import EtaKind
from domain.events import Estimate
from domain.talk.automatic import is_automatic
from domain.talk.turn import ChannelName, TurnKind
from flows.talk.answer import Listener
from flows.talk.genuine import is_ours
from flows.talk.hear import Heard, answer_one, keep
from flows.talk.lookups import ADDRESSES, MISSES
from flows.talk.manners import LOOP, STREAM
from flows.talk.pieces import PATIENCE
from store import turns
from store.tables import Case, Inbound, Message, StopEntry
from tests.flows.house import House

STRANGER = "+12125550999"


@pytest.fixture
def ordered(house: House) -> House:
    house.order("DS100XYZ", allow=("neighbour", "safe_place"))
    house.say()
    house.report(house.event("out_for_delivery", "DS100XYZ", eta=today(house)))
    house.until(timedelta(minutes=1))
    return house


def today(house: House) -> Estimate:
    return Estimate(EtaKind.WINDOW, None, house.now + timedelta(hours=1), house.now + timedelta(hours=3))


def names(house: House) -> list[str]:
    return [m.name for m in house.rows(Message, direction="out")]


def arrives(house: House, *texts: str) -> None:
    """Kept, and not answered yet."""
    with house.in_transaction() as tx:
        keep(tx, [Heard(house.turn(text), house.now) for text in texts])


def answered(house: House) -> int:
    """One look at all that waits, as the service does it; how many were answered."""
    count = 0
    with house.in_transaction() as tx:
        for inbound_id, _ in turns.waiting(tx, 50):
            count += answer_one(tx, inbound_id, house.voice, Listener(words), house.now, PATIENCE) is not None
    house.say()
    return count


def test_a_message_in_pieces_is_read_together(ordered: House) -> None:
    before = len(names(ordered))
    arrives(ordered, "hi so about my parcel", "could you leave it", "with the neighbour at no 7")
    answered(ordered)
    assert names(ordered)[before:] == ["change_requested"]
    assert [row.state for row in ordered.rows(Inbound)] == ["handled"] * 3


def test_a_piece_that_says_nothing_waits_for_the_rest_and_not_for_ever(ordered: House) -> None:
    before = len(names(ordered))
    arrives(ordered, "so um I was thinking")
    assert answered(ordered) == 0
    ordered.now += timedelta(seconds=2)
    arrives(ordered, "where is my parcel")
    assert answered(ordered) == 1
    assert names(ordered)[before:] == ["status"]
    arrives(ordered, "blorp the quux")
    assert answered(ordered) == 0
    ordered.now += PATIENCE
    assert answered(ordered) == 1
    assert names(ordered)[-1] == "unclear"


def test_what_makes_sense_by_itself_waits_for_nothing(ordered: House) -> None:
    arrives(ordered, "where is my parcel")
    assert answered(ordered) == 1


def test_a_stop_is_never_read_together_with_anything(ordered: House) -> None:
    arrives(ordered, "so um I was thinking", "STOP")
    answered(ordered)
    ordered.now += PATIENCE
    answered(ordered)
    assert len(ordered.rows(StopEntry)) == 1


def test_the_same_question_again_is_told_that_nothing_is_new(ordered: House) -> None:
    before = len(names(ordered))
    for _ in range(3):
        ordered.hear(ordered.turn("where is my parcel"))
        ordered.now += timedelta(minutes=1)
    assert names(ordered)[before:] == ["status", "nothing_new", "nothing_new"]
    first, second = (m.text for m in ordered.rows(Message, name="nothing_new"))
    assert "Nothing has changed since" in first
    assert "Still nothing new" in second


def test_news_in_between_is_told(ordered: House) -> None:
    ordered.hear(ordered.turn("where is my parcel"))
    ordered.now += timedelta(minutes=1)
    ordered.report(ordered.event("out_for_delivery", "DS100XYZ", detail="arriving"))
    ordered.hear(ordered.turn("where is my parcel"))
    assert "nothing_new" not in names(ordered)
    assert names(ordered).count("status") == 2


def test_thanks_are_answered_once_and_not_at_night(ordered: House) -> None:
    ordered.hear(ordered.turn("thanks!"))
    ordered.hear(ordered.turn("thank you so much"))
    assert names(ordered).count("thanks") == 1
    ordered.now += timedelta(hours=12)
    ordered.hear(ordered.turn("thanks a lot"))
    assert names(ordered).count("thanks") == 1


def test_at_night_a_question_is_answered(ordered: House) -> None:
    ordered.now += timedelta(hours=12)
    ordered.hear(ordered.turn("where is my parcel"))
    assert "status" in names(ordered)


@pytest.mark.parametrize(
    "text",
    [
        "Automatic reply: I am away",
        "[Auto-Reply] on holiday until Monday",
        "Out of office",
        "Abwesenheitsnotiz: bin ab Montag zurück",
        "Respuesta automática: estoy fuera",
        "رد تلقائي: أنا في إجازة",
    ],
)
def test_an_automatic_reply_gets_no_answer(ordered: House, text: str) -> None:
    before = len(names(ordered))
    ordered.hear(ordered.turn(text))
    assert names(ordered)[before:] == []
    assert ordered.rows(Inbound)[-1].state == "ignored"


def test_people_are_not_taken_for_machines() -> None:
    for text in ("reply please", "I got an automatic reply", "are you out of office?", "is this an automated bot?"):
        assert not is_automatic(text), text


def test_a_loop_of_two_machines_ends_and_a_person_hears_of_it(ordered: House) -> None:
    before = len(names(ordered))
    for ticket in range(LOOP + 3):
        ordered.hear(ordered.turn(f"Ticket #{4000 + ticket} was created for your request"))
        ordered.now += timedelta(seconds=5)
    assert len(names(ordered)[before:]) < LOOP
    assert "repeats" in [case.kind for case in ordered.rows(Case)]


def test_a_stream_of_different_words_ends_with_one_notice(ordered: House) -> None:
    for n in range(STREAM + 5):
        ordered.hear(ordered.turn(f"{'abcdefghijk'[n % 11] * 9} {chr(97 + n // 11) * 5}"))
        ordered.now += timedelta(seconds=30)
    assert names(ordered).count("too_many") == 1
    assert ordered.rows(Inbound)[-1].state == "ignored"


def test_a_stop_is_heard_in_the_middle_of_a_flood(ordered: House) -> None:
    for n in range(30):
        ordered.hear(ordered.turn(f"hello {n}"))
    ordered.hear(ordered.turn("stop texting me"))
    assert len(ordered.rows(StopEntry)) == 1


def test_numbers_are_not_tried_one_after_another(ordered: House) -> None:
    for n in range(MISSES):
        ordered.hear(ordered.turn(f"where is DS{900 + n}XYZ", address=STRANGER))
        ordered.now += timedelta(minutes=2)
    ordered.hear(ordered.turn("where is DS100XYZ", address=STRANGER))
    assert names(ordered)[-1] == "enough_numbers"
    ordered.now += timedelta(hours=25)
    before = len(names(ordered))
    ordered.hear(ordered.turn("where is DS100XYZ", address=STRANGER))
    assert "coarse_status" in names(ordered)[before:]


def test_one_number_is_not_asked_for_from_everywhere(ordered: House) -> None:
    for n in range(ADDRESSES):
        ordered.hear(ordered.turn("where is DS100XYZ", ChannelName.TELEGRAM, f"{5000 + n}"))
    ordered.hear(ordered.turn("where is DS100XYZ", ChannelName.TELEGRAM, "6000"))
    ordered.hear(ordered.turn("where is DS999XYZ", ChannelName.TELEGRAM, "6001"))
    assert names(ordered)[-2:] == ["enough_numbers", "coarse_status"]


def test_is_it_really_you_is_answered_from_the_record(ordered: House) -> None:
    (words_,) = ordered.hear(ordered.turn("is this a scam?"))
    assert "Our last message to you went out" in words_
    assert "as a text" in words_
    assert "https://door.example" in words_
    (again,) = ordered.hear(ordered.turn("is this a scam? it says pay at http://parcel-fee.example/x"))
    assert "not ours" in again


def test_a_stranger_is_told_that_nothing_was_sent_here(ordered: House) -> None:
    (said,) = ordered.hear(ordered.turn("is this a scam?", address=STRANGER))
    assert "We have sent you nothing here before" in said


@pytest.mark.parametrize(
    ("link", "ours"),
    [
        ("https://door.example/t/abc", True),
        ("door.example/t/abc", True),
        ("https://t.me/door_bot", True),
        ("https://door.example.evil.example/t/abc", False),
        ("https://user@door.example/", False),
        ("https://door.example@evil.example/", False),
        ("bit.ly/x1", False),
        ("https://[", False),
    ],
)
def test_whose_a_link_is(link: str, ours: bool) -> None:
    assert is_ours(link, "https://door.example") is ours


def test_when_exactly_is_answered_with_the_hour_as_far_as_it_is_known(ordered: House) -> None:
    (said,) = ordered.hear(ordered.turn("when exactly??"))
    assert "The closest time we know is" in said


@pytest.mark.parametrize(("emoji", "name"), [("👍", "thanks"), ("❤️", "thanks"), ("🤖", "media_not_understood")])
def test_a_sticker_is_answered_sensibly(ordered: House, emoji: str, name: str) -> None:
    ordered.hear(ordered.turn("sticker", kind=TurnKind.MEDIA, caption=emoji))
    assert names(ordered)[-1] == name


def test_who_complains_again_hears_that_they_wait_and_not_the_same_facts(ordered: House) -> None:
    before = len(names(ordered))
    ordered.hear(ordered.turn("this is ridiculous"))
    ordered.hear(ordered.turn("useless"))
    assert names(ordered)[before:] == ["status", "handed_over", "handed_over"]


def test_who_waits_for_a_person_is_not_told_so_over_and_over(ordered: House) -> None:
    before = len(names(ordered))
    for said in ("talk to a person", "a person please", "when will a person call me?", "where is my parcel"):
        ordered.hear(ordered.turn(said))
        ordered.now += timedelta(minutes=1)
    first, second, *others = names(ordered)[before:]
    assert (first, second) == ("handed_over", "handed_over")  # that a person will answer; that they wait already
    assert "handed_over" not in others
