"""The classifier: what it knows without phrases, in all our languages; what it leaves alone; why it thinks so."""

from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.examples import examples
from bot.understanding.guessing import guess
from bot.understanding.model import model
from bot.understanding.refusing import refused_place
from bot.understanding.taking_back import taken_back
from bot.understanding.words import understand
from bot.words import languages
from domain.reschedules import OtherChange, RescheduleState
from domain.talk import menus
from domain.talk.answer import AskChange, Verb, Withdraw
from domain.talk.meaning import Concern, Guess, Layer, Meaning
from domain.talk.situation import Situation
from tests.talk.scenes import BO, COMING, NOW, actions, names, says
from tests.talk.test_understanding import understood

GIVEN = list(examples())


WHERE = (
    "where are they|where are they now|dónde están|où sont-ils|ils sont où|wo sind sie|wo bleiben sie|onde estão"
    "|dove sono|waar zijn ze|gdzie są|neredeler|أين هم|وينهم"
)


@pytest.mark.parametrize("text", WHERE.split("|"))
def test_where_are_they_asks_for_the_parcels_in_all_our_languages(text: str) -> None:
    assert understood(text).verb is Verb.STATUS


NOT_THERE = (
    "please don't leave it with the neighbour|por favor no lo dejen con el vecino|ne le laissez pas chez les voisins"
    "|bitte nicht beim nachbarn abgeben|por favor não deixem com o vizinho|non lasciatelo ai vicini"
    "|niet bij de buren afgeven aub|nie zostawiajcie u sąsiada|lütfen komşuya bırakmayın|لا تتركوه عند الجار"
)


@pytest.mark.parametrize("text", NOT_THERE.split("|"))
def test_who_does_not_want_the_neighbour_is_not_taken_to_want_them(text: str) -> None:
    assert understood(text).verb not in (Verb.NEIGHBOUR, Verb.SAFE_PLACE)


NOT_HOME_BUT_THERE = (
    "wenn ich nicht da bin, beim nachbarn abgeben|ik ben er niet, bij de buren|no estoy, dejadlo con el vecino"
    "|não estou, deixem com o vizinho|non ci sono, lasciatelo al vicino|nie ma mnie, zostawcie u sąsiada"
    "|si je ne suis pas là, chez le voisin|yarın evde yokum komşuya bırakın|غدا لست في البيت، اتركوه عند الجار"
)


@pytest.mark.parametrize("text", NOT_HOME_BUT_THERE.split("|"))
def test_another_no_in_the_text_is_not_about_the_neighbour(text: str) -> None:
    assert refused_place(text) is None


@pytest.mark.parametrize("text", ["?", "??", "!!!", "...", "🤷"])
def test_marks_alone_are_no_thanks_and_nothing_else(text: str) -> None:
    assert understood(text).verb is Verb.UNCLEAR


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("wo ist mein paket denn geblieben", Verb.STATUS),
        ("où est donc mon colis", Verb.STATUS),
        ("gdzie jest moja paczka", Verb.STATUS),
        ("kargom nerede kaldı", Verb.STATUS),
        ("أين طردي", Verb.STATUS),
        ("ik ben morgen niet thuis", Verb.NOT_HOME),
        ("lasciatelo al vicino", Verb.NEIGHBOUR),
        ("pode deixar na garagem", Verb.SAFE_PLACE),
        ("we zijn op vakantie tot vrijdag, bewaar het", Verb.HOLD),
        ("the gate code is 7781", Verb.ACCESS_CODE),
        ("meine frau nimmt es an", Verb.RECIPIENT),
    ],
)
def test_what_people_ask_is_known_in_all_our_languages(text: str, verb: Verb) -> None:
    assert understood(text).verb is verb


def test_every_language_has_examples_of_everything() -> None:
    labels = {example.label for example in GIVEN}
    assert {e.language for e in GIVEN} == set(languages())
    for language in languages():
        for label in labels:
            least = 25 if language in ("en", "es") else 12
            assert sum(e.label == label and e.language == language for e in GIVEN) >= least, (language, label)


def test_every_label_is_something_we_can_do() -> None:
    for label in model().file.labels:
        verb, _, concern = label.partition(": ")
        assert Verb(verb)
        assert not concern or Concern(concern)


def test_what_is_not_about_a_parcel_is_not_acted_on() -> None:
    for text in ("sing me a song", "what is the square root of 9", "¿quién pintó las meninas?", "bitcoin kurs"):
        assert understood(text).verb in (Verb.UNCLEAR, Verb.HELP), text


