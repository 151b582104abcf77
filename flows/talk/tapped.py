"""What a customer tapped, in the words that stood on the button."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.talk.turn import Turn, TurnKind
from flows.messages.voice import same_language
from store import messages, tracking_views

_OURS = "en"
"""The language of the names that choices have."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """`name` is the choice's own, readable; None where staff read the words, or they are about a time or a place."""

    words: str
    name: str | None = None


NOTHING = Tapped("")


def tapped(tx: Connection, turn: Turn, conversation_id: int, language: str) -> Tapped:
    if turn.kind is not TurnKind.CHOICE or not turn.choice_token:
        return NOTHING
    composed = tracking_views.offered_to(tx, conversation_id, turn.choice_token)
    offer = messages.offer(tx, turn.choice_token)
    if composed is None or offer is None:
        return NOTHING
    words = next((words for words, token in composed.get("buttons", ()) if token == turn.choice_token), "")
    is_plain = not offer.action.get("facts") and not same_language(language, _OURS)
    return Tapped(words, offer.label.replace("_", " ").capitalize() if is_plain else None)
