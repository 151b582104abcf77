"""Absence in ten languages: the day they are away is refused, the other is the wish, and another day is asked for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.understanding.wishing import wishes
from bot.understanding.words import understand
from domain.talk.answer import Verb
from domain.talk.wishes import written
from tests.talk.said import lines
from tests.talk.scenes import BO, COMING, NEW_YORK, NOW, SLOTS, actions, names, says

WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.mark.parametrize("line", lines("away"))
def test_the_day_they_are_away_is_not_the_one_they_want(line: str) -> None:
    language, wanted, text = line.split(" | ", 2)
    meaning = understand(text, language, WEDNESDAY, UTC, ())
    assert f"{meaning.verb.value}: {meaning.argument}" == wanted, meaning.why


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "ar"])
def test_every_language_has_its_lines(language: str) -> None:
    assert sum(line.startswith(f"{language} | ") for line in lines("away")) >= 4


AWAY = [
    ("en", "not home tomorrow"),
    ("es", "mañana no hay nadie en casa"),
    ("fr", "je ne suis pas là demain"),
    ("de", "morgen bin ich nicht zuhause"),
    ("pt", "amanhã não estou em casa"),
    ("it", "domani non sono a casa"),
    ("nl", "ik ben morgen niet thuis"),
    ("pl", "jutro nie ma mnie w domu"),
    ("tr", "yarın evde yokum"),
    ("ar", "غدا لن أكون في البيت"),
]


@pytest.mark.parametrize(("language", "text"), AWAY)
def test_who_is_not_home_tomorrow_is_offered_other_days_at_once(language: str, text: str) -> None:
    bo = replace(BO, parcels=(replace(COMING, slots=SLOTS),))
    answer = says(text, bo, understand(text, language, NOW, NEW_YORK, ()))
    assert names(answer) == ["slots_offered"]
    assert [slot for verb, _, slot in actions(answer) if verb == "pick_slot"] == ["thu-am", "fri-am"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "any day but tuesday"),
        ("es", "cualquier día menos el martes"),
        ("fr", "n'importe quel jour sauf mardi"),
        ("de", "jeden Tag außer Dienstag"),
        ("pt", "qualquer dia menos terça"),
        ("it", "qualsiasi giorno tranne martedì"),
        ("nl", "elke dag behalve dinsdag"),
        ("pl", "każdy dzień oprócz wtorku"),
        ("tr", "salı hariç her gün"),
        ("ar", "أي يوم ما عدا الثلاثاء"),
    ],
)
def test_any_day_but_one_is_a_wish(language: str, text: str) -> None:
    meaning = understand(text, language, WEDNESDAY, UTC, ())
    assert (meaning.verb, meaning.argument) == (Verb.RESCHEDULE, "2026-11-18/!1")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "only 3 next week"),
        ("en", "home only 3 days next week"),
        ("de", "nur 3 Tage nächste Woche zuhause"),
        ("nl", "maar 3 dagen volgende week thuis"),
        ("es", "solo estoy 3 días la próxima semana"),
        ("fr", "je suis là seulement 3 jours la semaine prochaine"),
        ("it", "solo 3 giorni la prossima settimana"),
        ("pt", "só 3 dias na próxima semana"),
    ],
)
def test_some_days_of_next_week_are_neither_three_weeks_nor_the_next_three_days(language: str, text: str) -> None:
    assert written(wishes(text, language, WEDNESDAY, UTC)) == "2026-11-23/2026-11-29"


def test_what_is_about_something_else_stays_so() -> None:
    text = "my team can't win on sunday, maybe next week"
    assert understand(text, "en", WEDNESDAY, UTC, ()).verb is Verb.UNCLEAR


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("fr", "bon, laissez le chez le voisin du 3ème", True),
        ("fr", "laissez-le chez le voisin svp", False),
        ("de", "bei Familie Müller nebenan abgeben", True),
        ("de", "bitte beim Nachbarn abgeben", False),
        ("it", "lasciatelo dal vicino al secondo piano", True),
        ("it", "lasciatelo al vicino per favore", False),
        ("nl", "bij de buren op nummer 12", True),
        ("nl", "bij de buren graag", False),
        ("pl", "proszę zostawić u sąsiada", False),
        ("tr", "üst kattaki komşuya bırakın", True),
        ("tr", "komşuya bırakın lütfen", False),
        ("pt", "deixem com o vizinho do 2º esquerdo", True),
        ("pt", "deixem com o vizinho", False),
        ("ar", "اتركه عند الجار في الطابق الثاني", True),
        ("ar", "اتركه عند الجار", False),
        ("es", "déjalo con el vecino del 3", True),
    ],
)
def test_which_neighbour_is_heard_in_every_language(language: str, words: str, said: bool) -> None:
    meaning = understand(words, language, WEDNESDAY, UTC, ())
    assert (meaning.verb, meaning.argument is not None) == (Verb.NEIGHBOUR, said), meaning.why


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "staying at my mums til monday"),
        ("es", "estoy en casa de mi madre hasta el lunes"),
        ("fr", "je suis chez ma mère jusqu'à lundi"),
        ("de", "bin bis montag bei meiner mutter"),
        ("pt", "tô na casa da minha mãe até segunda"),
        ("it", "sono da mia madre fino a lunedì"),
        ("nl", "ben tot maandag bij mijn moeder"),
        ("pl", "jestem u mamy do poniedziałku"),
        ("tr", "pazartesiye kadar annemdeyim"),
        ("ar", "انا عند امي حتى الاثنين"),
    ],
)
def test_who_stays_with_somebody_until_a_day_is_home_from_that_day_on(language: str, text: str) -> None:
    meaning = understand(text, language, WEDNESDAY, UTC, ())
    assert (meaning.verb, meaning.argument) == (Verb.RESCHEDULE, "2026-11-23/"), meaning.why


def test_who_wants_it_until_a_day_wants_it_until_then() -> None:
    assert understand("i need it until monday", "en", WEDNESDAY, UTC, ()).argument == "2026-11-18/2026-11-23"
