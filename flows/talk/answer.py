"""Answering one turn: who is it, what do they mean, what do we say, and what do we do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from domain.talk.answer import Answer, HandOver, ReadAs, Remember, Reply, ReplyName, SpeakLanguage, Verb
from domain.talk.details import telling
from domain.talk.meaning import Layer, Meaning
from domain.talk.respond import respond
from domain.talk.situation import BOT, NOBODY, QUEUE, CodeGiven, Situation
from domain.talk.turn import Turn, TurnKind
from flows.cases import open_case
from flows.changes.points import with_points
from flows.messages.secret_words import UNREAD
from flows.messages.voice import Addressee, Route, Voice, queue
from flows.messages.wording import wording
from flows.promises.promising import note_promises
from flows.staff.absence import left
from flows.stop_writing import resume, stop
from flows.talk.acts import do
from flows.talk.addresses import with_postcodes
from flows.talk.elsewhere import tell_elsewhere
from flows.talk.freezing import note_used
from flows.talk.genuine import with_record
from flows.talk.identity import bind, proven, who
from flows.talk.lookups import look_up
from flows.talk.manners import unanswerable, well_mannered
from flows.talk.proofs import with_proof
from flows.talk.proving import Checked, check_code
from flows.talk.questions import kept, open_question
from flows.talk.situations import Person, situation_of
from flows.talk.tapped import tapped
from flows.talk.understanding import Understanding
from store import contacts, conversations, marks, messages, turns

HIDDEN = "[a code for the door, kept encrypted]"


@dataclass(frozen=True, slots=True)
class Listener:
    """What it takes to understand words: heavy, so it comes in from outside."""

    understanding: Understanding


@dataclass(frozen=True, slots=True)
class Outcome:
    """`hidden` are words that stand for the turn's own from now on, where those must not be read again."""

    state: str
    why: str | None = None
    due: datetime | None = None
    hidden: str | None = None


def answer(tx: Connection, turn: Turn, voice: Voice, listener: Listener, now: datetime) -> Outcome:
    """One turn, answered in one transaction: words kept, acts done, replies queued."""
    match turn.kind:
        case TurnKind.BLOCKED:
            contacts.set_state(tx, turn.channel, turn.address, "dead", "the customer blocked the bot", now)
            return Outcome("handled", "the address is dead")
        case TurnKind.UNBLOCKED:
            contacts.set_state(tx, turn.channel, turn.address, "active", None, now)
            return Outcome("handled", "the address lives again")
        case TurnKind.STOP:
            stop(tx, turn.channel, turn.address, turn.text, source="provider", now=now)
            return Outcome("handled", "the provider reports an opt-out and has answered it")
        case TurnKind.RESUME:
            resume(tx, turn.channel, turn.address, turn.text, source="provider", now=now)
            return Outcome("handled", "the provider reports an opt-in and has answered it")
        case _:
            return _converse(tx, turn, voice, listener, now)


def _converse(tx: Connection, turn: Turn, voice: Voice, listener: Listener, now: datetime) -> Outcome:
    link_failed = bind(tx, turn, now)
    person = who(tx, turn, voice, now)
    if (unanswered := unanswerable(tx, turn, person, now)) is not None:
        _keep_words(tx, turn, person, now)
        _say(tx, voice, turn, person, [unanswered.notice] if unanswered.notice else [], now)
        return Outcome("ignored", unanswered.why)
    if link_failed:
        _keep_words(tx, turn, person, now)
        _say(tx, voice, turn, person, [Reply(ReplyName.LINK_EXPIRED)], now)
        return Outcome("handled", "the deep link was unknown, used or expired")
    note_used(tx, turn, now)
    handed_back = left(tx, person, now)
    if handed_back is not None:
        person = replace(person, thread=conversations.get(tx, person.thread.id))
    waiting = person.thread.asked
    checked = check_code(tx, turn, voice, now) if waiting and waiting["verb"] == Verb.PROVE else None
    if checked is not None and checked.given is CodeGiven.RIGHT:
        person = proven(tx, turn, person, checked, voice, now)
    situation = replace(situation_of(tx, turn, person, voice, now), left=handed_back is not None)
    if checked is not None and waiting:
        asked = open_question(waiting, voice.links.secret_key)
        situation = replace(situation, code=checked.given, asked=asked)
    spoken = turn.text if turn.kind is TurnKind.TEXT else turn.caption
    numbers = [parcel.tracking_number for parcel in situation.parcels]
    meaning = listener.understanding.understand(spoken, person.language, turn.at, person.zone, numbers)
    if not situation.is_known and meaning.mentioned:
        situation = look_up(tx, situation, meaning.mentioned, turn, voice, now)
    situation = with_postcodes(tx, meaning, with_points(tx, meaning, situation))
    situation = with_record(tx, turn, meaning, with_proof(tx, meaning, situation), person, voice)
    person = _in_their_language(tx, turn, person, meaning, now)
    said = respond(turn, meaning, situation)
    hidden = _hidden(spoken, meaning, situation, said, checked)
    understood = _understood(meaning, said.read_as, hidden) if spoken or said.read_as else None
    _keep_words(tx, turn, person, now, hidden, understood)
    done = do(tx, said.acts, turn, person, voice, now)
    if not done.instead:
        tell_elsewhere(tx, said.acts, turn, person, voice, now)
        person = next((replace(person, language=a.language) for a in said.acts if isinstance(a, SpeakLanguage)), person)
    _remember(tx, said, person, situation, voice, now)
    messages_of = _say(tx, voice, turn, person, done.instead or said.replies, now)
    note_promises(tx, messages_of, situation, now)
    why = _why(meaning, said.read_as, hidden) if turn.kind is TurnKind.TEXT else None
    due = min((at for at in (done.due, handed_back and handed_back.due_at) if at), default=None)
    return Outcome("handled", why, due, hidden)


