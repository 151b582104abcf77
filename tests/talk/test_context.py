"""Short answers to what was offered: numbers, ordinals, yes and no, a day."""

from dataclasses import replace

import pytest

from domain.talk.answer import Action, AskChange, AskReschedule, HandOver, Remember, Verb, Withdraw
from domain.talk.meaning import Layer, Meaning
from domain.talk.picking import All, No, Position, Yes, read_pick
from domain.talk.situation import Situation, SlotView
from tests.talk.scenes import BO, COMING, OTHER, PENDING, SLOTS, STRANGER, actions, after, names, says, window

OFFERED = after(says("another day", BO, Verb.RESCHEDULE), BO)


SECOND = (
    "2|2.|#2| 2 please|number 2|no 2|the second|the second one|2nd|second pls|two|Option 2|I'll take the second one"
    "|٢|2️⃣|la segunda|el 2|dos|2ª|la 2 por favor|me quedo con la segunda"
)
FIRST = "the first|1|la primera|le premier|den ersten|o primeiro|il primo|la prima|prendo la prima|de eerste"
FIRST += "|pierwszy|ilki|الأول"


@pytest.mark.parametrize("words", SECOND.split("|"))
def test_a_position_takes_the_choice_that_was_shown_there(words: str) -> None:
    assert says(words, OFFERED).acts == (AskReschedule(1, "thu-am"), Remember(None))


@pytest.mark.parametrize("words", FIRST.split("|"))
def test_the_first_is_the_first_in_every_language(words: str) -> None:
    assert says(words, OFFERED).acts == (AskReschedule(1, "wed-pm"), Remember(None))


@pytest.mark.parametrize("words", ["last", "the last one", "la última"])
def test_the_last_is_the_last_slot_and_not_the_way_out(words: str) -> None:
    assert says(words, OFFERED).acts == (AskReschedule(1, "fri-am"), Remember(None))


def test_the_number_of_the_way_out_takes_it() -> None:
    assert isinstance(says("4", OFFERED).acts[0], HandOver)


@pytest.mark.parametrize("words", ["5", "0", "99", "the ninth"])
def test_a_position_that_was_not_shown_is_asked_again(words: str) -> None:
    answer = says(words, OFFERED)
    assert (names(answer), actions(answer)) == (["unclear"], actions(says("another day", BO, Verb.RESCHEDULE)))


@pytest.mark.parametrize(
    "words", ["not the first", "1 or 2", "2 of them at 5", "second thoughts", "at 2", "2 days ago", "the 2nd of may"]
)
def test_a_number_in_other_words_picks_nothing(words: str) -> None:
    assert not any(isinstance(act, AskReschedule) for act in says(words, OFFERED).acts)


ONLY = "yes|Yes please|ok|👍|👍🏽|sure|sí|vale|that one|exactly|eso es|c'est ça|genau|isso|esatto"
ONLY += "|precies|dokładnie|aynen|بالضبط"


@pytest.mark.parametrize("words", ONLY.split("|"))
def test_a_yes_takes_the_only_slot(words: str) -> None:
    one = replace(BO, parcels=(replace(COMING, slots=COMING.slots[:1]),))
    asked = after(says("another day", one, Verb.RESCHEDULE), one)
    assert says(words, asked).acts == (AskReschedule(1, "wed-pm"), Remember(None))


SOONEST = (
    "asap|as soon as possible please|the earliest|lo antes posible|dès que possible|so schnell wie möglich bitte"
    "|o mais rápido possível|il prima possibile|zo snel mogelijk graag|jak najszybciej|en kısa sürede|في أقرب وقت"
    "|any time is fine|me da igual|peu importe|egal wann|tanto faz|è uguale|maakt niet uit|wszystko jedno|fark etmez"
)


@pytest.mark.parametrize("words", SOONEST.split("|"))
def test_as_soon_as_possible_takes_the_earliest_slot_and_nothing_where_none_was_offered(words: str) -> None:
    assert says(words, OFFERED).acts == (AskReschedule(1, "wed-pm"), Remember(None))
    assert not any(isinstance(act, AskReschedule) for act in says(words, BO).acts)


