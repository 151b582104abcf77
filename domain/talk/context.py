"""Words in context: what is an answer to our open question, or to what we offered last."""

import re
from dataclasses import replace

from domain.talk.aiming import aim, topic
from domain.talk.answer import Action, Answer, Choice, ReadAs, Reply, ReplyName, Verb
from domain.talk.beside import beside_spoken
from domain.talk.choosing import take
from domain.talk.doing import for_anyone, with_parcel
from domain.talk.folding import fold
from domain.talk.kept_until import kept_until
from domain.talk.meaning import Concern, Layer, Meaning, is_time_alone
from domain.talk.menus import CHANGES, only, usual
from domain.talk.new_slot import ask_take_back, goes_on, none_left
from domain.talk.other_ways import NEEDS_DETAIL, WORDS, ask_detail, other_way
from domain.talk.people import MAX_MISSES, declined, hand_over, not_understood
from domain.talk.picking import (
    All,
    Latest,
    No,
    Others,
    Pick,
    Position,
    Soonest,
    TheOther,
    Wait,
    Yes,
    read_clock,
    read_pick,
)
from domain.talk.purposes import open_concern, read_purpose
from domain.talk.situation import QUEUE, ParcelView, Situation
from domain.talk.together import ALL, is_asked_together, movable, offer_together
from domain.talk.where import status, status_of_all, when
from domain.talk.wishes import Wish, read, written

_OFFERED = (Verb.PICK_SLOT, Verb.PICK_PARCEL)
"""What is chosen among; other choices stand beside it as a way out."""


def in_context(text: str, meaning: Meaning, situation: Situation) -> Answer | None:
    """The answer to words that answer us; None when they are about something else."""
    answer = _answering(text, meaning, situation)
    if answer is None or answer.read_as is not None:
        return answer
    return replace(answer, read_as=ReadAs(Layer.ASKED, situation.asked.verb if situation.asked else Verb.RESCHEDULE))


def _answering(text: str, meaning: Meaning, situation: Situation) -> Answer | None:
    asked, pick = situation.asked, None if _names_weekday(text, situation) else read_pick(text)
    if isinstance(pick, No | Wait) and not asked and (answer := _no_to_nothing(pick, situation)):
        return answer
    if isinstance(pick, Others) and (answer := _other_days(pick, situation)):
        return answer
    if asked and (isinstance(pick, No) or pick == Others(refuses=True)):
        concern = open_concern(asked)
        return hand_over(concern, None, situation) if concern else declined(situation)
    at_points = [offer for offer in situation.offers if offer.label == "point"]
    if isinstance(pick, Position) and asked and asked.verb is Verb.PICKUP_POINT and at_points:
        return _taking(_at(pick.number, situation.offers), situation)
    awaited = situation.parcel(asked.shipment_id) if asked and asked.verb in NEEDS_DETAIL else None
    if asked and awaited:
        return _detail(asked.verb, awaited, text, meaning, situation)
    undo = _undo_offered(situation)
    if answer := _more_exactly(text, meaning, undo, situation) or kept_until(text, meaning, undo, situation):
        return answer
    if answer := _kept_as_offered(meaning, undo, situation) or _beside_day(text, meaning, situation):
        return answer
    if asked and asked.verb is Verb.PICK_SLOT and (answer := _with_time(text, pick, meaning, situation)):
        return answer
    if answer := _picking(pick, text, meaning, situation):
        return answer
    said_back = _hours_said_back(text, meaning, situation)
    return said_back or _name_alone(text, meaning, situation) or _day_alone(meaning, text, situation)


_PORTUGUESE_WEEKDAY = re.compile(
    r"(?:^|\b(?:de|da|na|no|para|pra|pela|ate|quero|prefiro) )(?:segunda|quarta|quinta|sexta)\b"
)


def _names_weekday(text: str, situation: Situation) -> bool:
    """o de sexta, na quinta: in Portuguese a day; `a segunda` stays the second one."""
    return situation.language[:2] == "pt" and _PORTUGUESE_WEEKDAY.search(fold(text)) is not None


def _no_to_nothing(pick: No | Wait, situation: Situation) -> Answer | None:
    """No question is open: what was done before is meant."""
    if isinstance(pick, Wait) or pick.hesitates:
        return _second_thoughts(situation, is_no=isinstance(pick, No))
    return _given_up(situation) if pick.gives_up else None


