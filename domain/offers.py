"""What a notice offers to do: the choices under it, by kind and by what the parcel allows."""

from domain.notices import NoticeKind
from domain.story import Story
from domain.talk.answer import Action, Choice, Verb

_CHANGES = (
    ("reschedule", "reschedule", Verb.RESCHEDULE),
    ("neighbour", "neighbour", Verb.NEIGHBOUR),
    ("safe_place", "safe_place", Verb.SAFE_PLACE),
    ("pickup_point", "pickup_point", Verb.PICKUP_POINT),
)
_ON_THE_ROAD = frozenset({"neighbour", "safe_place"})
"""What can still be asked for when the van is out."""

_HUMAN = Choice("human", Action(Verb.HUMAN))


def choices_for(kind: NoticeKind, story: Story) -> tuple[Choice, ...]:
    """What is not allowed is not offered; a person is always within reach where something went wrong."""
    match kind:
        case NoticeKind.OUT_FOR_DELIVERY:
            return (*_changes(story, story.allow & _ON_THE_ROAD), *_not_home(story))
        case NoticeKind.ESTIMATE | NoticeKind.DAY_BEFORE:
            return _changes(story, story.allow & {"reschedule"})
        case NoticeKind.PROMISE_MOVED | NoticeKind.DELAY:
            return (*_changes(story, story.allow & {"reschedule"}), _HUMAN)
        case NoticeKind.ATTEMPT_FAILED | NoticeKind.RESCHEDULE_DECLINED | NoticeKind.CHANGE_DECLINED:
            return (*_changes(story, story.allow), _HUMAN)
        case NoticeKind.ACTION_NEEDED | NoticeKind.EXCEPTION | NoticeKind.RETURNING | NoticeKind.SILENCE:
            return (_HUMAN,)
        case NoticeKind.FEEDBACK:
            return tuple(_rating(score, story) for score in (5, 4, 3, 2, 1))
        case _:
            return ()


def _changes(story: Story, allowed: frozenset[str]) -> tuple[Choice, ...]:
    return tuple(Choice(label, Action(verb, story.shipment_id)) for name, label, verb in _CHANGES if name in allowed)


def _not_home(story: Story) -> tuple[Choice, ...]:
    """Who will not be there today can still ask for another day; whether the driver can is the 3PL's to say."""
    return (Choice("not_home", Action(Verb.NOT_HOME, story.shipment_id)),) if "reschedule" in story.allow else ()


def _rating(score: int, story: Story) -> Choice:
    return Choice("rate", Action(Verb.RATE, story.shipment_id, str(score)), {"score": score})
