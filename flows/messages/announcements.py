"""Announcements: written, chosen for, handed in, approved by a second person where they are many, sent, halted.

What is out becomes facts of the parcels' stories, so that quiet hours, stops, takeovers and re-asking hold as for any
other notice. Parcels are released in sets, no faster than they are said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.announcements import EDITABLE, OUT, AnnouncementState, chosen_facts, chosen_from
from flows.audit import By, Refused, record, unreasoned
from flows.messages.wording import Checked
from store import announcements, wordings
from store.stories import policy_of

LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote: `chosen` and `texts` (by language) as JSON values."""

    merchant_id: int
    title: str
    chosen: Mapping[str, object]
    texts: Mapping[str, str]
    fallback: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """Where an announcement stands after what was done."""

    id: int
    state: AnnouncementState


def write(
    tx: Connection, announcement_id: int | None, written: Written, checks: Mapping[str, Checked], by: By
) -> Now | Refused:
    """Keeps a draft. What was handed in or approved before is a draft again: its readers saw other words."""
    if refusal := _badly_written(tx, written, checks, by):
        return refusal
    row: dict[str, Any] = {
        "merchant_id": written.merchant_id,
        "title": " ".join(written.title.split()),
        "chosen": chosen_facts(chosen_from(written.chosen)),
        "texts": {language: text.strip() for language, text in written.texts.items() if text.strip()},
        "fallback": written.fallback,
        "expires_at": written.expires_at,
        "changed_by": by.who,
        **_decided(AnnouncementState.DRAFT, by, "written"),
    }
    before = None
    if announcement_id is None:
        announcement_id = announcements.add(tx, {**row, "created_by": by.who, "created_at": by.at, "parcels": 0})
    else:
        found = announcements.get(tx, announcement_id, lock=True)
        if found is None or found.state not in EDITABLE:
            return Refused("It is out already: stop it, and write another one.")
        if found.merchant_id != written.merchant_id:
            return Refused("An announcement stays with its merchant.")
        before = _shown(found)
        announcements.change(tx, announcement_id, **row, submitted_by=None, approved_by=None, parcels=0)
        announcements.forget_chosen(tx, announcement_id)
    record(
        tx, by, "announcement.write", _subject(announcement_id), before, _shown(announcements.get(tx, announcement_id))
    )
    return Now(announcement_id, AnnouncementState.DRAFT)


def hand_in(tx: Connection, announcement_id: int, checks: Mapping[str, Checked], by: By) -> Now | Refused:
    """Chooses the parcels there are now, and keeps which. Beyond the merchant's limit it waits for a second person."""
    found = announcements.get(tx, announcement_id, lock=True)
    if found is None or found.state != AnnouncementState.DRAFT:
        return Refused("Only a draft is handed in.")
    if unusable := [language for language, checked in checks.items() if not checked.is_usable]:
        return Refused(f"The words cannot be used yet: {', '.join(sorted(unusable))}.")
    chosen = chosen_from(found.chosen)
    languages = {row.language[:2] for row in announcements.count(tx, found.merchant_id, chosen)}
    if not languages:
        return Refused("Nobody is chosen: no parcel of this merchant is like that now.")
    missing = sorted(languages - set(found.texts))
    if missing and found.fallback is None:
        return Refused(f"Customers read {', '.join(missing)} too: write it for them, or say which words they get.")
    parcels = announcements.choose(tx, announcement_id, found.merchant_id, chosen)
    alone = parcels <= limit_of(tx, found.merchant_id)
    state = AnnouncementState.READY if alone else AnnouncementState.WAITING
    decided = _decided(state, by, "handed in")
    announcements.change(tx, announcement_id, **decided, submitted_by=by.who, parcels=parcels)
    record(tx, by, "announcement.hand_in", _subject(announcement_id), None, {"parcels": parcels, "state": state.value})
    return Now(announcement_id, state)


def approve(tx: Connection, announcement_id: int, by: By) -> Now | Refused:
    """A second person has read it: neither who wrote it nor who handed it in."""
    if refusal := unreasoned(by):
        return refusal
    found = announcements.get(tx, announcement_id, lock=True)
    if found is None or found.state != AnnouncementState.WAITING:
        return Refused("It does not wait for approval.")
    if by.who in (found.created_by, found.changed_by, found.submitted_by):
        return Refused("A second person approves: you wrote it, or handed it in.")
    decided = _decided(AnnouncementState.READY, by, by.why)
    announcements.change(tx, announcement_id, **decided, approved_by=by.who)
    record(tx, by, "announcement.approve", _subject(announcement_id), {"parcels": found.parcels}, {"state": "ready"})
    return Now(announcement_id, AnnouncementState.READY)


