"""What is done at once, whoever owns the conversation: stop, and start again."""

from domain.talk.answer import Answer, Reply, ReplyName, ResumeWriting, StopWriting
from domain.talk.optout import Resume, Stop, read_stop
from domain.talk.situation import Situation
from domain.talk.turn import ChannelName


def by_law(text: str, situation: Situation) -> Answer | None:
    """The answer to words of opting out or in; None when the text is about something else.

    A keyword that the SMS provider answers itself gets nothing more from us. A word that can as well mean the parcel
    (`cancel`, `end`) is an opt-out on SMS alone; a `yes` there lifts it, unless it answers our question.
    """
    asked = read_stop(text)
    sms = situation.channel is ChannelName.SMS
    match asked:
        case Stop() if sms or not asked.is_ambiguous:
            answered = sms and asked.is_provider_keyword
            return Answer(() if answered else stopped(asked.everywhere), (StopWriting(asked.words, asked.everywhere),))
        case Resume() if not asked.is_ambiguous or (sms and asked.is_provider_keyword and situation.asked is None):
            answered = sms and asked.is_provider_keyword
            return Answer(() if answered else (Reply(ReplyName.RESUMED),), (ResumeWriting(asked.words),))
        case _:
            return None


def stopped(everywhere: bool) -> tuple[Reply, ...]:
    """The one confirmation that may follow."""
    return (Reply(ReplyName.STOPPED, {"everywhere": everywhere}),)
