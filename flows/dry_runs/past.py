"""What a merchant's rules and words were at each moment of the past, and what a draft puts in their place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from domain.notices import NoticeKind
from domain.policy import policy_from
from flows.messages.wording import Sources, place, spread
from store import announcements, wordings

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
Templates = Mapping[tuple[str, str, str], str]


@dataclass(frozen=True, slots=True)
class Past:
    """`policies` are (before, after, at); `spoken` publications by name; `texts` the words of announcements."""

    current: Mapping[str, object]
    policies: Sequence[Any]
    spoken: Mapping[str, Sequence[Any]]
    texts: Mapping[int, Sources]
    policy: Mapping[str, object]
    templates: Templates

    @property
    def is_drafted(self) -> bool:
        return bool(self.policy or self.templates)

    def settings(self, is_draft: bool) -> Callable[[datetime], Mapping[str, object]]:
        def at(now: datetime) -> Mapping[str, object]:
            changed = next((row for row in self.policies if row.at > now), None)
            then = changed.before if changed is not None else self.current
            return {**then, **self.policy} if is_draft else then

        return at

    def wordings(self, is_draft: bool) -> Callable[[str, Mapping[str, object], datetime], Sources]:
        drafts: dict[str, dict[str, str]] = {}
        for (name, language, channel), source in self.templates.items() if is_draft else ():
            drafts.setdefault(name, {})[place(language, channel)] = source

        def of(name: str, facts: Mapping[str, object], now: datetime) -> Sources:
            if name == NoticeKind.ANNOUNCEMENT:
                found = facts.get("announcement")
                return self.texts.get(found, {}) if isinstance(found, int) else {}
            live = _spoken(self.spoken.get(name, ()), now)
            for where, source in drafts.get(name, {}).items():
                live[where] = [source, *live.get(where, ())]
            return live

        return of


def past(tx: Connection, merchant_id: int, policy: Mapping[str, object], templates: Templates) -> Past:
    """Raises ValueError that says what is wrong with the draft."""
    merchant = next((row for row in wordings.merchants(tx) if row.id == merchant_id), None)
    if merchant is None:
        raise ValueError("There is no such merchant.")
    policy_from({**merchant.settings, **policy})
    spoken: dict[str, list[Any]] = {}
    for row in wordings.published(tx, merchant_id):
        spoken.setdefault(row.name, []).append(row)
    texts = {row.id: spread(row.texts, row.fallback) for row in announcements.texts_of(tx, merchant_id)}
    return Past(merchant.settings, wordings.policies_since(tx, merchant_id, LONG_AGO), spoken, texts, policy, templates)


def _spoken(publications: Sequence[Any], now: datetime) -> dict[str, Sequence[str]]:
    """What spoke at that moment, the newest first, by the rule of `store.wordings.publish`."""
    standing: dict[str, list[tuple[int, str]]] = {}
    for row in publications:
        if row.at > now:
            break
        where = place(row.language, row.channel)
        if row.version_id is None:
            standing[where] = []
            continue
        others = [one for one in standing.get(where, []) if one[0] != row.version_id]
        standing[where] = [(row.version_id, row.source), *others][: wordings.LAST_GOOD]
    return {where: [source for _, source in versions] for where, versions in standing.items()}
