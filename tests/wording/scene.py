"""Writing and publishing words in a house."""

from bot.words import Words
from bot.wordsmith import Wordsmith
from flows.audit import By, Refused
from flows.messages import wording_desk as desk
from flows.messages.wording import ANY
from store import wordings
from tests.flows.house import House

SMITH = Wordsmith(Words())
WORDS = "Good news: your parcel {{ tracking_number | code }} is ours now. {{ links | lines }}"


def by(house: House, who: str = "Ines", why: str = "the shop's own tone") -> By:
    return By(who, why, house.now)


def draft(house: House, source: str, name: str = "announced", language: str = "en", channel: str = ANY) -> desk.Drafted:
    with house.in_transaction() as tx:
        place = (house.merchant_id, name, language, channel)
        drafted = desk.draft(tx, place, source, SMITH.languages(), by(house))
    assert isinstance(drafted, desk.Drafted), drafted
    return drafted


def publish(house: House, version_id: int, seen: int | None) -> desk.Published | Refused:
    with house.in_transaction() as tx:
        row = wordings.version(tx, version_id)
        checked = SMITH.check(row.name, row.language, row.channel, row.source)
        return desk.publish(tx, version_id, seen, checked, by(house))


def speak(house: House, source: str, name: str = "announced", language: str = "en", channel: str = ANY) -> int:
    """These words speak from now on; returns their number."""
    with house.in_transaction() as tx:
        live = wordings.live(tx, (house.merchant_id, name, language, channel))
    drafted = draft(house, source, name, language, channel)
    assert publish(house, drafted.version_id, live.number if live else None) == desk.Published(drafted.number)
    return drafted.number


def sneak_in(house: House, source: str, name: str = "announced", language: str = "en", channel: str = ANY) -> None:
    """Words that no check has seen, as an older version of the service may have let them through."""
    drafted = draft(house, source, name, language, channel)
    with house.in_transaction() as tx:
        place = (house.merchant_id, name, language, channel)
        wordings.publish(tx, place, drafted.version_id, "nobody", "", house.now)
