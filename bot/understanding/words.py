"""The default way to understand a customer: phrases that are sure, then the classifier, then what it may have been.

This module is an `Understanding` (flows/talk/understanding.py): `understanding: Understanding = words`. One that also
asks an embedding, other models or a proposer is a `Layered`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from bot.understanding.details import names_neighbour, which_neighbour, which_place
from bot.understanding.door_codes import announces_code
from bot.understanding.floors import tells_floor
from bot.understanding.grammar import LANGUAGES, Found, grammar
from bot.understanding.guessing import MARGIN, SHORTEST_TO_SWITCH, Guessed, Opinions
from bot.understanding.holidaying import on_holiday
from bot.understanding.houses import corrects_number, to_the_workplace
from bot.understanding.keeping import asks_to_keep, names_keeping
from bot.understanding.loose_words import gives_at_house, works_at_home
from bot.understanding.naming import is_nobody, named
from bot.understanding.numbers import mentioned
from bot.understanding.plainly import is_only_then_home, said_plainly
from bot.understanding.proposing import Proposer, nobody
from bot.understanding.refusing import refused_place, refuses_only, tells_of_it, who_is_away
from bot.understanding.spelling import known_share, repaired
from bot.understanding.staying import from_when_home
from bot.understanding.taking_back import taken_back
from bot.understanding.turning import AWAY, SURE, WEAK, turned
from bot.understanding.wishing import Wished, wished
from domain.talk.answer import Verb
from domain.talk.details import telling
from domain.talk.folding import fold
from domain.talk.meaning import NOTHING_UNDERSTOOD, Concern, Layer, Meaning, Span, is_time_alone
from domain.talk.other_ways import WORDS
from domain.talk.wishes import Wish, written

__all__ = ["MARGIN", "SHORTEST_TO_SWITCH", "Layered", "think_ahead", "understand"]

for _language in LANGUAGES:
    grammar(_language)  # Ready before the first customer writes, not while they wait.

COMMANDS = {
    "status": Verb.STATUS,
    "help": Verb.HELP,
    "settings": Verb.HELP,
    "reschedule": Verb.RESCHEDULE,
    "human": Verb.HUMAN,
}
"""Commands, with a slash or without: some doors take it off."""

SHORTEST_NOTE = 2
DAY_ALONE = 2
"""Words of a day by itself: what it is an answer to, our question tells."""
PLAIN_PLACE = 0.75
PLAIN_TROUBLE = 0.9
"""Who tells that they have not received it refuses nothing."""
LONGEST_NAME = 4
"""Words that say nothing we know, and may be anybody's name: they are no sign of another language."""
LONGEST = 1000
"""Characters of a message that are read."""
_Hit = tuple[Found, float, str]
"""A phrase, how sure it is, and in which language and spelling it was found."""
_CLAUSE_ENDS = re.compile(r"[.,;:!?\n]+")


