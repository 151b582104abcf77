"""A customer's days played again in memory, by the rules the service lives by: plan, ask again, group, put into words.

Nothing is written and nobody is told. What staff, customers and channels really did is taken from the log.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from domain.axes import FINAL
from domain.changes import changes
from domain.dry_runs import Message, Occasion
from domain.localtime import WritingHours
from domain.notices import MANNERS, NoticeKind, Priority, Wanted
from domain.offers import choices_for
from domain.plan import plan
from flows.dry_runs.contradictions import moved_untold, passed_untold
from flows.dry_runs.rounds import TOGETHER, Delays, Rounds
from flows.dry_runs.rows import Known, Row, row_of, story_from
from flows.dry_runs.standing import Standing
from flows.messages.channels import Option, Utterance
from flows.messages.say import COMPANY, SHARED, Ready, ask_again, groups_of, opening, parcel_facts, promised_row
from flows.messages.standing_holds import graces
from flows.messages.voice import NoRoute, Route, Voice
from flows.messages.wording import Sources
from flows.replan import wanted_of
from store.stories import Loaded, accompanied

ANY_HOUR = WritingHours(time(0), time(0))
_FINAL = frozenset(milestone.value for milestone in FINAL)
_OPEN = frozenset({"planned", "held"})

_PROMISE = ("shipment_id", "number", "on", "from_at", "to_at", "told_at", "based_on")

Wordings = Callable[[str, Mapping[str, object], datetime], Sources]
"""What speaks under a name, of these facts, at a moment."""
Came = Callable[[int, str, str, datetime], str]
"""What really came of a message about this shipment, under this name, on this channel, at this moment."""
Settings = Callable[[datetime], Mapping[str, object]]
"""The merchant's policy at a moment."""


@dataclass(frozen=True, slots=True)
class Due:
    """A planned notice, as `flows.messages.say.ask_again` reads it."""

    id: int
    shipment_id: int
    customer_id: int
    kind: str
    key: str
    due_at: datetime


