"""Scenes in which a time is being chosen: what is said then, and which times the answer shows."""

from bot.understanding.words import understand
from domain.talk.answer import Answer, Verb
from domain.talk.situation import Situation
from tests.talk.scenes import NEW_YORK, NOW, actions, after, says


def heard(text: str, language: str, situation: Situation) -> Answer:
    return says(text, situation, understand(text, language, NOW, NEW_YORK, ()))


def asked_for_a_time(situation: Situation) -> Situation:
    return after(says("another day", situation, Verb.RESCHEDULE), situation)


def slots(answer: Answer) -> list[str | None]:
    return [slot for verb, _, slot in actions(answer) if verb == "pick_slot"]