@dataclass(frozen=True, slots=True)
class Layered:
    """An Understanding. `proposer` is asked about texts of which nothing was understood; it never decides."""

    opinions: Opinions = field(default_factory=Opinions)
    proposer: Proposer = nobody

    def understand(
        self, text: str, language: str, now: datetime, zone: tzinfo, tracking_numbers: Sequence[str]
    ) -> Meaning:
        """What one text asks for; see flows/talk/understanding.py."""
        text = text[:LONGEST]
        folded = fold(text)
        number = mentioned(text, tracking_numbers)
        command = COMMANDS.get(folded)
        if command is not None:
            return Meaning(command, number, None, Layer.COMMAND, 1.0, f"the command {folded}")
        found = _found(folded, language)
        guessed = self.opinions.guess(text, is_known=found is not None and found[0].is_whole)
        if found is not None and guessed.verb is Verb.UNCLEAR and guessed.overrules(found[0], tells_time=False):
            found, guessed = self._in_a_clause(text, language, found, guessed)
        spoken = guessed.language or language[:2]
        when = _when(text, (spoken, guessed.tongue), now, zone) if folded else _NEVER
        today = now.astimezone(zone).date()
        home = from_when_home(when, text, today)
        is_away, when = home is not when, home
        spans = (*_spans(text, number), *(Span("when", *place) for place in when.spans))
        if number is not None and (len(folded.split()) == 1 or folded.replace(" ", "") == fold(number)):
            guessed = replace(guessed, verb=Verb.UNCLEAR, is_sure=False, likely=())  # a number alone asks for nothing
        guessed = _plausible(guessed, text, when.wishes, is_only_time=is_time_alone(text, spans))
        meaning = turned(_meant(text, folded, found, number, when.wishes, guessed), text, when, guessed)
        if is_away and meaning.verb not in (Verb.HOLD, Verb.HUMAN) and not names_neighbour(text):
            argument = written(when.wishes)
            meaning = Meaning(Verb.RESCHEDULE, number, argument, Layer.PHRASE, SURE, AWAY)
        if meaning.verb in (Verb.NOT_HOME, Verb.UNCLEAR) and works_at_home(text) and not when.refuses:
            verb = Verb.RESCHEDULE if when.wishes else Verb.STATUS
            meaning = Meaning(verb, number, written(when.wishes), Layer.PHRASE, SURE, "works at home, and is there")
        if meaning.verb in _MAYBE_AWAY and when.wishes and not when.refuses and is_only_then_home(text):
            argument = written(when.wishes)
            meaning = Meaning(Verb.RESCHEDULE, number, argument, Layer.PHRASE, SURE, "is home only then")
        is_open = meaning.verb is Verb.UNCLEAR or meaning.argument == Concern.DAMAGED
        if is_open and not when.wishes and (plain := said_plainly(text)) is not None:
            argument = _argument(plain, None, text, folded, when.wishes)
            meaning = Meaning(plain, number, argument, Layer.PHRASE, SURE, "said plainly")
        if meaning.verb is Verb.UNCLEAR and on_holiday(text) and (back := _when_back(when.wishes, today)):
            meaning = Meaning(Verb.NOT_HOME, number, written(back), Layer.PHRASE, SURE, "on holiday until a day")
        if meaning.verb in _HOLDS_NUMBERS and tracking_numbers and number not in tracking_numbers:
            meaning = replace(meaning, mentioned=None)  # c'est le A4521: a code, where their parcels are known
        is_name = meaning.verb is Verb.UNCLEAR and not meaning.guesses and len(folded.split()) <= LONGEST_NAME
        spoken_in = None if is_name else guessed.language
        meaning = replace(meaning, language=spoken_in, spans=spans, when=written(when.wishes))
        return self._proposed(text, spoken, meaning) if _is_nothing(meaning) and folded else meaning

    def _in_a_clause(self, text: str, language: str, found: _Hit, guessed: Guessed) -> tuple[_Hit, Guessed]:
        """I read your message, when will it come? What a phrase asks for in a clause of its own is heard, though the
        rest is about something else."""
        clauses = [fold(clause) for clause in _CLAUSE_ENDS.split(text) if clause.strip()]
        for clause in clauses if len(clauses) > 1 else ():
            guess = self.opinions.guess(clause, is_known=True)
            if (hit := _found(clause, language)) is not None and not guess.overrules(hit[0], tells_time=False):
                return hit, replace(guess, language=guessed.language, tongue=guessed.tongue)
        return found, guessed

    def think_ahead(self, text: str) -> None:
        """Does what is slow about a text; see flows/talk/understanding.py."""
        text = text[:LONGEST]
        found = _found(fold(text), LANGUAGES[0])
        self.opinions.guess(text, is_known=found is not None and found[0].is_whole)

    def _proposed(self, text: str, language: str, meaning: Meaning) -> Meaning:
        """What the proposer takes it for is asked about, and not acted on."""
        proposed = self.proposer(text, language)
        if not proposed:
            return meaning
        return replace(
            meaning, layer=Layer.PROPOSED, guesses=tuple(proposed), why="proposed for a text nobody understood"
        )


def _when_back(when: tuple[Wish, ...], today: date) -> tuple[Wish, ...]:
    """The day from which on they are there again, if that is what they say."""
    is_back = bool(when) and all(wish.first and wish.first > today and wish.last is None for wish in when)
    return when if is_back and not any(wish.names_hours for wish in when) else ()


