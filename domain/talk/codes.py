"""Asking for the one-time code that proves who they are, and keeping what it is for."""

from domain.talk.answer import Action, Answer, Remember, Reply, ReplyName, SendCode, Verb

BETWEEN = " "
"""Stands between the verb that waits and its argument."""


def ask_code(wanted: Action, act: SendCode) -> Answer:
    """The same words whether or not there is a phone to send it to."""
    argument = f"{wanted.verb.value}{BETWEEN}{wanted.argument or ''}"
    return Answer((Reply(ReplyName.CODE_SENT),), (act, Remember(Action(Verb.PROVE, wanted.shipment_id, argument))))
