"""The answer to a turn: pure, total, the same for every channel. The first layer that is sure answers.

Order: opting out, by law; a person owns the conversation, and we are silent; a choice that was taken; a short answer to
what was offered; the detail we asked for; the words as they were understood; one question; a person.

Facts of each reply (JSON values, times ISO 8601, a window is {"on", "from", "to"}; PARCEL stands for tracking_number,
order_number, link, milestone and allow):

======================  ===============================================================================================
status                  PARCEL, detail, reason, at, last_scan_at, place, window (still ahead), told (the window that is
                        over and did not hold), promise_broken, asked (the window the carrier has not answered about),
                        changes (the other wishes it has not answered), granted (those it has agreed to), concern
                        (not_received or nobody_came, where no attempt was reported);
                        or parcels, each with these
which_parcel            parcels (each with the facts of status, and verb: what one is picked for), apart (no slot fits
                        all of them)
no_parcel               tracking_number (as it was written, or None), known (has parcels on their way here),
                        staff_hours, support
coarse_status           tracking_number (as it was written), milestone (`unknown` also when nobody has that number)
slots_offered           PARCEL, slots (windows), wanted (ISO date or None), wanted_is_free (None without a wish; False
                        with nothing there; also of hours, with wanted None), later (wanted, or any day after it),
                        agreed (the window the carrier agreed to before, or None), among (where others are on their
                        way to them)
no_slots                PARCEL, staff_hours, support; a person was told
slot_taken              PARCEL, slots (what is left)
reschedule_requested    PARCEL, window (asked of the carrier, not agreed), among
reschedule_pending      PARCEL, window (asked earlier, not answered), state
reschedule_withdrawn    PARCEL, window (no longer asked for)
change_withdrawn        PARCEL, changes (words of menus.CHANGES, no longer asked for)
not_allowed, too_late   PARCEL, change (a word of menus.CHANGES, not_home)
no_longer_possible      change (a verb, or None); PARCEL where it is known to be theirs
change_options          PARCEL
ask_detail              PARCEL, change (safe_place: where? neighbour, pickup_point: which? …), example (a postcode,
                        where that of the address was missing or none of the country's)
points_offered          PARCEL; the points are the choices
change_requested        PARCEL, change, text (the customer's words), among
handed_over             staff_hours, support, concern (domain.talk.meaning), again (waits for a person already)
unclear                 again (the choices are the open question's)
found                   again (waits for a person already, who will see it)
help                    known, staff_hours, support
stopped                 everywhere, scope (parcel, shop; None: this address)
welcome                 known
media_not_understood    media (photo, voice, sticker …), asked_for (the change whose detail we wait for, or None),
                        again (waits for a person already)
rated                   PARCEL, score
trouble                 as status of one parcel, concern; to who has proven who they are: received_by, proof_place,
                        photo (its address), has_photo (also where only the carrier can show it)
proof                   PARCEL, at, detail, and the same evidence
when                    as status of one parcel
genuine                 told_at, told_on (channel; both None when nothing was said yet), site (how our links begin),
                        foreign (their words hold a link that is not ours), staff_hours, support
not_on_record           about (papers, paying)
writing_hours           writes_from, writes_until (when today we write by ourselves; both None: at any hour)
take_back               PARCEL, changes (the word of what stands, menus.CHANGES), window (of the new day, if it is that)
======================  ===============================================================================================

Without facts: enough_numbers, unchanged, nothing_asked, resumed, thanks, ask_contact, contact_not_own, link_expired,
code_sent, code_wrong, code_spent, language_set. Said by flows: nothing_new (told_at, again), code (code), change_noted
(tracking_number).

Labels of choices: status, not_home, reschedule, safe_place, neighbour, pickup_point, undo, other_day, human; slot with
window; point with name, street, metres, opens; parcel with tracking_number, whole (its end does
not tell it from the others), order_number, milestone, window.
"""

from dataclasses import replace
from typing import assert_never

from domain.talk.answer import Answer, ReadAs, Remember, ResumeWriting, StopWriting, Verb
from domain.talk.arriving import arrive
from domain.talk.choosing import gone_for_them, take
from domain.talk.hearing import hear
from domain.talk.law import by_law
from domain.talk.meaning import Layer, Meaning
from domain.talk.people import also_when
from domain.talk.proving import proven
from domain.talk.situation import Situation
from domain.talk.turn import Turn, TurnKind


def respond(turn: Turn, meaning: Meaning, situation: Situation) -> Answer:
    """What to say and do about this turn; an empty answer is silence. `meaning` is of the turn's text or caption.

    Acts are only what the situation allows; a Remember among them says what to keep, and none means: keep what was.
    """
    return also_when(_remembering(turn, meaning, situation), situation)


def _remembering(turn: Turn, meaning: Meaning, situation: Situation) -> Answer:
    answer = proven(_answer(turn, meaning, situation), situation)
    said = bool(answer.replies or answer.acts)
    remembers = any(isinstance(act, Remember) for act in answer.acts)
    if not said or remembers or situation.stale or (situation.asked is None and situation.misses == 0):
        return answer
    return replace(answer, acts=(*answer.acts, Remember(None)))


def _answer(turn: Turn, meaning: Meaning, situation: Situation) -> Answer:
    match turn.kind:
        case TurnKind.STOP:
            return Answer(acts=(StopWriting(turn.text),))
        case TurnKind.RESUME:
            return Answer(acts=(ResumeWriting(turn.text),))
        case TurnKind.BLOCKED | TurnKind.UNBLOCKED:
            return Answer()
        case TurnKind.START | TurnKind.CONTACT:
            return Answer() if situation.bot_is_silent else arrive(turn, situation)
        case TurnKind.CHOICE:
            return Answer() if situation.bot_is_silent and not _is_lawful(situation) else _chosen(situation)
        case TurnKind.TEXT | TurnKind.MEDIA:
            return _said(turn, meaning, situation)
        case _:
            assert_never(turn.kind)


def _chosen(situation: Situation) -> Answer:
    if situation.stale or situation.taken is None:
        return gone_for_them(None, situation)
    taken = situation.taken
    return replace(take(taken.action, situation), read_as=ReadAs(Layer.ASKED, taken.action.verb, taken.label))


def _is_lawful(situation: Situation) -> bool:
    """Whether the choice opts out or in: that is done whoever owns the conversation."""
    taken = None if situation.stale else situation.taken
    return taken is not None and taken.action.verb in (Verb.STOP, Verb.RESUME)


def _said(turn: Turn, meaning: Meaning, situation: Situation) -> Answer:
    lawful = by_law(turn.text if turn.kind is TurnKind.TEXT else turn.caption, situation)
    if lawful is not None:
        stops = any(isinstance(act, StopWriting) for act in lawful.acts)
        return replace(lawful, read_as=ReadAs(Layer.LAW, Verb.STOP if stops else Verb.RESUME))
    if situation.bot_is_silent:
        return Answer()
    if situation.taken is not None or situation.stale:
        return _chosen(situation)
    return hear(turn, meaning, situation)
