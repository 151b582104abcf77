"""Our open question, as it is kept with the conversation. A door code that waits for proof stands sealed in it."""

from typing import Any

from domain.talk.answer import Action, Verb
from flows.sealing import SEALED, opened, seal


def kept(asked: Action | None, secret_key: bytes) -> dict[str, Any] | None:
    """The question as JSON; None when nothing is asked."""
    if asked is None:
        return None
    question = {"verb": asked.verb.value, "shipment_id": asked.shipment_id, "argument": asked.argument}
    if asked.verb is Verb.PROVE and asked.argument and asked.argument.startswith(Verb.ACCESS_CODE.value):
        return {**question, "argument": None, SEALED: seal(secret_key, asked.argument)}
    return question


def open_question(stored: dict[str, Any] | None, secret_key: bytes) -> Action | None:
    """The question again; what another key sealed has lost its argument, and is asked anew."""
    if stored is None:
        return None
    argument = opened(secret_key, stored).get("text") if SEALED in stored else stored.get("argument")
    return Action(Verb(stored["verb"]), stored.get("shipment_id"), argument if isinstance(argument, str) else None)