def _in_their_language(tx: Connection, turn: Turn, person: Person, meaning: Meaning, now: datetime) -> Person:
    """Who plainly writes in another language is answered in it from now on."""
    if turn.kind is not TurnKind.TEXT or meaning.language in (None, person.language[:2]):
        return person
    assert meaning.language is not None
    turns.set_language(tx, [row.id for row in person.customers], meaning.language, now)
    return replace(person, language=meaning.language)


def _why(meaning: Meaning, read_as: ReadAs | None, hidden: str | None) -> str:
    return f"{read_as.layer}: {read_as.verb}" if read_as else f"{meaning.layer}: {'' if hidden else meaning.why}"


def _understood(meaning: Meaning, read_as: ReadAs | None, hidden: str | None) -> dict[str, object]:
    """What staff see of how a message was read. The argument of a HUMAN is our word; others may be the customer's."""
    if read_as is not None:
        meaning = Meaning(
            read_as.verb,
            layer=Layer(read_as.layer),
            score=1.0,
            why=read_as.why,
            language=meaning.language,
            spans=meaning.spans,
        )
    concern = meaning.argument if meaning.verb is Verb.HUMAN else None
    return {
        "verb": meaning.verb.value,
        "concern": concern,
        "layer": meaning.layer.value,
        "score": round(meaning.score, 3),
        "why": "" if hidden else meaning.why,
        "guesses": [[guess.verb.value, guess.argument, guess.score] for guess in meaning.guesses],
        "language": meaning.language,
        "spans": [[span.what, span.start, span.end] for span in meaning.spans],
    }


def _hidden(spoken: str, meaning: Meaning, situation: Situation, said: Answer, checked: Checked | None) -> str | None:
    """What stands for words with a code in them. Where a person has to act on it, that person has to read it."""
    if checked is not None:
        return UNREAD
    about = situation.asked.verb if situation.asked else None
    taken_for = said.read_as.verb if said.read_as else meaning.verb
    if Verb.ACCESS_CODE not in (taken_for, about) or any(isinstance(act, HandOver) for act in said.acts):
        return None
    return HIDDEN if telling(Verb.ACCESS_CODE, spoken) else None


def _keep_words(
    tx: Connection,
    turn: Turn,
    person: Person,
    now: datetime,
    hidden: str | None = None,
    understood: dict[str, object] | None = None,
) -> None:
    """In the conversation, before what is said to it; `hidden` stands there instead of words that nobody may read."""
    tap = tapped(tx, turn, person.thread.id, person.language)
    messages.add(
        tx,
        {
            "conversation_id": person.thread.id,
            "direction": "in",
            "channel": turn.channel.value,
            "address": turn.address,
            "author": "customer",
            "name": turn.kind.value,
            "text": hidden or turn.text or turn.caption or tap.words,
            "gloss": tap.name,
            "understood": understood,
            "state": "received",
            "due_at": now,
            "created_at": now,
        },
    )
    waits = person.thread.owner not in (BOT, NOBODY)
    conversations.change(
        tx,
        person.thread.id,
        last_at=now,
        last_channel=turn.channel.value,
        unread=person.thread.unread + 1,
        waiting_since=(person.thread.waiting_since or now) if waits else None,
    )


def _remember(tx: Connection, said: Answer, person: Person, situation: Situation, voice: Voice, now: datetime) -> None:
    for act in said.acts:
        match act:
            case Remember(asked, misses):
                question = kept(asked, voice.links.secret_key)
                conversations.change(tx, person.thread.id, asked=question, misses=misses)
            case HandOver(why, shipment_id, trouble) if not situation.has_person:
                conversations.pass_on(tx, person.thread.id, person.thread.owner, QUEUE, now)
                marks.add(tx, person.thread.id, "queue", BOT, why, now)
                conversations.change(tx, person.thread.id, waiting_since=now)
                open_case(
                    tx,
                    kind=trouble or "asked_for_human",
                    key=str(shipment_id or person.thread.id) if trouble else str(person.thread.id),
                    why=why,
                    now=now,
                    merchant_id=person.thread.merchant_id,
                    shipment_id=shipment_id,
                    conversation_id=person.thread.id,
                )
            case _:
                pass


def _say(
    tx: Connection, voice: Voice, turn: Turn, person: Person, replies: Sequence[Reply], now: datetime
) -> list[tuple[Reply, int]]:
    """Replies go back the way the turn came, before anything else that waits. Returns them with their messages."""
    merchant_id = person.thread.merchant_id
    to_say = well_mannered(tx, turn, person, replies, now)
    to = Addressee(person.thread.id, person.language, person.zone, person.title, merchant_id=merchant_id)
    merchants = {merchant_id} if merchant_id is not None else set()
    own = wording(tx, merchants, {said.reply.name.value for said in to_say})
    route = Route(turn.channel, turn.address)
    queued = []
    for said in to_say:
        reply = said.reply
        worded = voice.words(
            to, route, reply.name.value, reply.facts, reply.choices, now, priority=0, own=own, mark=said.mark
        )
        queued.append((reply, queue(tx, worded)))
    return queued