def _kept_as_offered(meaning: Meaning, undo: Choice | None, situation: Situation) -> Answer | None:
    """Can you hold on to it? Until the day they are back, where they have just told it; where that is asked of the
    carrier already, how it stands."""
    if meaning.verb is not Verb.HOLD or meaning.argument:
        return None
    parcel = situation.parcel(undo.action.shipment_id) if undo else None
    if undo and parcel and undo.action.argument == CHANGES[Verb.HOLD]:
        return status(parcel, situation)
    offers = (offer for offer in situation.offers if offer.action.verb is Verb.HOLD and offer.action.argument)
    until = next(offers, None)
    return _taking(until, situation) if until else None


def _beside_day(text: str, meaning: Meaning, situation: Situation) -> Answer | None:
    """The day after the one that was spoken of."""
    if not situation.is_known or is_asked_together(situation):
        return None
    parcel = topic(situation) or only(situation)
    day = beside_spoken(text, meaning, parcel, situation) if parcel else None
    return with_parcel(Verb.RESCHEDULE, parcel, day, situation) if parcel and day else None


def _picking(pick: Pick | None, text: str, meaning: Meaning, situation: Situation) -> Answer | None:
    """What a short answer takes; the same ones to no question at all."""
    asked = situation.asked
    match pick:
        case Soonest() | Latest() if slots := [o for o in situation.offers if o.action.verb is Verb.PICK_SLOT]:
            return _taking(slots[0 if isinstance(pick, Soonest) else -1], situation)
        case Soonest(is_any=False):
            return aim(Verb.WHEN, None, situation)
        case Position(number) if situation.offers:
            return _taking(_at(number, situation.offers), situation)
        case TheOther():
            return _the_other(situation)
        case None if asked and asked.verb is Verb.PICK_PARCEL and (named := _by_ending(text, situation)):
            return _taking(named, situation)
        case Yes(is_mere) if asked or is_mere or meaning.verb is Verb.UNCLEAR:
            return _agreed(situation) if asked else _nothing_asked(text, situation)
        case No(is_mere=True) if _undo_offered(situation) is None:
            return declined(situation)
        case All() if asked and asked.verb is Verb.PICK_PARCEL:
            return _all_of_them(asked, situation)
        case All() if asked and asked.verb is Verb.PICK_SLOT and len(movable(situation)) > 1:
            return offer_together(f"{ALL} {asked.argument or ''}", situation)
    return None


_SHORTEST_ENDING = 2


def _by_ending(text: str, situation: Situation) -> Choice | None:
    """Of the parcels we asked about the one whose number ends like a word of theirs: the one with 200."""
    words = [word.upper() for word in fold(text).split() if word[-1].isdecimal() and len(word) >= _SHORTEST_ENDING]
    picks = [(o, situation.parcel(o.action.shipment_id)) for o in situation.offers if o.action.verb is Verb.PICK_PARCEL]
    found = [offer for offer, parcel in picks if parcel and any(parcel.tracking_number.endswith(w) for w in words)]
    return found[0] if len(found) == 1 else None


def _the_other(situation: Situation) -> Answer | None:
    """Of two parcels the one that is not spoken of, for the same; where none is, they are asked again."""
    others = [parcel for parcel in situation.open_parcels if parcel != topic(situation)]
    if situation.asked and situation.asked.verb is Verb.PICK_PARCEL:
        return replace(not_understood(situation), read_as=ReadAs(Layer.ASKED, Verb.UNCLEAR))
    if len(situation.open_parcels) != 2 or len(others) != 1:
        return None
    if situation.asked and situation.asked.verb is Verb.PICK_SLOT:
        return with_parcel(Verb.RESCHEDULE, others[0], situation.asked.argument, situation)
    return with_parcel(Verb.STATUS, others[0], None, situation)


def _undo_offered(situation: Situation) -> Choice | None:
    return next((offer for offer in situation.offers if offer.action.verb is Verb.UNDO_RESCHEDULE), None)


def _given_up(situation: Situation) -> Answer | None:
    """Nothing is asked: what they asked for last is taken back, or what is agreed is asked back."""
    if taken_back := _undo_offered(situation):
        return _taking(taken_back, situation)
    stands = any(parcel.asked_kinds or parcel.agreed_kinds for parcel in situation.open_parcels)
    return aim(Verb.UNDO_RESCHEDULE, None, situation) if stands else None


