"""Contradictions: what a customer was told that does not go together, or was left to stand when it was no longer so."""

from datetime import datetime, tzinfo

from domain.ledger import Judged, Verdict, judge
from domain.notices import NoticeKind
from domain.windows import Window
from flows.messages.say import Ready
from flows.promises.windows import told_window
from store.stories import Loaded

SAYS_IT_MOVED = frozenset({NoticeKind.PROMISE_MOVED, NoticeKind.RESCHEDULE_CONFIRMED})
_SAYS_IT_IS_LATE = frozenset(
    {*SAYS_IT_MOVED, NoticeKind.DELAY, NoticeKind.ATTEMPT_FAILED, NoticeKind.EXCEPTION, NoticeKind.RETURNING}
)


def moved_untold(one: Ready) -> str | None:
    """A notice tells a time that cannot be true together with the one told before, and not that it moved. Times that
    have a moment in common are only closer, or a little earlier or later.
    """
    story, after = one.loaded.story, told_window(one.wanted.facts.get("window"))
    if after is None or story.promise is None or one.wanted.kind in SAYS_IT_MOVED:
        return None
    before = story.promise.window
    (begin, end), (first, last) = after.span(story.zone), before.span(story.zone)
    if begin < last and first < end:
        return None
    kind = one.wanted.kind.value.replace("_", " ")
    times = f"{_said(after, story.zone)}, where {_said(before, story.zone)} had been told"
    return f"{story.tracking_number}: the message “{kind}” told {times}, and not that it moved"


def passed_untold(one: Loaded, until: datetime) -> str | None:
    """The time told last passed without the parcel, and nothing was said of it."""
    story, told = one.story, one.story.told.values()
    promise = story.promise
    if promise is None or any(t.kind in _SAYS_IT_IS_LATE and t.at > promise.told_at for t in told):
        return None
    judged = judge(promise.window, story.zone, promise.told_at, story.condition, until)
    if not isinstance(judged, Judged) or judged.verdict is not Verdict.BROKEN:
        return None
    window = _said(promise.window, story.zone)
    return f"{story.tracking_number}: {window} was told and passed without the parcel, and nothing was said of it"


def _said(window: Window, zone: tzinfo) -> str:
    if window.from_at is None or window.to_at is None:
        return f"{'by ' if window.is_last_day else ''}{window.on:%-d %b}"
    begin, end = window.from_at.astimezone(zone), window.to_at.astimezone(zone)
    return f"{begin:%-d %b %H:%M}–{end:%H:%M}"