def take_back(tx: Connection, announcement_id: int, by: By) -> Now | Refused:
    """Handed in or approved, it is a draft again."""
    return _move(tx, announcement_id, by, "take_back", {"waiting", "ready"}, AnnouncementState.DRAFT)


def start(tx: Connection, announcement_id: int, by: By) -> Now | Refused:
    """From this commit on its parcels are released, set after set."""
    now = _move(tx, announcement_id, by, "start", {"ready"}, AnnouncementState.SENDING)
    if isinstance(now, Now):
        announcements.change(tx, announcement_id, started_at=by.at)
    return now


def pause(tx: Connection, announcement_id: int, by: By) -> Now | Refused:
    """Nothing of it is put into words from this commit on; `announcing.recall_queued` takes back what is queued."""
    return _move(tx, announcement_id, by, "pause", {"sending"}, AnnouncementState.PAUSED)


def resume(tx: Connection, announcement_id: int, by: By) -> Now | Refused:
    return _move(tx, announcement_id, by, "resume", {"paused"}, AnnouncementState.SENDING)


def stop(tx: Connection, announcement_id: int, by: By) -> Now | Refused:
    """What has not gone never goes."""
    now = _move(tx, announcement_id, by, "stop", {state.value for state in OUT}, AnnouncementState.STOPPED)
    if isinstance(now, Now):
        announcements.change(tx, announcement_id, ended_at=by.at)
    return now


def limit_of(tx: Connection, merchant_id: int) -> int:
    """To how many parcels one person may announce something alone."""
    settings: Mapping[str, object] = next((row.settings for row in wordings.merchants(tx) if row.id == merchant_id), {})
    return policy_of(settings).announce_alone


_LATE = {
    "pause": "It is not being sent.",
    "resume": "It is not paused.",
    "stop": "It is not being sent.",
    "start": "It cannot be started: it must be handed in, and approved where it is for many.",
    "take_back": "There is nothing to take back.",
}


def _move(
    tx: Connection, announcement_id: int, by: By, action: str, before: set[str], state: AnnouncementState
) -> Now | Refused:
    if refusal := unreasoned(by):
        return refusal
    found = announcements.get(tx, announcement_id, lock=True)
    if found is None or found.state not in before:
        return Refused(_LATE[action])
    announcements.change(tx, announcement_id, **_decided(state, by, by.why))
    record(tx, by, f"announcement.{action}", _subject(announcement_id), {"state": found.state}, {"state": state.value})
    return Now(announcement_id, state)


def _decided(state: AnnouncementState, by: By, why: str) -> dict[str, Any]:
    return {"state": state.value, "state_by": by.who, "state_why": why, "state_at": by.at}


def _badly_written(tx: Connection, written: Written, checks: Mapping[str, Checked], by: By) -> Refused | None:
    if not written.title.strip() or len(written.title) > LONGEST_TITLE:
        return Refused(f"Give it a name for your colleagues, of at most {LONGEST_TITLE} characters.")
    if not any(text.strip() for text in written.texts.values()):
        return Refused("Write the words in at least one language.")
    if written.fallback is not None and not written.texts.get(written.fallback, "").strip():
        return Refused("Those without words of their own cannot get words that nobody wrote.")
    if written.expires_at is not None and written.expires_at <= by.at:
        return Refused("It must be worth saying for some time yet.")
    try:
        chosen_from(written.chosen)
    except ValueError as problem:
        return Refused(str(problem))
    for language, checked in checks.items():
        if written.texts.get(language, "").strip() and not checked.is_usable:
            why = "; ".join(p.why for p in checked.problems if p.grave)
            return Refused(f"The words in {language} cannot be used: {why}.")
    if not wordings.lock(tx, written.merchant_id):
        return Refused("There is no such merchant.")
    return None


def _shown(row: Any) -> dict[str, Any]:
    return {"title": row.title, "chosen": row.chosen, "texts": row.texts, "state": row.state}


def _subject(announcement_id: int) -> str:
    return f"announcement:{announcement_id}"
