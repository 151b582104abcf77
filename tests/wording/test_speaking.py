"""A merchant's own words are what is said; whatever is wrong with them, something true is said."""

import threading
import time

import pytest

from flows.audit import Refused
from flows.messages import wording_desk as desk
from store.tables import Audit, WordingPublication
from tests.flows.house import House
from tests.wording.scene import WORDS, by, draft, publish, sneak_in, speak

SHIPPED = "Acme: We'll keep you posted on your parcel DS100."


def said(house: House, number: str = "DS100") -> str:
    house.order(number, name=f"order-{number}", phone=f"+1212555{number[2:]:0>4}")
    return house.say()[0]


def test_what_is_published_is_said_from_then_on(house: House) -> None:
    before = said(house, "DS101")
    speak(house, WORDS)
    after = said(house, "DS102")

    assert "keep you posted" in before
    assert after.startswith("Acme: Good news: your parcel DS102 is ours now.\nhttps://door.example/t/")


def test_a_draft_is_not_said(house: House) -> None:
    draft(house, WORDS)
    assert "keep you posted" in said(house)


def test_words_for_a_channel_go_before_words_for_all(house: House) -> None:
    speak(house, "By any way: {{ tracking_number }}")
    speak(house, "By text: {{ tracking_number }}", channel="sms")
    assert "By text: DS100" in said(house)


def test_words_for_every_channel_go_before_the_shipped_ones_for_this_channel(house: House) -> None:
    speak(house, WORDS)
    assert "Good news" in said(house)


def test_another_language_keeps_its_shipped_words(house: House) -> None:
    speak(house, WORDS)
    house.order("DS100", language="es")
    assert "Good news" not in house.say()[0]


@pytest.mark.parametrize(
    "broken",
    [
        "{% if window %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{{ tracking_number|attr('__class__') }}",
        "{{ 'x' * 1000000000 }}",
        "{{ cycler.__init__.__globals__.os.system('true') }}",
        "{{ window | window }}",
        "{{ '' }}",
        "{{ support | code }}",
        "(" * 3999,
    ],
)
def test_where_the_newest_cannot_speak_the_last_good_version_does_and_at_once(small_house: House, broken: str) -> None:
    speak(small_house, WORDS)
    sneak_in(small_house, broken)
    small_house.order("DS100")

    started = time.perf_counter()
    (words,) = small_house.say()

    assert "Good news: your parcel DS100" in words or broken.startswith("(((")
    assert len(words) < 5000
    assert time.perf_counter() - started < 5


def test_where_no_version_can_speak_the_shipped_words_do(house: House) -> None:
    sneak_in(house, "{{ ''.__class__ }}")
    sneak_in(house, "{% broken")
    sneak_in(house, "{{ nothing_of_the_kind }}")
    assert "keep you posted" in said(house)


def test_an_older_version_is_put_back_with_a_row_for_each_step(house: House) -> None:
    first = draft(house, WORDS)
    publish(house, first.version_id, None)
    second = draft(house, "Another tone: {{ links | lines }}")
    publish(house, second.version_id, 1)
    assert publish(house, first.version_id, 2) == desk.Published(1)

    assert "Good news" in said(house)
    actions = [row.action for row in house.rows(Audit)]
    assert actions == [
        "wording.draft",
        "wording.publish",
        "wording.draft",
        "wording.publish",
        "wording.roll_back",
    ]
    assert [row.speaks for row in house.rows(WordingPublication)] == [None, 1, 0]


def test_withdrawn_words_leave_it_to_the_shipped_ones_and_to_no_older_version(house: House) -> None:
    speak(house, WORDS)
    speak(house, "Another tone: {{ links | lines }}")
    with house.in_transaction() as tx:
        place = (house.merchant_id, "announced", "en", "any")
        assert desk.withdraw(tx, place, 2, by(house)) == desk.Published(None)

    assert "keep you posted" in said(house)
    assert [row.speaks for row in house.rows(WordingPublication)] == [None, None, None]


def test_at_most_three_versions_stand_behind_each_other(house: House) -> None:
    for n in range(6):
        speak(house, f"Tone {n}: {{{{ links | lines }}}}")
    assert [row.speaks for row in house.rows(WordingPublication)] == [None, None, None, 2, 1, 0]


def test_what_cannot_be_used_is_not_published(house: House) -> None:
    drafted = draft(house, "{{ trackingnumber }} {{ ''.__class__ }}")
    refused = publish(house, drafted.version_id, None)

    assert isinstance(refused, Refused)
    assert "did you mean tracking_number?" in refused.why
    assert house.rows(WordingPublication) == []


def test_who_has_not_seen_what_speaks_now_does_not_publish_over_it(house: House) -> None:
    speak(house, WORDS)
    drafted = draft(house, "Another tone: {{ links | lines }}")
    assert isinstance(publish(house, drafted.version_id, None), Refused)


def test_of_two_who_publish_at_once_one_is_first(house: House) -> None:
    drafts = [draft(house, f"Tone {n}: {{{{ links | lines }}}}") for n in range(4)]
    results: list[object] = []
    threads = [
        threading.Thread(target=lambda d=one: results.append(publish(house, d.version_id, None))) for one in drafts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(result, desk.Published) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 3


def test_answers_are_in_the_merchant_s_words_too(house: House) -> None:
    speak(house, "You are most welcome.", name="thanks")
    house.order("DS100")
    house.say()
    assert any("You are most welcome." in words for words in house.hear(house.turn("thank you!")))