LATER = tuple(SlotView(f"later-{day}", window(day, 9, 12)) for day in (28, 29, 30))
MANY = replace(BO, parcels=(replace(COMING, slots=(*SLOTS, *LATER)),))
OTHER_DAYS = (
    "other days|another day please|otros días|d'autres jours|andere Tage|outros dias|altri giorni|andere dagen|inne dni"
    "|başka günler|أيام أخرى|is there a later slot|anything later?|hay algo más tarde|vous n'avez pas plus tard"
    "|gibt's was späteres|tem algo mais tarde|c'è qualcosa più tardi|is er iets later|jest coś później"
    "|daha geç saat var mı|فيه وقت متأخر اكثر"
)
NONE_SUITS = (
    "none of these work|ninguno me va bien|aucun ne me convient|keiner davon passt|nenhum me serve|nessuno va bene"
    "|geen van deze past|żaden nie pasuje|hiçbiri uymuyor|ولا واحد يناسبني"
    "|nope that's no good either|tampoco me va bien|ça ne va pas non plus|passt auch nicht|também não dá"
    "|no, non va bene neanche quello|kan ook niet|też nie pasuje|o da olmaz|ما يناسبني برضو"
)


@pytest.mark.parametrize("words", [*OTHER_DAYS.split("|"), *NONE_SUITS.split("|")])
def test_other_days_are_the_next_ones_and_not_the_same_again(words: str) -> None:
    first = says("another day", MANY, Verb.RESCHEDULE)
    then = says(words, after(first, MANY))
    shown = [{slot for verb, _, slot in actions(one) if verb == "pick_slot"} for one in (first, then)]
    assert names(then) == ["slots_offered"]
    assert not shown[0] & shown[1]


@pytest.mark.parametrize("words", NONE_SUITS.split("|"))
def test_where_no_other_day_is_left_a_person_looks_and_the_other_ways_are_open(words: str) -> None:
    answer = says(words, OFFERED)
    assert names(answer) == ["no_slots"]
    assert any(isinstance(act, HandOver) for act in answer.acts)


def test_none_of_all_days_is_not_answered_with_the_first_ones_again() -> None:
    six = replace(BO, parcels=(replace(COMING, slots=(*SLOTS[:3], *LATER)),))
    first = after(says("another day", six, Verb.RESCHEDULE), six)
    second = after(says("none of these work", first), first)
    assert names(says("none of these work", second)) == ["no_slots"]


def test_a_yes_among_several_slots_is_asked_again() -> None:
    assert names(says("yes", OFFERED)) == ["unclear"]


@pytest.mark.parametrize("words", ["no", "none of them", "never mind", "no thanks", "👎", "ninguna", "déjalo"])
def test_a_no_leaves_everything_as_it_was(words: str) -> None:
    answer = says(words, OFFERED)
    assert (names(answer), answer.acts) == (["unchanged"], (Remember(None),))


def test_ok_after_a_status_does_nothing() -> None:
    told = after(says("where is it", BO, Verb.STATUS), BO)
    assert says("ok", told, Meaning(Verb.THANKS, layer=Layer.EXACT)).acts == ()


def test_a_day_alone_narrows_what_was_offered() -> None:
    answer = says("thursday", OFFERED, Meaning(Verb.UNCLEAR, argument="2026-11-26"))
    assert names(answer) == ["slots_offered"]
    assert actions(answer)[0] == ("pick_slot", 1, "thu-am")


def test_a_day_alone_after_the_ways_to_change_asks_for_that_day() -> None:
    offered = after(says("not home", BO, Verb.NOT_HOME), BO)
    assert names(says("friday", offered, Meaning(Verb.UNCLEAR, argument="2026-11-27"))) == ["slots_offered"]


def test_a_day_alone_without_context_is_not_guessed_at() -> None:
    assert names(says("thursday", BO, Meaning(Verb.UNCLEAR, argument="2026-11-26"))) == ["unclear"]


def test_the_parcel_we_spoke_of_is_the_one_that_is_meant() -> None:
    two = replace(BO, parcels=(COMING, OTHER))
    told = after(says("DS200?", two, Meaning(Verb.STATUS, mentioned="DS200")), two)
    answer = says("can you bring it another day", told, Verb.RESCHEDULE)
    assert answer.replies[0].facts["tracking_number"] == "DS200"


def test_where_is_my_parcel_asks_again_which_one() -> None:
    two = replace(BO, parcels=(COMING, OTHER))
    told = after(says("DS200?", two, Meaning(Verb.STATUS, mentioned="DS200")), two)
    assert names(says("and where is my parcel", told, Verb.STATUS)) == ["which_parcel"]