def _second_thoughts(situation: Situation, *, is_no: bool) -> Answer:
    """What was asked a moment ago is taken back, by a no; whether what the carrier has agreed to is to be, we ask."""
    if is_no and (taken_back := _undo_offered(situation)) and _is_unanswered(taken_back, situation):
        return _taking(taken_back, situation)
    standing = [parcel for parcel in situation.open_parcels if parcel.asked_kinds or parcel.agreed_kinds]
    spoken_of = topic(situation)
    parcel = spoken_of if spoken_of in standing else standing[0] if len(standing) == 1 else None
    if parcel is None:
        return aim(Verb.UNDO_RESCHEDULE, None, situation) if standing else declined(situation)
    return ask_take_back(parcel)


def _is_unanswered(undo: Choice, situation: Situation) -> bool:
    """Whether what this takes back is asked of the carrier, and not agreed or declined by now."""
    parcels = [situation.parcel(undo.action.shipment_id)] if undo.action.shipment_id else situation.open_parcels
    kind = undo.action.argument
    return any(parcel and parcel.asked_kinds and (not kind or kind in parcel.asked_kinds) for parcel in parcels)


def _with_time(text: str, pick: Pick | None, meaning: Meaning, situation: Situation) -> Answer | None:
    """Which time suits? A number that is none of what is offered is one; so are words that hold one, unless they
    plainly ask for something else. Leaving it as it was is no other day either."""
    assert situation.asked is not None
    is_offered = isinstance(pick, Position) and _at(pick.number, situation.offers) is not None
    if is_offered or isinstance(pick, All | Soonest | Latest):
        return None
    if meaning.verb is Verb.UNDO_RESCHEDULE and not any(parcel.asked_kinds for parcel in situation.open_parcels):
        return declined(situation)
    wanted = written(Wish(None, None, clock, clock) for clock in read_clock(text)) or _time_within(text, meaning)
    if wanted is None or meaning.mentioned or not situation.is_known:
        return None
    if is_asked_together(situation):
        return offer_together(wanted, situation)
    parcel = situation.parcel(situation.asked.shipment_id)
    return with_parcel(Verb.RESCHEDULE, parcel, wanted, situation) if parcel else None


def _more_exactly(text: str, meaning: Meaning, undo: Choice | None, situation: Situation) -> Answer | None:
    """Put it by the door, and then: by the front door. Right after they named a place or a neighbour a few words about
    it are that place, and are not asked about."""
    if undo is None:
        return None
    is_at = undo.action.argument == CHANGES[Verb.NEIGHBOUR] and _AT.search(text) is not None
    verb = Verb.NEIGHBOUR if is_at else meaning.verb
    if verb not in (Verb.SAFE_PLACE, Verb.NEIGHBOUR) or undo.action.argument != CHANGES[verb]:
        return None
    parcel = situation.parcel(undo.action.shipment_id)
    is_said = not is_at and (meaning.argument or meaning.mentioned or text.rstrip().endswith(("?", "؟")))
    if parcel is None or is_said or len(text.split()) < _PLACE:
        return None
    return other_way(verb, parcel, text, situation)


_AT = re.compile(
    r"^\W*(?:(?:no|nee|nein|non|não|nie|hayır|لا|wait|wacht|warte|attends|espera|aspetta|actually|sorry|rather|liever"
    r"|lieber|plutôt|mejor|melhor|meglio|lepiej)\W+)+(?:with|bij|bei(?: der)?|chez(?: le)?|spod|u|number|nummer"
    r"|n[uú]m[eé]ro|no|nr|numer|numara|رقم|شقة)\W*\d{1,4}[a-z]?\W*$",
    re.IGNORECASE,
)
"""No wait, rather with 14: another neighbour than the one they have just named."""
_PLACE = 2
"""Words of a place: one alone may be any word."""
_LONGEST_NAME, _LIKELY, _PLAIN_WORD = 3, 0.5, 0.95