_MAYBE_AWAY = (Verb.NOT_HOME, Verb.RESCHEDULE, Verb.UNCLEAR)
_QUESTIONS = (Verb.STATUS, Verb.WHEN)
_HOLDS_NUMBERS = (Verb.ACCESS_CODE, Verb.ADDRESS, Verb.INSTRUCTIONS, Verb.NEIGHBOUR)
"""What has numbers in it that look like a parcel's."""
_BY_NAME, _CODE_BESIDE_NEIGHBOUR = 0.8, 0.9
"""How sure it must be that a neighbour is meant who is not named, and that a number beside a neighbour is a code."""
_BESIDE_US = frozenset(
    fold("next door nebenan daneben côté lado accanto fianco hiernaast naast obok yan بجانب").split()
)


def _plausible(guessed: Guessed, text: str, wishes: tuple[Wish, ...], *, is_only_time: bool) -> Guessed:
    """The guess, if the words can mean it: a time alone is no place, the neighbour at 302 no door code, and who is to
    take it is named."""
    if is_only_time and guessed.verb not in _QUESTIONS:
        return replace(guessed, verb=Verb.RESCHEDULE, is_sure=False)
    if guessed.verb is Verb.HOLD and guessed.score < _BY_NAME and any(wish.names_hours for wish in wishes):
        return replace(guessed, verb=Verb.RESCHEDULE)
    is_named = names_neighbour(text)
    if is_named and _is_weakly_else(guessed, text):
        return replace(guessed, verb=Verb.NEIGHBOUR, concern=None, is_sure=True)
    if guessed.verb is Verb.ACCESS_CODE and is_named and guessed.score < _CODE_BESIDE_NEIGHBOUR:
        return replace(guessed, verb=Verb.NEIGHBOUR)
    is_somebody = is_named or not _BESIDE_US.isdisjoint(fold(text).split()) or any(map(str.isdigit, text))
    if guessed.verb is Verb.NEIGHBOUR and not is_somebody and guessed.score < _BY_NAME:
        return replace(guessed, is_sure=False)
    return guessed


def _is_weakly_else(guessed: Guessed, text: str) -> bool:
    """no, rather at the neighbour's: a few words that name one, and are weakly taken for another wish"""
    is_wish = guessed.verb in _NO_NEIGHBOUR
    is_short = len(fold(text).split()) <= _FEW and not tells_of_it(text)
    return (
        is_wish
        and is_short
        and guessed.score < WEAK
        and guessed.chances.get(Verb.NEIGHBOUR.value, 0.0) >= _LITTLE_SUPPORT
    )


_FEW, _LITTLE_SUPPORT = 5, 0.05
_NO_NEIGHBOUR = frozenset({Verb.RESCHEDULE, Verb.UNDO_RESCHEDULE, Verb.NOT_HOME, Verb.SAFE_PLACE, Verb.HUMAN})
_NEVER = Wished((), ())
understand = Layered().understand
think_ahead = Layered().think_ahead
"""With the models that ship alone."""


def _is_nothing(meaning: Meaning) -> bool:
    is_unclear = meaning.verb is Verb.UNCLEAR and meaning.layer is Layer.NOTHING
    return is_unclear and not (meaning.guesses or meaning.mentioned or meaning.argument)


def _when(text: str, languages: Sequence[str], now: datetime, zone: tzinfo) -> Wished:
    """Read in the first of these languages that finds anything."""
    readings = (wished(text, language, now, zone) for language in languages)
    return next((found for found in readings if found.wishes), _NEVER)


def _spans(text: str, number: str | None) -> tuple[Span, ...]:
    """Where the tracking number stands, when it was written in one piece."""
    at = text.upper().find(number.upper()) if number else -1
    return (Span("number", at, at + len(number)),) if number and at >= 0 else ()


