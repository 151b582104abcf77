"""Proposing: a plug for something outside, such as a language model, that says what an unclear text may ask for.

It is asked last, only about texts of which nothing was understood, and what it says is offered as a question: it can
name nothing that is not one of our verbs, and nothing is done for it. Nobody is plugged in unless a setting names it.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from time import monotonic

import structlog

from domain.talk.answer import Verb
from domain.talk.meaning import Concern, Guess

log = structlog.get_logger()

Proposer = Callable[[str, str], Sequence[Guess]]
"""From a text and its likely language to what it may ask for, the likeliest first; empty when it cannot say."""
Proposal = Callable[[str, str, Sequence[str]], Sequence[str]]
"""What is plugged in: text, language and our labels (`status`, `human: damaged`, …) to some of those labels."""

MOST = 2
REST = 60.0
"""Seconds for which a plug that failed, or was slow, is left alone."""
_NEVER = {Verb.PICK_PARCEL, Verb.PICK_SLOT, Verb.PROVE, Verb.STOP, Verb.RESUME, Verb.RATE, Verb.UNCLEAR}


def nobody(text: str, language: str) -> Sequence[Guess]:
    return ()


def labels() -> tuple[str, ...]:
    """What may be proposed: verbs, and `human: concern`."""
    verbs = [verb.value for verb in Verb if verb not in _NEVER and verb is not Verb.HUMAN]
    return (*verbs, *(f"human: {concern.value}" for concern in Concern))


@dataclass(slots=True)
class Plug:
    """A proposal with a time limit. What fails, is late or is none of our labels counts as nothing said."""

    proposal: Proposal
    seconds: float
    _resting_until: float = 0.0
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "proposing"))

    def __call__(self, text: str, language: str) -> Sequence[Guess]:
        if monotonic() < self._resting_until:
            return ()
        known = labels()
        try:
            said = self._thread.submit(self.proposal, text, language, known).result(self.seconds)
        except Exception as problem:  # whatever is plugged in may fail in its own way; the conversation goes on
            self._resting_until = monotonic() + REST
            log.warning("understanding.proposer_failed", problem=type(problem).__name__, rests_seconds=REST)
            return ()
        named = dict.fromkeys(label for label in said if label in known)
        return tuple(_guess(label) for label in list(named)[:MOST])


def plugged(path: str, seconds: float) -> Plug:
    """The plug at `package.module:function`. Raises ValueError that says what is wrong with the path."""
    module, _, name = path.partition(":")
    try:
        proposal = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as problem:
        raise ValueError(f"no proposer at {path!r}, which should read package.module:function: {problem}") from problem
    return Plug(proposal, seconds)


def _guess(label: str) -> Guess:
    verb, _, concern = label.partition(": ")
    return Guess(Verb(verb), concern or None)
