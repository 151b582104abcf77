"""Merchants' own words on their way into a message: what speaks for a merchant, read where it is put into words.

It is read in the transaction that composes, so that whatever was published is said from that commit on, by every
process. What is compiled is kept by its text.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection

from domain.notices import NoticeKind
from domain.talk.answer import ReplyName
from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Utterance
from store import announcements, wordings

ANY = "any"
"""Stands for every channel."""
CHANNELS = (ANY, *(name.value for name in ChannelName))
UNEDITED = frozenset({ReplyName.STAFF, ReplyName.CODE, ReplyName.STOPPED, ReplyName.RESUMED, ReplyName.HELP})
"""Words of people, of security, and of the law: merchants do not write these."""
NAMES = (
    *(kind.value for kind in NoticeKind if kind is not NoticeKind.ANNOUNCEMENT),
    *(name.value for name in ReplyName if name not in UNEDITED),
)
"""What can be written in a merchant's own words."""

Sources = Mapping[str, Sequence[str]]
"""Templates by `es.sms` and `es`, the newest first."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What speaks for some merchants; nothing for whom there is nothing."""

    sources: Mapping[tuple[int, str], Sources] = field(default_factory=dict)
    announced: Mapping[object, Sources] = field(default_factory=dict)
    """By the announcement's id."""

    def of(self, merchant_id: int | None, name: str, facts: Mapping[str, object]) -> Sources:
        """What speaks for this merchant; an announcement, which its facts name, brings its own words."""
        if merchant_id is None:
            return {}
        if name == NoticeKind.ANNOUNCEMENT:
            return self.announced.get(facts.get("announcement"), {})
        return self.sources.get((merchant_id, name), {})


NOTHING = Wording()


def wording(
    tx: Connection, merchant_ids: Collection[int], names: Collection[str], announcement_ids: Collection[int] = ()
) -> Wording:
    """What speaks for these merchants under these names, and the words of these announcements."""
    found: defaultdict[tuple[int, str], dict[str, list[str]]] = defaultdict(dict)
    for merchant_id, name, language, channel, source in wordings.speaking(tx, merchant_ids, names):
        found[merchant_id, name].setdefault(place(language, channel), []).append(source)
    return Wording(
        found, {row.id: spread(row.texts, row.fallback) for row in announcements.texts(tx, announcement_ids)}
    )


def spread(texts: Mapping[str, str], fallback: str | None) -> Sources:
    """An announcement's words by language; those who have none of their own get those of `fallback`."""
    own = {language: (text,) for language, text in texts.items()}
    return _Spread(own, own[fallback]) if fallback in own else own


class _Spread(dict[str, Sequence[str]]):
    """Languages without words have those of another one; what is for one channel alone has none."""

    def __init__(self, own: Mapping[str, Sequence[str]], fallback: Sequence[str]) -> None:
        super().__init__(own)
        self._fallback = fallback

    def get(self, place: str, default: Any = ()) -> Any:
        return super().get(place, default if "." in place else self._fallback)


def place(language: str, channel: str) -> str:
    """`es.sms`, or `es` for every channel."""
    return language if channel == ANY else f"{language}.{channel}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be said about a template that is being written; a `grave` one is not published."""

    grave: bool
    why: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A template said on made-up facts: `about` names them; `spoken` is False where it could not speak."""

    about: str
    channel: str
    text: str
    units: int
    encoding: str
    spoken: bool = True
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """All that is known of a template without a parcel."""

    problems: tuple[Problem, ...]
    samples: tuple[Sample, ...] = ()

    @property
    def is_usable(self) -> bool:
        return not any(problem.grave for problem in self.problems)


class Wordsmith(Protocol):
    """What the wording engine does for those who write words."""

    def languages(self) -> tuple[str, ...]: ...

    def fields(self) -> Mapping[str, str]:
        """The fields a template may use, each with what it is."""
        ...

    def shipped(self, name: str, language: str, channel: str) -> str:
        """The source that speaks where a merchant has none."""
        ...

    def check(self, name: str, language: str, channel: str, source: str) -> Checked: ...

    def speaks(self, utterance: Utterance, channel: ChannelName) -> bool:
        """Whether the merchant's own words that come with it can say it."""
        ...

    def compose(self, utterance: Utterance, channel: ChannelName) -> Composed:
        """The exact words on a channel, whether it is configured or not."""
        ...