def _meant(
    text: str,
    folded: str,
    found: _Hit | None,
    number: str | None,
    when: tuple[Wish, ...],
    guessed: Guessed,
) -> Meaning:
    if (elsewhere := _refused(text, folded, number, when, guessed) or _another_door(text, number)) is not None:
        return elsewhere
    if found is not None and found[0].verb is Verb.NEIGHBOUR and tells_of_it(text):
        found = None
    if found is not None and not guessed.overrules(found[0], tells_time=bool(when)):
        hit, score, how = found
        layer = Layer.EXACT if hit.is_whole else Layer.PHRASE
        concern = hit.concern.value if hit.concern else None
        argument = _argument(hit.verb, concern, text, folded, when)
        return Meaning(hit.verb, number, argument, layer, score, f"{hit.phrase} ({how})")
    if (plain := _about_the_door(text, number, is_open=not (when or guessed.is_sure))) is not None:
        return plain
    if (guessed.verb in _NAMED_WITH or not guessed.is_sure) and (recipient := named(text)) is not None:
        return Meaning(Verb.RECIPIENT, number, telling(Verb.RECIPIENT, recipient), Layer.PHRASE, SURE, "who takes it")
    if guessed.verb is Verb.RECIPIENT and is_nobody(text):
        return Meaning(Verb.RECIPIENT, number, None, Layer.PHRASE, SURE, "somebody else, and not who")
    if not when and asks_to_keep(text):
        return Meaning(Verb.HOLD, number, None, Layer.PHRASE, SURE, "asks that it be kept")
    if guessed.verb is Verb.HOLD and names_keeping(text) and any(wish.names_days for wish in when):
        argument = _argument(Verb.HOLD, None, text, folded, when)
        return Meaning(Verb.HOLD, number, argument, Layer.PHRASE, SURE, "asks that it be kept until a day")
    is_day_alone = bool(when) and len(folded.split()) <= DAY_ALONE and guessed.verb is Verb.RESCHEDULE
    if guessed.is_sure and guessed.verb is not Verb.UNCLEAR and not is_day_alone:
        argument = _argument(guessed.verb, guessed.concern, text, folded, when) if _tells_where(guessed, text) else None
        return Meaning(guessed.verb, number, argument, Layer.CLASSIFIER, guessed.score, guessed.why)
    why = "a tracking number" if number else "a day" if when else guessed.why or NOTHING_UNDERSTOOD.why
    guesses = () if number or when else guessed.likely
    return replace(NOTHING_UNDERSTOOD, mentioned=number, argument=written(when), why=why, guesses=guesses)


def _tells_where(guessed: Guessed, text: str) -> bool:
    """Whether the carrier may be asked to leave it there at once. Where it is none too sure that a place is meant, and
    nobody is named and nothing to be left, we ask where."""
    if guessed.verb not in (Verb.SAFE_PLACE, Verb.NEIGHBOUR) or guessed.score >= PLAIN_PLACE:
        return True
    if guessed.verb is Verb.NEIGHBOUR and names_neighbour(text):
        return True
    return any(word.startswith(_LEAVING) for word in fold(text).split())


_LEAVING = (
    *("leav", "put", "drop", "stick", "give", "dej", "pon", "entreg", "laiss", "pose", "depos", "mett", "mets", "donn"),
    *("leg", "stell", "ableg", "abstell", "geb", "gib", "deix", "lasci", "mettet", "consegn", "zet", "laat", "geef"),
    *[
        "dasel",
        "dadsel",
        "dadl",
        "dale",
        "datel",
        "datec",
        "daglie",
        "breng",
        "daj",
        "oddaj",
        "wydaj",
        "عطو",
        "اعطو",
        "سلمو",
    ],
    *("zostaw", "poloz", "dajcie", "birak", "koy", "verin", "اترك", "ضع", "خلو", "خله", "خليه", "حط"),
)
"""How words of leaving it somewhere begin."""


def _refused(text: str, folded: str, number: str | None, when: tuple[Wish, ...], guessed: Guessed) -> Meaning | None:
    """Where it is not to be left: taken back where that was asked for; with another wish beside it, a note."""
    if away := who_is_away(text):
        return Meaning(Verb.UNDO_RESCHEDULE, number, f"{away}{WORDS}", Layer.PHRASE, SURE, _NOT_THERE)
    if (change := taken_back(text, guessed.verb)) is not None and not when:
        argument = f"{change}{WORDS}" if change else None
        return Meaning(Verb.UNDO_RESCHEDULE, number, argument, Layer.PHRASE, SURE, "takes it back")
    place = refused_place(text)
    if place is None or guessed.chances.get(_TROUBLE, 0.0) >= PLAIN_TROUBLE:
        return None
    if when:
        return replace(NOTHING_UNDERSTOOD, mentioned=number, argument=written(when), why=_NOT_THERE)
    if refuses_only(text):
        return Meaning(Verb.UNDO_RESCHEDULE, number, f"{place}{WORDS}{text.strip()}", Layer.PHRASE, SURE, _NOT_THERE)
    argument = _argument(Verb.INSTRUCTIONS, None, text, folded, when)
    return Meaning(Verb.INSTRUCTIONS, number, argument, Layer.PHRASE, SURE, _NOT_THERE)


