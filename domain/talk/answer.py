"""An answer: the replies to say and the acts to do; and the choices a reply offers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verb(StrEnum):
    """What a customer can want, by button, number, command or in their own words."""

    STATUS = "status"
    WHEN = "when"
    """At what time exactly: the hour, where it is known."""
    PICK_PARCEL = "pick_parcel"
    RESCHEDULE = "reschedule"
    PICK_SLOT = "pick_slot"
    UNDO_RESCHEDULE = "undo_reschedule"
    """A wish is taken back: that of a new day, or of the change in the argument."""
    NOT_HOME = "not_home"
    SAFE_PLACE = "safe_place"
    NEIGHBOUR = "neighbour"
    PICKUP_POINT = "pickup_point"
    RECIPIENT = "recipient"
    """Somebody else takes it in."""
    INSTRUCTIONS = "instructions"
    """How to find the door, and how to be heard."""
    ACCESS_CODE = "access_code"
    ADDRESS = "address"
    HOLD = "hold"
    """They are away: the carrier keeps it."""
    PROVE = "prove"
    """The one-time code is awaited; what it is for stands in the argument."""
    PROOF = "proof"
    """How, where and to whom it was delivered."""
    FOUND = "found"
    """They have it after all."""
    HUMAN = "human"
    GENUINE = "genuine"
    """Is this message really from you?"""
    PAPERS = "papers"
    """What the driver wants to see: do I need ID, must I sign?"""
    PAYING = "paying"
    """Whether anything is to be paid at the door, and how."""
    WRITING_HOURS = "writing_hours"
    """They want messages at other hours, and not none."""
    RATE = "rate"
    STOP = "stop"
    RESUME = "resume"
    HELP = "help"
    THANKS = "thanks"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Action:
    """What a choice does when it is taken. `argument`: a slot id, a rating, the verb that a picked parcel is for."""

    verb: Verb
    shipment_id: int | None = None
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One offered choice: `label` names its words in templates/messages/choices, `facts` fill them."""

    label: str
    action: Action
    facts: Mapping[str, object] = field(default_factory=dict)


class ReplyName(StrEnum):
    """Every reply there are words for; a name is a folder under templates/messages."""

    STATUS = "status"
    WHICH_PARCEL = "which_parcel"
    NO_PARCEL = "no_parcel"
    COARSE_STATUS = "coarse_status"
    SLOTS_OFFERED = "slots_offered"
    NO_SLOTS = "no_slots"
    SLOT_TAKEN = "slot_taken"
    RESCHEDULE_REQUESTED = "reschedule_requested"
    RESCHEDULE_PENDING = "reschedule_pending"
    RESCHEDULE_WITHDRAWN = "reschedule_withdrawn"
    CHANGE_WITHDRAWN = "change_withdrawn"
    NOT_ALLOWED = "not_allowed"
    TOO_LATE = "too_late"
    NO_LONGER_POSSIBLE = "no_longer_possible"
    CHANGE_OPTIONS = "change_options"
    ASK_DETAIL = "ask_detail"
    CHANGE_REQUESTED = "change_requested"
    HANDED_OVER = "handed_over"
    UNCHANGED = "unchanged"
    """They want nothing of what was offered."""
    NOTHING_ASKED = "nothing_asked"
    """A yes, where no question was open."""
    UNCLEAR = "unclear"
    FOUND = "found"
    """They have the parcel that they missed."""
    HELP = "help"
    STOPPED = "stopped"
    RESUMED = "resumed"
    WELCOME = "welcome"
    TROUBLE = "trouble"
    WHEN = "when"
    POINTS_OFFERED = "points_offered"
    GENUINE = "genuine"
    NOT_ON_RECORD = "not_on_record"
    """What they ask is in nothing that we know of the delivery."""
    WRITING_HOURS = "writing_hours"
    TAKE_BACK = "take_back"
    """Is what stands to be taken back?"""
    NOTHING_NEW = "nothing_new"
    """The same facts as a moment ago: said in place of them."""
    ENOUGH_NUMBERS = "enough_numbers"
    PROOF = "proof"
    ASK_CONTACT = "ask_contact"
    CONTACT_NOT_OWN = "contact_not_own"
    LINK_EXPIRED = "link_expired"
    MEDIA_NOT_UNDERSTOOD = "media_not_understood"
    THANKS = "thanks"
    RATED = "rated"
    CODE_SENT = "code_sent"
    CODE = "code"
    """The one-time code itself, to the phone on the order."""
    CODE_WRONG = "code_wrong"
    CODE_SPENT = "code_spent"
    CHANGE_NOTED = "change_noted"
    """To the customer's other channel: a change was asked for."""
    LANGUAGE_SET = "language_set"
    TOO_MANY = "too_many"
    STAFF = "staff"
    """Words written by a person: facts {"text": …}."""


@dataclass(frozen=True, slots=True)
class Reply:
    name: ReplyName
    facts: Mapping[str, object] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class AskReschedule:
    """The customer wants this slot: hold its place and ask the 3PL.

    `away` are the days on which they said they are away (domain.talk.wishes), for whatever is offered after it.
    """

    shipment_id: int
    slot_id: str
    away: str | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """They take a wish back that the 3PL has not answered: of a new day, or of another `change`."""

    shipment_id: int
    change: str = "reschedule"


@dataclass(frozen=True, slots=True)
class AskChange:
    """Another change for the 3PL: `change` is a word of `menus.CHANGES`; `text` the customer's words.

    Or `change` is BACK (domain/reschedules.py), and `text` the word of the agreed change that is to be undone.
    """

    shipment_id: int
    change: str
    text: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person must take this conversation; `why` is shown to staff."""

    why: str
    shipment_id: int | None = None
    trouble: str | None = None
    """The Concern, where something went wrong with the parcel: a case of its own."""


@dataclass(frozen=True, slots=True)
class StopWriting:
    """The customer asked for silence on this channel; `everywhere` on all of them.

    `scope` narrows it: `parcel` (that of `shipment_id`), `shop`; None is everything said to this address.
    """

    words: str
    everywhere: bool = False
    scope: str | None = None
    shipment_id: int | None = None


@dataclass(frozen=True, slots=True)
class ResumeWriting:
    words: str


@dataclass(frozen=True, slots=True)
class Rate:
    shipment_id: int
    score: int


@dataclass(frozen=True, slots=True)
class SendCode:
    """A one-time code goes to the phone on the order: of their own parcel, or of the number that a stranger named."""

    shipment_id: int | None = None
    tracking_number: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakLanguage:
    """From now on in this language, one of those we write in."""

    language: str


@dataclass(frozen=True, slots=True)
class Remember:
    """What we just asked: the verb an open text answers, and for which shipment; None forgets."""

    asked: Action | None
    misses: int = 0


Change = AskReschedule | Withdraw | AskChange
Act = Change | HandOver | StopWriting | ResumeWriting | Rate | SendCode | SpeakLanguage | Remember


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What words were taken for by something surer than their likeness to others: a domain.talk.meaning.Layer."""

    layer: str
    verb: Verb
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`read_as` is None where the words' own meaning decided."""

    replies: tuple[Reply, ...] = ()
    acts: tuple[Act, ...] = ()
    read_as: ReadAs | None = field(default=None, compare=False)
