"""What is said about a template while it is being written."""

import pytest

from bot.wordsmith import Wordsmith
from domain.notices import NoticeKind
from flows.messages.wording import NAMES, Checked


def reasons(checked: Checked, *, grave: bool | None = None) -> list[str]:
    return [p.why for p in checked.problems if grave is None or p.grave is grave]


@pytest.mark.parametrize(
    ("source", "line", "why"),
    [
        ("Hello {{ brnad }}", 1, "there is no field 'brnad': did you mean brand?"),
        ("Hello\n{{ window | windw }}", 2, "there is no filter 'windw': did you mean window?"),
        ("{% for p in parcels %}{{ p.trackingnumber }}{% endfor %}", 1, "did you mean tracking_number?"),
        ("Hello {{ window }}", 1, "say how window is to be read: {{ window | window }}"),
        ("Hello {% if window %}", 1, "Unexpected end of template"),
        ("Hello {{", 1, "unexpected 'end of template'"),
        ("{{ ''.__class__ }}", 1, "there is no field '__class__'"),
        ("{{ range(9) }}", 1, "calling something"),
        ("{% set x = 1 %}{{ links | lines }}", 1, "{% set %} is not possible"),
        ("{{ 9 ** 9 }}", 1, "calculating with **"),
        ("{% include 'x' %}", 1, "{% include %} is not possible"),
        ("{% macro a() %}{% endmacro %}", 1, "{% macro %} is not possible"),
        ("{% for a in 'abc' %}x{% endfor %}", 1, "a loop goes over parcels"),
        ("{% for a in parcels %}{% for b in parcels %}x{% endfor %}{% endfor %}", 1, "a loop inside a loop"),
        ("x" * 4001, 1, "at most 4000 characters"),
        ("   ", None, "write the words first"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_stands_in_the_way(
    smith: Wordsmith, source: str, line: int | None, why: str
) -> None:
    checked = smith.check("estimate", "en", "any", source)
    assert not checked.is_usable
    assert any(why in problem.why and problem.line == line for problem in checked.problems), checked.problems


@pytest.mark.parametrize(
    "source",
    [
        "It comes at {{ window.from | clock }}.",
        "It comes at {{ window['from'] | moment }}.",
        "It comes {{ window.on | day }}.",
        "By {% if window %}{{ 'noon' if not window else window.to | clock }}{% endif %}",
        "{% for p in parcels %}{{ p.window.to | clock }}{% endfor %}",
        "{% for s in slots %}{{ s.from | clock }}{% endfor %}",
        "It comes {{ (window | window)[:11] }}.",
        "{{ window | window | first }}",
        "{{ (window | slot | upper)[0] ~ told.from }}",
    ],
)
def test_no_words_state_a_window_narrower_than_it_is(smith: Wordsmith, source: str) -> None:
    checked = smith.check("out_for_delivery", "en", "any", source)
    assert not checked.is_usable
    assert any("{{ window | window }}" in why for why in reasons(checked, grave=True))


def test_whether_hours_are_known_may_be_asked(smith: Wordsmith) -> None:
    source = "{% if window and window.from %}Expected {{ window | window }}.{% else %}On the van.{% endif %}"
    assert smith.check("out_for_delivery", "en", "any", source).is_usable


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_words_pass_their_own_check(smith: Wordsmith, name: str) -> None:
    for language in smith.languages():
        for channel in ("any", "sms"):
            checked = smith.check(name, language, channel, smith.shipped(name, language, channel))
            assert checked.is_usable, (language, channel, checked.problems)
            assert not any("blame" in why or "GSM-7" in why for why in reasons(checked)), (language, checked.problems)


def test_length_segments_and_alphabet_are_counted_on_what_would_be_sent(smith: Wordsmith) -> None:
    long = smith.check("delivered", "en", "sms", "It is there. " * 30)
    cut = smith.check("delivered", "en", "sms", "It is there. " * 60)
    emoji = smith.check("delivered", "en", "sms", "It is there 🎉 {{ links | lines }}")

    assert any("long with" in why and "3 SMS segments" in why for why in reasons(long, grave=False))
    assert any("it is cut" in why for why in reasons(cut, grave=True))
    assert any("an SMS with 🎉 holds 70 characters" in why for why in reasons(emoji, grave=False))
    assert {sample.encoding for sample in emoji.samples} == {"UCS-2"}


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("en", "You missed our driver."),
        ("de", "Sie waren nicht da."),
        ("es", "No estabas en casa."),
        ("fr", "You missed us"),
    ],
)
def test_blame_is_pointed_at(smith: Wordsmith, language: str, source: str) -> None:
    checked = smith.check(NoticeKind.ATTEMPT_FAILED, language, "any", source)
    assert any("lays the blame" in why for why in reasons(checked, grave=False))


def test_words_that_forget_what_is_not_always_known_are_told_so(smith: Wordsmith) -> None:
    checked = smith.check("announced", "en", "any", "Expected {{ window | window }}. {{ links | lines }}")
    assert checked.is_usable
    assert any("cannot speak of “nothing known but the parcel”" in why for why in reasons(checked))


def test_a_link_that_the_shipped_words_have_is_missed(smith: Wordsmith) -> None:
    assert any("no link" in why for why in reasons(smith.check("announced", "en", "any", "Hello from {{ brand }}.")))