def test_a_stranger_can_take_the_way_out_by_its_number() -> None:
    lost = replace(STRANGER, channel=BO.channel.SMS)
    offered = after(says("where is it", lost, Verb.STATUS), lost)
    assert isinstance(says("1", offered).acts[0], HandOver)


def test_a_number_without_offers_is_not_understood() -> None:
    assert names(says("2", BO)) == ["unclear"]


def test_free_words_never_pick_a_slot_by_themselves() -> None:
    situation: Situation = replace(BO, asked=Action(Verb.PICK_SLOT, 1))
    answer = says("the evening one", situation, Meaning(Verb.PICK_SLOT, argument="wed-pm"))
    assert names(answer) == ["slots_offered"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", None),
        ("👍", Yes()),
        ("no", No()),
        ("3", Position(3)),
        ("the last", Position(-1)),
        ("007", None),
        ("1 2", None),
    ],
)
def test_a_short_answer_is_read_as_it_stands(text: str, read: object) -> None:
    assert read_pick(text) == read


@pytest.mark.parametrize(
    ("text", "pick"),
    [
        ("oui", Yes()),
        ("nein danke", No()),
        ("evet", Yes()),
        ("لا شكرا", No()),
        ("le deuxième svp", Position(2)),
        ("das letzte bitte", Position(-1)),
        ("la seconda", Position(2)),
        ("nummer 3 graag", Position(3)),
        ("poproszę numer 2", Position(2)),
        ("رقم ٢", Position(2)),
        ("les deux", All()),
    ],
)
def test_short_answers_are_read_in_all_our_languages(text: str, pick: object) -> None:
    assert read_pick(text) == pick


@pytest.mark.parametrize(
    "words",
    [
        "no forget it",
        "never mind",
        "non en fait laissez tomber",
        "nein, lassen Sie das",
        "doch nicht",
        "no lascia stare",
        "nee laat maar",
        "nie, jednak nie",
        "hayır vazgeçtim",
        "لا خلاص انسى",
        "não, deixa estar",
        "no, olvídalo",
    ],
)
def test_who_gives_up_is_asked_nothing_and_takes_the_last_wish_back(words: str) -> None:
    asked = replace(BO, asked=Action(Verb.NEIGHBOUR, 1))
    assert names(says(words, asked)) == ["unchanged"]
    wished = after(says("2", after(says("another day", BO, Verb.RESCHEDULE), BO)), BO)
    wished = replace(wished, asked=None, parcels=(PENDING,))
    assert says(words, wished).acts[0] == Withdraw(1)
    assert names(says("no", wished)) == ["unclear"]


@pytest.mark.parametrize("words", ["leave it behind the shed", "laat maar bij de buren", "laissez-le chez Mme Roux"])
def test_what_only_begins_like_giving_up_is_the_detail(words: str) -> None:
    answer = says(words, replace(BO, asked=Action(Verb.NEIGHBOUR, 1)))
    assert answer.acts[0] == AskChange(1, "neighbour", words)


def test_taking_it_back_is_no_neighbours_name() -> None:
    asked = replace(BO, asked=Action(Verb.NEIGHBOUR, 1))
    for meant in (Meaning(Verb.UNDO_RESCHEDULE), Meaning(Verb.HUMAN, argument="cancel")):
        assert names(says("non, annulez ça pour le voisin", asked, meant)) == ["unchanged"]


def test_a_door_code_is_not_a_neighbours_name() -> None:
    asked = replace(
        BO, parcels=(replace(COMING, allow=COMING.allow | {"access_code"}),), asked=Action(Verb.NEIGHBOUR, 1)
    )
    code = Meaning(Verb.ACCESS_CODE, argument="1234B", layer=Layer.CLASSIFIER, score=1.0)
    assert says("código da porta 1234B", asked, code).acts[0] == AskChange(1, "access_code", "1234B")
    house = replace(code, argument="12")
    assert says("number 12", asked, house).acts[0] == AskChange(1, "neighbour", "number 12")


@pytest.mark.parametrize(
    "words", ["va bene la seconda", "la deuxième me convient", "das zweite passt mir", "ikinci uygun"]
)
def test_a_position_may_be_praised(words: str) -> None:
    assert says(words, OFFERED).acts[0] == AskReschedule(1, "thu-am")