def _another_door(text: str, number: str | None) -> Meaning | None:
    """Where they work, or the number that was meant."""
    if corrects_number(text) or to_the_workplace(text):
        return Meaning(Verb.ADDRESS, number, telling(Verb.ADDRESS, text), Layer.PHRASE, SURE, "another door")
    return None


def _about_the_door(text: str, number: str | None, *, is_open: bool) -> Meaning | None:
    """A floor and nothing else, or that there is a code and not which; somebody at a house, where nothing is sure."""
    if tells_floor(text):
        return Meaning(Verb.INSTRUCTIONS, number, text.strip(), Layer.PHRASE, SURE, "a floor, and nothing else")
    if announces_code(text):
        return Meaning(Verb.ACCESS_CODE, number, None, Layer.PHRASE, SURE, "a code, and not which")
    if is_open and gives_at_house(text):
        return Meaning(Verb.NEIGHBOUR, number, which_neighbour(text), Layer.PHRASE, SURE, "to somebody at a house")
    return None


_NAMED_WITH = (Verb.RECIPIENT, Verb.UNCLEAR, Verb.THANKS)
"""What a name looks like to a classifier."""
_NOT_THERE = "where it is not to be left"
_TROUBLE = "human: not_received"


def _found(folded: str, language: str) -> _Hit | None:
    """With its spelling repaired in the language it seems to be; then as it stands, the customer's language first."""
    languages = sorted(LANGUAGES, key=lambda tried: tried != language[:2])
    written_in = max(languages, key=lambda tried: known_share(folded, tried))
    better = repaired(folded, written_in)
    for tried, text in ((written_in, better), *((tried, folded) for tried in languages)):
        if (rules := grammar(tried)) and (hit := rules.find(text)):
            sure = 0.95 if hit.is_whole else 0.85
            return (hit, sure, tried) if text == folded else (hit, sure - 0.1, f"{tried}, read as: {text}")
    return None


def _argument(verb: Verb, concern: str | None, text: str, folded: str, when: tuple[Wish, ...]) -> str | None:
    """What the words say about the verb, as Meaning.argument promises."""
    match verb:
        case Verb.HUMAN:
            return concern
        case Verb.NEIGHBOUR:
            return which_neighbour(text)
        case Verb.SAFE_PLACE:
            return which_place(text)
        case Verb.RATE:
            return next((word for word in folded.split() if word.isdecimal()), None)
        case Verb.RESCHEDULE:
            return written(when)
        case Verb.HOLD:
            return f"{written(when)}{WORDS}{text.strip()}" if when else None
        case Verb.ADDRESS | Verb.ACCESS_CODE | Verb.INSTRUCTIONS | Verb.RECIPIENT:
            return telling(verb, text) if _says_enough(verb, text, folded) else None
        case Verb.NOT_HOME:
            # The day one is away is not the day one wants; where another is wanted, the refused one stands beside it.
            away = [Wish(None, None, refused=frozenset({wish.day})) for wish in when if wish.day and not wish.refused]
            is_telling = any(_says_from_when(wish) for wish in when)
            return written(when if is_telling else away if len(when) == 1 else ())
        case _:
            return None


def _says_from_when(wish: Wish) -> bool:
    """Whether it says on which days they are away, or from which on they are back."""
    is_back = wish.first is not None and wish.last is None and not wish.names_hours
    return bool(wish.refused or wish.refused_weekdays) or is_back


def _says_enough(verb: Verb, text: str, folded: str) -> bool:
    """Whether the words are the note or the name themselves, or only announce them."""
    match verb:
        case Verb.RECIPIENT:
            return len(folded.split()) > SHORTEST_NOTE and not is_nobody(text)
        case Verb.INSTRUCTIONS:
            return len(folded.split()) > SHORTEST_NOTE
        case _:
            return True