def _name_alone(text: str, meaning: Meaning, situation: Situation) -> Answer | None:
    """My sister will take it, and then: Ayşe. Words that say nothing we know are her name."""
    undo = _undo_offered(situation)
    if undo is None or undo.action.argument != CHANGES[Verb.RECIPIENT]:
        return None
    words = text.split()
    is_name = 0 < len(words) <= _LONGEST_NAME and all(word.strip(".,-'").isalpha() for word in words)
    enough = _PLAIN_WORD if len(words) == 1 else _PLAIN_QUESTION
    is_weak = meaning.layer is Layer.CLASSIFIER and meaning.score < enough and meaning.verb in _HARMLESS
    plain = set() if is_weak else {meaning.verb}
    guessed = {one.verb for one in meaning.guesses if one.verb not in _HARMLESS and one.score >= _LIKELY}
    supposed = (plain | guessed) - {Verb.UNCLEAR, Verb.RECIPIENT}
    is_nothing_else = not (supposed or meaning.when or meaning.mentioned)
    parcel = situation.parcel(undo.action.shipment_id)
    if parcel is None or not (is_name and is_nothing_else) or text.rstrip().endswith(("?", "؟")):
        return None
    return other_way(Verb.RECIPIENT, parcel, text, situation)


_HARMLESS = (Verb.STATUS, Verb.WHEN, Verb.PROOF, Verb.GENUINE, Verb.HELP, Verb.THANKS, Verb.RATE, Verb.UNCLEAR)
_PLAIN_QUESTION, _PLAIN_WISH, _UNASKED = 0.8, 0.55, 0.6
"""How sure a classifier must be that words with a time in them ask for something else than that time; and where we
asked for none."""


def _time_within(text: str, meaning: Meaning, most: float = 1.0) -> str | None:
    says_when = meaning.verb in (Verb.RESCHEDULE, Verb.HOLD) or (meaning.verb is Verb.NOT_HOME and meaning.argument)
    if meaning.when is None or says_when:
        return None
    is_guessed = meaning.layer in (Layer.CLASSIFIER, Layer.NOTHING)
    enough = min(most, _PLAIN_QUESTION if meaning.verb in _HARMLESS else _PLAIN_WISH)
    is_weak = is_guessed and meaning.score < enough
    return meaning.when if is_weak or is_time_alone(text, meaning.spans) else None


def _other_days(pick: Others, situation: Situation) -> Answer | None:
    """Those not shown yet; where none of all of them suits, a person looks."""
    asked = situation.asked
    further = next((offer for offer in situation.offers if offer.action.verb is Verb.RESCHEDULE), None)
    if further and (goes_on(further) or not pick.refuses):
        return _taking(further, situation)
    sought = situation.parcel(asked.shipment_id) if asked and asked.verb is Verb.PICK_SLOT else None
    return none_left(sought, situation) if pick.refuses and sought else None


def _taking(offer: Choice | None, situation: Situation) -> Answer:
    """What they chose; a question where it was nothing that was offered."""
    if offer is None:
        return replace(not_understood(situation), read_as=ReadAs(Layer.ASKED, Verb.UNCLEAR))
    return replace(take(offer.action, situation), read_as=ReadAs(Layer.ASKED, offer.action.verb, offer.label))


def _all_of_them(asked: Action, situation: Situation) -> Answer | None:
    verb, said = read_purpose(asked)
    concern = open_concern(asked)
    if concern:
        return hand_over(concern, None, situation)
    if verb in (Verb.RESCHEDULE, Verb.NOT_HOME) and situation.is_known:
        return offer_together(said or ALL, situation)
    return status_of_all(situation) if verb is Verb.STATUS and situation.open_parcels else None


def _detail(verb: Verb, parcel: ParcelView, text: str, meaning: Meaning, situation: Situation) -> Answer | None:
    """Their words are the place, or the neighbour, unless they plainly ask for something else."""
    if meaning.verb is Verb.UNDO_RESCHEDULE or (meaning.verb, meaning.argument) == (Verb.HUMAN, Concern.CANCEL):
        return declined(situation)  # Their last wish is the one we ask about: that is not to be, and nothing else.
    if isinstance(read_pick(text), Yes) and situation.misses + 1 < MAX_MISSES:
        return ask_detail(verb, parcel, situation.misses + 1)
    elsewhere = meaning.verb not in (verb, Verb.UNCLEAR)
    is_plain = meaning.layer in (Layer.COMMAND, Layer.EXACT) or meaning.verb is Verb.HUMAN
    if elsewhere and (is_plain or _is_another_way(verb, meaning)):
        return None
    if verb is Verb.HOLD and meaning.argument:
        detail = meaning.argument if meaning.verb is Verb.HOLD else f"{meaning.argument}{WORDS}{text}"
        return other_way(verb, parcel, detail, situation)
    if verb is not Verb.HOLD and len(fold(text)) > 1 and not text.rstrip().endswith("?"):
        return other_way(verb, parcel, text, situation)
    if elsewhere or situation.misses + 1 >= MAX_MISSES:
        return None
    return ask_detail(verb, parcel, situation.misses + 1)


