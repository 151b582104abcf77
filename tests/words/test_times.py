"""How days, clocks, windows and ages are said."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.words import times
from bot.words.voice import Voice, voice_of
from domain.talk.turn import ChannelName
from flows.messages.channels import Utterance
from tests.words.scenes import NEW_YORK, NOW, window


def voice(language: str, channel: ChannelName = ChannelName.TELEGRAM, now: datetime = NOW) -> Voice:
    return voice_of(Utterance("status", {}, language, NEW_YORK, now, "Acme"), channel)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "today 15:00–17:00"),
        ("en-US", "today 3:00 PM–5:00 PM"),
        ("es", "hoy de 15:00 a 17:00"),
        ("es-MX", "hoy de 3:00 p.m. a 5:00 p.m."),
        ("xx", "today 15:00–17:00"),
    ],
)
def test_a_window_has_the_clock_of_its_locale(language: str, said: str) -> None:
    assert times.window_said(voice(language), window(24, 15, 17)) == said


@pytest.mark.parametrize(
    ("day", "said", "bare"),
    [
        (23, "yesterday", "yesterday"),
        (24, "today", "today"),
        (25, "tomorrow", "tomorrow"),
        (26, "on Thu 26 Nov", "Thu 26 Nov"),
    ],
)
def test_a_day_is_named_as_people_name_it(day: int, said: str, bare: str) -> None:
    assert times.window_said(voice("en"), window(day)) == said
    assert times.slot(voice("en"), window(day)) == bare


def test_today_is_the_day_at_the_delivery_address() -> None:
    late_in_new_york = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)
    assert times.slot(voice("en", now=late_in_new_york), window(24)) == "today"


def test_the_clock_follows_the_change_of_summer_time() -> None:
    zone = ZoneInfo("Europe/Madrid")
    spring = Utterance("status", {}, "es", zone, datetime(2026, 3, 28, 12, tzinfo=UTC), "Acme")
    across = {"on": "2026-03-29", "from": "2026-03-29T00:30:00+00:00", "to": "2026-03-29T01:30:00+00:00"}
    assert times.slot(voice_of(spring, ChannelName.WEB), across) == "mañana 1:30–3:30"


@pytest.mark.parametrize(
    ("ago", "english", "spanish"),
    [
        (timedelta(seconds=20), "just now", "ahora mismo"),
        (timedelta(seconds=-90), "just now", "ahora mismo"),
        (timedelta(minutes=25), "25 min ago", "hace 25 min"),
        (timedelta(hours=3, minutes=50), "3 h ago", "hace 3 h"),
        (timedelta(hours=47), "47 h ago", "hace 47 h"),
        (timedelta(days=2, hours=3), "2 days ago", "hace 2 días"),
    ],
)
def test_an_age_is_short_and_never_of_the_future(ago: timedelta, english: str, spanish: str) -> None:
    assert times.age(voice("en"), NOW - ago) == english
    assert times.age(voice("es"), NOW - ago) == spanish


def test_a_twelve_hour_clock_has_only_plain_spaces() -> None:
    assert times.clock(voice("en-US"), NOW) == "2:05 PM"


def test_arabic_keeps_times_together_except_in_an_sms() -> None:
    assert "\u2068" in times.clock(voice("ar"), NOW)
    assert "\u2068" not in times.clock(voice("ar", ChannelName.SMS), NOW)


HALF_DAYS = {
    "en": ("this morning", "tomorrow afternoon", "on Thu 26 Nov in the evening"),
    "es": ("esta mañana", "mañana por la tarde", "el jue 26 nov a última hora de la tarde"),
    "fr": ("ce matin", "demain après-midi", "le jeu. 26 nov. en soirée"),
    "de": ("heute Vormittag", "morgen Nachmittag", "am Do. 26. Nov. abends"),
    "pt": ("hoje de manhã", "amanhã à tarde", "qui., 26 nov. ao fim da tarde"),
    "it": ("stamattina", "domani pomeriggio", "gio 26 nov di sera"),
    "nl": ("vanochtend", "morgenmiddag", "op do 26 nov in de avond"),
    "pl": ("dziś przed południem", "jutro po południu", "czw. 26 lis wieczorem"),
    "tr": ("bu sabah", "yarın öğleden sonra", "26 Kas Per günü akşam"),
    "ar": ("صباح اليوم", "بعد ظهر غد", "يوم الخميس 26 نوفمبر مساءً"),
}


@pytest.mark.parametrize("language", HALF_DAYS)
def test_half_a_day_has_a_word(language: str) -> None:
    spans = (window(24, 6, 13), window(25, 12, 18), window(26, 17, 22))
    assert tuple(times.window_said(voice(language), span) for span in spans) == HALF_DAYS[language]


def test_half_a_day_by_itself_and_one_that_has_passed() -> None:
    assert times.slot(voice("en"), window(26, 12, 18)) == "Thu 26 Nov in the afternoon"
    assert times.window_said(voice("en"), window(23, 12, 18)) == "yesterday in the afternoon"


def test_hours_that_are_no_half_day_stay_hours() -> None:
    assert times.window_said(voice("en"), window(25, 12, 17)) == "tomorrow 12:00–17:00"