class World:
    """One customer. `came` tells of a message what really came of it when it went: sent, failed, again, dropped."""

    def __init__(
        self,
        customer_id: int,
        known: Known,
        voice: Voice,
        settings: Settings,
        wordings: Wordings,
        came: Came,
        standing: Standing,
        rounds: Rounds,
        delays: Delays,
    ) -> None:
        self._customer_id, self.known, self._voice = customer_id, known, voice
        self._settings, self._wordings, self._came = settings, wordings, came
        self._standing, self._rounds, self._delays = standing, rounds, delays
        self._ids = 1_000_000_000
        self.messages: list[Message] = []
        self.outcomes: dict[Occasion, tuple[str, str]] = {}
        """What ended unsaid: state and reason."""
        self._contradictions: list[str] = []
        self._taken_back: list[Row] = []
        self._woken_late: dict[int, datetime] = {}
        """What came up at night and waited for the opening, with when it came up."""
        self.delayed: Delays = {}
        """What was said later than it was due, because the service was."""

    def next_due(self, clock: datetime, *, is_new: bool) -> datetime | None:
        """When the next notice is said, from this moment on; or, where what is due now led to nothing, after it."""
        moments = (self._moment(row, clock) for row in self._rows() if row.state == "planned")
        return min((at for at in moments if at > clock or not is_new), default=None)

    def learned(self, shipment_ids: Iterable[int], now: datetime) -> None:
        """Facts came: whom they concern is planned anew; what was taken back from its channel is planned again."""
        for row in self._taken_back:
            row.state, row.send_after, row.decided_at = "planned", now, None
        back = [row.shipment_id for row in self._taken_back]
        self._taken_back = []
        self.replan(list({*shipment_ids, *back}), now)

    def replan(self, shipment_ids: Sequence[int], now: datetime) -> None:
        """As `flows.replan.replan`."""
        loaded = self._load(shipment_ids, now)
        arrived = self._store_conditions(loaded)
        others = [p.head.id for p in self.known.parcels.values() if p.head.order_id in arrived]
        fresh = [shipment_id for shipment_id in others if shipment_id not in set(shipment_ids)]
        loaded += self._load(fresh, now)
        self._apply(self._with_company(loaded), now)

    def say(self, now: datetime) -> int:
        """As `flows.messages.say.say_due`; returns how many notices were decided about."""
        planned = [row for row in self._rows() if row.state == "planned" and row.send_after <= now]
        due = [row for row in planned if (delay := self._delay(row)) is None or delay <= now]
        if not due:
            return 0
        kinds = {row.kind for row in due if row.kind in SHARED}
        known = {row.id for row in due}
        due.sort(key=lambda row: (MANNERS[NoticeKind(row.kind)].priority > Priority.URGENT, row.send_after))
        others = [row for row in self._rows() if row.id not in known and row.state == "planned" and row.kind in kinds]
        due += [row for row in others if max(row.send_after, self._delay(row) or row.send_after) <= now + COMPANY]
        asked = [Due(r.id, r.shipment_id, self._customer_id, r.kind, r.key, r.send_after) for r in due]
        loaded = self._load(list(dict.fromkeys(row.shipment_id for row in due)), now)
        self._store_conditions(loaded)
        loaded = self._with_company(loaded)
        self._apply(loaded, now)
        ready, expired, early = ask_again(asked, loaded, now)
        by_id = {row.id: row for row in self._rows()}
        for one in early:
            waiting = by_id[one.notice_id]
            self._woken_late[one.notice_id] = waiting.send_after
            waiting.state, waiting.send_after = "planned", one.wanted.send_after
        for notice_id in expired:
            self._end(by_id[notice_id], "expired", "its time had passed before it could be said", now)
        groups = groups_of(ready)
        for group in groups:
            self._speak(group, [by_id[one.notice_id] for one in group], now)
        self.replan([one.loaded.story.shipment_id for one in ready], now)
        return len(expired) + len(groups) + len(early)

    def all_contradictions(self, until: datetime) -> tuple[str, ...]:
        """Of what was told, and of what stands at the end."""
        passed = (passed_untold(story_from(parcel), until) for parcel in self.known.parcels.values())
        return (*self._contradictions, *(found for found in passed if found is not None))

    def _rows(self) -> list[Row]:
        return [row for parcel in self.known.parcels.values() for row in parcel.notices.values()]

    def _moment(self, row: Row, clock: datetime) -> datetime:
        delay = self._delay(row)
        return delay if delay is not None and delay > clock else self._rounds.at(max(row.send_after, clock))

    def _delay(self, row: Row) -> datetime | None:
        """When it was said, where that was later than it was due. What waited for the morning is due then."""
        occasion = row.shipment_id, row.key
        due, said_at = self._delays.get(occasion, (None, row.send_after))
        if due not in (None, row.send_after, self._woken_late.get(row.id)) or said_at <= row.send_after:
            return None
        if row.id not in self._woken_late and said_at > row.send_after + TOGETHER and self._sleeps(row):
            return None
        self.delayed[occasion] = row.send_after, said_at
        return said_at

    def _sleeps(self, row: Row) -> bool:
        """Whether it is due at a time at which nobody may be written to."""
        one = self._load([row.shipment_id], row.send_after)[0]
        want = wanted_of(one).get(row.key)
        return want is not None and opening(want, one, row.send_after) > row.send_after

    def _load(self, shipment_ids: Sequence[int], now: datetime) -> list[Loaded]:
        settings = self._settings(now)
        loaded = []
        for shipment_id in sorted(set(shipment_ids)):
            parcel = self.known.parcels[shipment_id]
            vars(parcel.head).update(self._standing(parcel.head, now), settings=settings)
            loaded.append(story_from(parcel))
        return loaded

    def _store_conditions(self, loaded: Sequence[Loaded]) -> set[int]:
        """The orders of which a parcel is delivered, or no longer, since."""
        arrived = set()
        for one in loaded:
            parcel, milestone = self.known.parcels[one.story.shipment_id], one.story.condition.milestone.value
            if milestone != parcel.milestone and "delivered" in (milestone, parcel.milestone):
                arrived.add(one.order_id)
            parcel.milestone = parcel.head.milestone = milestone
        return arrived

    def _with_company(self, loaded: Sequence[Loaded]) -> list[Loaded]:
        parcels = self.known.parcels.values()
        on_the_way = sum(parcel.milestone not in _FINAL for parcel in parcels)
        found = []
        for one in loaded:
            siblings = [p for p in parcels if p.head.order_id == one.order_id]
            delivered = sum(p.milestone == "delivered" for p in siblings)
            first = min(p.head.id for p in siblings)
            found.append(accompanied(one, on_the_way, len(siblings), delivered, first))
        return found

    def _apply(self, loaded: Sequence[Loaded], now: datetime) -> None:
        """As `flows.replan.apply_plans`."""
        for one in loaded:
            parcel = self.known.parcels[one.story.shipment_id]
            change = changes(plan(one.story, one.policy), one.stored)
            if one.policy.grace.waits and (waits := graces(change.add, one, now)):
                parcel.overrides += [
                    (one.story.shipment_id, w.kind, w.key, w.who, w.why, w.at, w.until, w.text) for w in waits
                ]
                story = replace(one.story, overrides=(*one.story.overrides, *waits))
                change = changes(plan(story, one.policy), one.stored)
            for wanted in change.add:
                self._ids += 1
                parcel.notices[wanted.key] = row_of(one.story.shipment_id, self._ids, wanted)
            for stored, wanted in change.move:
                moved = row_of(one.story.shipment_id, stored.id, wanted)
                parcel.notices[wanted.key] = moved
            for stored, why in change.withdraw:
                row = parcel.notices[stored.key]
                row.state, row.why, row.decided_at = "withdrawn", why, now
                self.outcomes[row.shipment_id, row.key] = ("withdrawn", why)

    def _speak(self, group: Sequence[Ready], rows: Sequence[Row], now: datetime) -> None:
        lead = group[0]
        route = self._voice.route(self._customer_id, self.known.contacts)
        if isinstance(route, NoRoute):
            for row in rows:
                self._end(row, "suppressed", route.why, now)
            return
        composed = self._voice.channels[route.channel].compose(self._utterance(group, route, now))
        self._greet(route)
        came = self._came(lead.loaded.story.shipment_id, lead.wanted.kind.value, route.channel.value, now)
        if came != "sent":
            self._not_sent(came, rows, now)
            if came == "again":
                self._is_dead(route)
            return
        self._told(group, rows, now)
        self.messages.append(
            Message(
                now,
                lead.wanted.kind.value,
                tuple((row.shipment_id, row.key) for row in rows),
                route.channel.value,
                composed.text,
                composed.units,
                lead.loaded.story.tracking_number,
                any(one.notice_id in self._woken_late or _is_moved(one) for one in group),
            )
        )

    def _utterance(self, group: Sequence[Ready], route: Route, now: datetime) -> Utterance:
        """As `flows.messages.say` has it."""
        lead = group[0]
        kind, story, head = lead.wanted.kind, lead.loaded.story, lead.loaded.row
        facts = {**lead.wanted.facts, "parcels": [parcel_facts(self._voice, one) for one in group]}
        choices = choices_for(kind, story) if len(group) == 1 else ()
        corrected = lead.wanted.facts.get("corrected")
        return Utterance(
            name=kind.value,
            facts=facts,
            language=head.language,
            zone=story.zone,
            now=now,
            brand=head.title,
            options=tuple(Option("-", choice.label, choice.facts) for choice in choices),
            corrected=corrected if isinstance(corrected, str) else None,
            opening=not route.greeted,
            wording=self._wordings(kind.value, facts, now),
        )

    def _not_sent(self, came: str, rows: Sequence[Row], now: datetime) -> None:
        """It failed; or it goes another way at once; or somebody took it back before its channel did."""
        for row in rows:
            if came == "failed":
                self._end(row, "failed", "it could not be delivered", now)
            elif came == "again":
                row.send_after = now + timedelta(microseconds=1)
            else:
                row.state = "sending"
                self._taken_back.append(row)

    def _greet(self, route: Route) -> None:
        for contact in self.known.contacts:
            if (contact.channel, contact.address) == (route.channel.value, route.address):
                contact.greeted = True

    def _is_dead(self, route: Route) -> None:
        """The channel said so: what is tried again goes another way."""
        for contact in self.known.contacts:
            if (contact.channel, contact.address) == (route.channel.value, route.address):
                contact.state = "dead"

    def _told(self, group: Sequence[Ready], rows: Sequence[Row], now: datetime) -> None:
        for one, row in zip(group, rows, strict=True):
            row.state, row.why, row.decided_at = ("sent" if one is group[0] else "merged"), None, now
            self.outcomes.pop((row.shipment_id, row.key), None)
            promise = promised_row(one, 0, self._wordings(one.wanted.kind.value, one.wanted.facts, now), now)
            if promise is None:
                continue
            if (found := moved_untold(one)) is not None:
                self._contradictions.append(found)
            self.known.parcels[row.shipment_id].promises.append(tuple(promise[name] for name in _PROMISE))

    def _end(self, row: Row, state: str, why: str, now: datetime) -> None:
        row.state, row.why, row.decided_at = state, why, now
        self.outcomes[row.shipment_id, row.key] = (state, why)


def _is_moved(one: Ready) -> bool:
    """Whether quiet hours moved it."""
    story, policy = one.loaded.story, replace(one.loaded.policy, hours=ANY_HOUR)
    for decision in plan(story, policy):
        if isinstance(decision, Wanted) and decision.key == one.wanted.key:
            return decision.send_after != one.wanted.send_after
    return False