_PLACES = (Verb.PICKUP_POINT, Verb.NEIGHBOUR, Verb.SAFE_PLACE)
_PLAIN, _HOUSE_NUMBER = 0.97, 3
"""How sure a door code must be in words that could name a place, and signs of what is a house or a flat instead."""


def _is_another_way(verb: Verb, meaning: Meaning) -> bool:
    """No pickup point is called `leave it behind the shed`; no neighbour and no place `Friday instead`, or `away until
    the 5th`."""
    if verb is Verb.PICKUP_POINT and meaning.verb in (Verb.SAFE_PLACE, Verb.NEIGHBOUR):
        return True
    if meaning.verb is Verb.ACCESS_CODE and meaning.argument and meaning.score >= _PLAIN and verb in _PLACES:
        return len(meaning.argument) > _HOUSE_NUMBER
    names_day = meaning.verb in (Verb.RESCHEDULE, Verb.HOLD, Verb.NOT_HOME) and meaning.argument is not None
    return names_day and verb in _PLACES


def _at(position: int, offers: tuple[Choice, ...]) -> Choice | None:
    if position < 0:
        return next((offer for offer in reversed(offers) if offer.action.verb in _OFFERED), None)
    return offers[position - 1] if 1 <= position <= len(offers) else None


def _agreed(situation: Situation) -> Answer:
    """A yes takes the only slot or parcel that was offered; among several it does not say which. Or it takes back."""
    if situation.asked and situation.asked.verb is Verb.UNDO_RESCHEDULE:
        return _taking(_undo_offered(situation), situation)
    among = [offer for offer in situation.offers if offer.action.verb in _OFFERED]
    return _taking(among[0] if len(among) == 1 else None, situation)


def _nothing_asked(text: str, situation: Situation) -> Answer:
    """A yes to nothing: that is said, with what can be done; nothing to who waits for a person. A thumb is thanks."""
    if not fold(text):
        return replace(for_anyone(Verb.THANKS, None, situation), read_as=ReadAs(Layer.ASKED, Verb.THANKS))
    if situation.owner == QUEUE:
        return Answer(read_as=ReadAs(Layer.ASKED, Verb.UNCLEAR))
    return Answer(
        (Reply(ReplyName.NOTHING_ASKED, choices=usual(situation)),), read_as=ReadAs(Layer.ASKED, Verb.UNCLEAR)
    )


_SAID_BACK = 7
"""Words around hours that are said back."""


def _hours_said_back(text: str, meaning: Meaning, situation: Situation) -> Answer | None:
    """Ok so between 10 and 12: the hours we told, and no wish for others, where none are being chosen."""
    parcel, wishes = topic(situation), read(meaning.when)
    is_chosen = situation.asked is not None and situation.asked.verb is Verb.PICK_SLOT
    is_open = situation.is_known and meaning.verb in (Verb.UNCLEAR, Verb.RESCHEDULE, Verb.WHEN) and not is_chosen
    if parcel is None or not is_open or len(wishes) != 1 or len(text.split()) > _SAID_BACK:
        return None
    window = parcel.window
    if window is None or window.from_at is None or window.to_at is None:
        return None
    told = tuple(at.astimezone(parcel.zone).time() for at in (window.from_at, window.to_at))
    is_told = (wishes[0].from_clock, wishes[0].to_clock) == told and wishes[0].day in (None, window.on)
    return when(parcel, situation) if is_told else None


def _day_alone(meaning: Meaning, text: str, situation: Situation) -> Answer | None:
    """A day by itself answers the offer of another day; so does one in words that may ask something, but hardly do."""
    offered = {offer.action.verb for offer in situation.offers}
    wanted = meaning.argument if meaning.verb is Verb.UNCLEAR else None
    if wanted is None and Verb.RESCHEDULE in offered and not text.rstrip().endswith("?"):
        wanted = _time_within(text, meaning, _UNASKED)
    if wanted is None or meaning.mentioned:
        return None
    if is_asked_together(situation) and situation.is_known:
        return offer_together(wanted, situation)
    parcel = topic(situation)
    if parcel is None or offered.isdisjoint((Verb.PICK_SLOT, Verb.RESCHEDULE, Verb.NOT_HOME)):
        return None
    return with_parcel(Verb.RESCHEDULE, parcel, wanted, situation)
