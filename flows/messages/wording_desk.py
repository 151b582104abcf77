"""Writing words: versions are added, one is published, and any other can be put back. Each act leaves an audit row."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.talk.turn import ChannelName
from flows.audit import By, Refused, record, unreasoned
from flows.messages.wording import CHANNELS, NAMES, Checked
from store import wordings
from store.wordings import Place

LONGEST_SOURCE = 4000


@dataclass(frozen=True, slots=True)
class Drafted:
    """A version that nobody hears yet."""

    version_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Published:
    """`number` is what speaks now; None: the shipped words."""

    number: int | None


def draft(tx: Connection, place: Place, source: str, languages: tuple[str, ...], by: By) -> Drafted | Refused:
    """Keeps these words as a new version. The same words again are the version they are already."""
    if refusal := _wrong_place(tx, place, languages):
        return refusal
    source = source.strip()
    if not source:
        return Refused("Write the words first.")
    if len(source) > LONGEST_SOURCE:
        return Refused(f"Words have at most {LONGEST_SOURCE} characters; these have {len(source)}.")
    newest = next(iter(wordings.versions(tx, place, 1)), None)
    if newest is not None and newest.source == source:
        return Drafted(newest.id, newest.number)
    version_id, number = wordings.add_version(tx, place, source, by.who, by.at)
    record(tx, by, "wording.draft", subject(place), after={"version": number, "words": source})
    return Drafted(version_id, number)


def publish(tx: Connection, version_id: int, seen: int | None, checked: Checked, by: By) -> Published | Refused:
    """This version speaks from this commit on, in every process. `seen` is the version the page showed as speaking;
    `checked` is what the wordsmith found in this one.
    """
    if refusal := unreasoned(by):
        return refusal
    version = wordings.version(tx, version_id)
    if version is None:
        return Refused("There is no such version.")
    place = place_of(version)
    before = _before(tx, place)
    if before != seen:
        return Refused(_overtaken(before))
    if before == version.number:
        return Refused(f"Version {before} speaks already.")
    if not checked.is_usable:
        return Refused("It cannot be published: " + "; ".join(p.why for p in checked.problems if p.grave) + ".")
    action = "wording.roll_back" if before is not None and version.number < before else "wording.publish"
    wordings.publish(tx, place, version_id, by.who, by.why, by.at)
    after = {"version": version.number, "words": version.source}
    record(tx, by, action, subject(place), {"version": before}, after)
    return Published(version.number)


def withdraw(tx: Connection, place: Place, seen: int | None, by: By) -> Published | Refused:
    """The shipped words speak again."""
    if refusal := unreasoned(by):
        return refusal
    before = _before(tx, place)
    if before is None:
        return Refused("The shipped words speak already.")
    if before != seen:
        return Refused(_overtaken(before))
    wordings.publish(tx, place, None, by.who, by.why, by.at)
    record(tx, by, "wording.withdraw", subject(place), {"version": before}, {"version": None})
    return Published(None)


def subject(place: Place) -> str:
    merchant_id, name, language, channel = place
    return f"wording:{merchant_id}/{name}/{language}/{channel}"


def place_of(version: object) -> Place:
    """Of a version's row."""
    return (version.merchant_id, version.name, version.language, version.channel)  # type: ignore[attr-defined]  # a row


def _before(tx: Connection, place: Place) -> int | None:
    """The number of what speaks now; the merchant is locked from here on."""
    wordings.lock(tx, place[0])
    live = wordings.live(tx, place)
    return live.number if live is not None else None


def _overtaken(before: int | None) -> str:
    now = f"version {before}" if before is not None else "the shipped words"
    return f"Somebody was quicker: now {now} speak. Look at it and decide again."


def _wrong_place(tx: Connection, place: Place, languages: tuple[str, ...]) -> Refused | None:
    merchant_id, name, language, channel = place
    if name not in NAMES:
        return Refused(f"There is no message {name[:40]!r} whose words can be written.")
    if language not in languages:
        return Refused(f"There is no language {language[:10]!r}: known are {', '.join(languages)}.")
    if channel not in CHANNELS:
        return Refused(f"There is no channel {channel[:10]!r}: any, {', '.join(ChannelName)}.")
    if not wordings.lock(tx, merchant_id):
        return Refused("There is no such merchant.")
    return None