def test_the_reason_names_the_label_and_the_pieces_that_spoke_for_it() -> None:
    meaning = understood("wo ist mein paket denn geblieben")
    assert (meaning.layer, meaning.score > 0.45) == (Layer.CLASSIFIER, True)
    assert meaning.why.startswith("status 0.")


def test_a_language_is_taken_only_from_a_text_that_is_long_and_plain() -> None:
    assert guess("ich bin morgen leider nicht zuhause").language == "de"
    assert guess("¿dónde está mi paquete? llevo todo el día esperando").language == "es"
    for text in ("ok", "si", "no", "ok ok ok", "", "12", "DS100", "👍"):
        assert guess(text).language is None


def test_between_two_meanings_it_asks_and_offers_only_what_is_possible() -> None:
    unsure = Meaning(Verb.UNCLEAR, guesses=(Guess(Verb.ADDRESS), Guess(Verb.HUMAN, "damaged")))
    answer = says("?", BO, unsure)
    assert names(answer) == ["unclear"]
    assert actions(answer) == [("human", None, "damaged"), ("human", 1, None)]


def test_a_trouble_that_was_asked_about_reaches_the_person_as_it_was_meant() -> None:
    stranger_to_all = Situation(BO.now, BO.channel, BO.identity)
    choices = menus.guesses((Guess(Verb.HUMAN, "refund"),), stranger_to_all)
    assert [choice.label for choice in choices] == ["refund", "human"]


@given(st.text(max_size=400))
def test_any_text_can_be_weighed(text: str) -> None:
    weighed = model().weigh(text)
    assert sum(chance for _, chance in weighed.labels) == pytest.approx(1)
    assert model().weigh(text) == weighed


def test_a_long_message_weighs_what_its_beginning_weighs() -> None:
    assert model().weigh("where is my parcel " * 10_000) == model().weigh("where is my parcel " * 100)


@pytest.mark.parametrize(
    ("language", "text", "verb"),
    [
        ("pt", "melhor com a vizinha do 302", Verb.NEIGHBOUR),
        ("nl", "buiten kantooruren", Verb.UNCLEAR),
        ("tr", "yarin evde yokum", Verb.NOT_HOME),
        ("en", "not in tomoz", Verb.NOT_HOME),
        ("it", "mercoledì non ci sono", Verb.NOT_HOME),
        ("pl", "w środę mnie nie ma", Verb.NOT_HOME),
        ("pl", "do poniedziałku", Verb.UNCLEAR),
        ("ar", "بكرة مو موجود", Verb.NOT_HOME),
    ],
)
def test_words_are_not_taken_for_what_they_cannot_mean(language: str, text: str, verb: Verb) -> None:
    assert understand(text, language, NOW, UTC, ()).verb is verb


def test_a_floor_is_told_whole() -> None:
    assert understand("zur nachbarin im 2. stock", "de", NOW, UTC, ()).argument == "zur nachbarin im 2. stock"


CODE_BACK = "forget the code|olvida lo del código|oubliez le code|vergiss den code|esquece o código|vergeet die code"


@pytest.mark.parametrize("text", [*CODE_BACK.split("|"), "zapomnijcie o kodzie", "şifreyi boşverin", "انسوا الرمز"])
def test_a_code_that_is_to_be_forgotten_is_no_new_one(text: str) -> None:
    meaning = understand(text, "en", NOW, UTC, ())
    assert (meaning.verb, meaning.argument) == (Verb.UNDO_RESCHEDULE, "access_code | ")
    asked = replace(COMING, others=(OtherChange(8, "access_code", RescheduleState.SENT, NOW),))
    assert says(text, replace(BO, parcels=(asked,)), meaning).acts == (Withdraw(1, "access_code"),)
    assert names(says(text, BO, meaning)) == ["unchanged"]


def test_a_number_that_is_taken_back_is_no_address() -> None:
    assert taken_back("cancel number 9", Verb.ADDRESS) == ""
    assert taken_back("cancel my order", Verb.HUMAN) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "can u get the guy to knock loud im in the garden"), ("fr", "tapez fort je suis au jardin")],
)
def test_what_hardly_names_a_place_is_asked_where(language: str, text: str) -> None:
    meaning = understand(text, language, NOW, UTC, ())
    assert meaning.argument is None or meaning.verb is not Verb.SAFE_PLACE
    assert not any(isinstance(act, AskChange) for act in says(text, BO, meaning).acts)
