"""What was said is found by its words, the last one perhaps only begun, on either engine; what was erased is not."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from flows.privacy import erase
from store import searching
from store.searching import message_ids
from store.tables import Message
from tests.console.scene import step
from tests.flows.house import House


@pytest.fixture
def talk(database_url: str) -> Any:
    house = House(database_url)
    house.order("DS100")
    for words in ("My dög ate the parcel", "Please call the concierge, O'Brien 55%"):
        house.now += timedelta(minutes=2)
        house.hear(house.turn(words))
    yield house
    house.close()


def _found(house: House, words: str, before: int | None = None, limit: int = 10) -> list[str]:
    def look(tx: Connection) -> list[int]:
        return list(message_ids(tx, words, before, limit))

    ids = step(house, look)
    texts = {row.id: row.text for row in house.rows(Message)}
    return [texts[i] for i in ids if not texts[i].startswith("Acme")]


@pytest.mark.parametrize("words", ["dög", "PARCEL ate", "parcel dö", "my dög ate the parcel"])
def test_every_word_counts_and_the_last_may_be_only_begun(talk: House, words: str) -> None:
    assert "My dög ate the parcel" in _found(talk, words)


@pytest.mark.parametrize("words", ["zebra", "dög concierge", "", "  ", "_", "!!!", "arcel", "parc dög"])
def test_what_was_not_said_is_not_found(talk: House, words: str) -> None:
    assert _found(talk, words) == []


@pytest.mark.parametrize(
    "words", ["O'Brien", '"concierge" OR x*', "concierge & !call", "55% \\ : ( )", "'; DROP TABLE message"]
)
def test_signs_of_query_languages_are_no_language_here(talk: House, words: str) -> None:
    _found(talk, words)


def test_the_newest_come_first_and_pages_follow_by_key(talk: House) -> None:
    ids = step(talk, message_ids, "the", None, 10)
    assert list(ids) == sorted(ids, reverse=True)
    assert list(step(talk, message_ids, "the", ids[0], 10)) == list(ids[1:])
    assert len(step(talk, message_ids, "the", None, 1)) == 1


def test_what_is_older_than_the_newest_is_found_as_well(talk: House, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = list(step(talk, message_ids, "the", None, 10))
    for newest in (1, 2, 3):
        monkeypatch.setattr(searching, "NEWEST", newest)
        assert list(step(talk, message_ids, "the", None, 10)) == everything
        assert list(step(talk, message_ids, "the", None, 1)) == everything[:1]
        assert list(step(talk, message_ids, "the", everything[0], 10)) == everything[1:]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_rare_words_among_many_messages_are_gathered_from_the_index(talk: House) -> None:
    """Read backwards, the newest first, they took 38 s among five million."""
    with talk.in_transaction() as tx:
        tx.execute(
            text(
                "INSERT INTO message (conversation_id, direction, channel, address, author, name, text, state,"
                " priority, units, due_at, created_at, rank, attempts)"
                " SELECT (SELECT min(id) FROM conversation), 'out', 'web', 'a', 'bot', 'x', 'the parcel ' || n, 'sent',"
                " 3, 1, now(), now(), 0, 0 FROM generate_series(1, 20000) n"
            )
        )
        tx.execute(text("ANALYZE message"))
        wanted = {"query": "'parcel' & '777':*", "below": 2**62, "limit": 50}
        plan = "\n".join(tx.scalars(text("EXPLAIN " + searching.ANYWHERE), wanted))
        assert "message_search" in plan, plan
        assert len(message_ids(tx, "parcel 777", None, 50)) == 11


def test_what_was_erased_is_found_no_more(talk: House) -> None:
    step(talk, erase, "+12125550123", talk.now)
    assert _found(talk, "parcel") == []
    assert _found(talk, "dög") == []
