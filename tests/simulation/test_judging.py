"""What counts as said twice, or said falsely."""

import pytest

from doorstep.simulation.judging import contradictions, repeated
from doorstep.simulation.plans import Chances, draw
from doorstep.simulation.reading import Bubble, bubbles

(SMOOTH,) = draw(1, 1, Chances(0, 0, 0, 0))
(MISSED,) = draw(1, 1, Chances(1, 0, 0, 0))
A_DAY = ("announced", "estimate", "out_for_delivery", "arriving_soon", "delivered", "feedback")


def _said(*names: str) -> list[Bubble]:
    return [Bubble(name, mine=False, text=f"{name} {n}") for n, name in enumerate(names)]


def test_a_good_day_is_not_complained_about() -> None:
    assert contradictions(SMOOTH, _said(*A_DAY)) == []
    assert contradictions(MISSED, _said(*A_DAY[:4], "attempt_failed", "reschedule_confirmed")) == []


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        (A_DAY[:4], "delivered was never said"),
        ((*A_DAY, "attempt_failed"), "attempt_failed was said, and was not so"),
        (("announced", "delivered", "out_for_delivery"), "out_for_delivery was said late, as if it were new"),
        (("announced", "delivered", "delay"), "delay was said after the day had ended"),
    ],
)
def test_what_was_not_so_is_named(names: tuple[str, ...], complaint: str) -> None:
    assert complaint in contradictions(SMOOTH, _said(*names))


def test_the_same_words_twice_are_a_repetition_and_other_words_are_none() -> None:
    twice = [Bubble("estimate", mine=False, text="today"), Bubble("estimate", mine=False, text="today")]

    assert repeated(twice) == ["estimate"]
    assert repeated([twice[0], Bubble("estimate", mine=False, text="tomorrow")]) == []
    assert repeated([Bubble("status", mine=False, text="same")] * 2) == []


def test_a_page_is_read_as_its_customer_reads_it() -> None:
    page = """
    <ul><li class="mine" data-name="text" data-at="x"><p class="text">a &lt;b&gt;</p></li>
    <li class="ours" data-name="status" data-at="x"><p class="text">two
    lines</p><p class="who">The shop</p>
    <form><button name="choice" value="t-1">Another day</button></form></li></ul>
    <form><button id="send">Send</button></form>
    """

    question, answer = bubbles(page)

    assert (question.mine, question.text) == (True, "a <b>")
    assert (answer.name, answer.text.split(), answer.choices) == ("status", ["two", "lines"], [("Another day", "t-1")])
