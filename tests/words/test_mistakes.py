"""A mistake in a template costs its words, never the message."""

import shutil
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.words import Words
from bot.words.languages import MESSAGES
from domain.notices import NoticeKind
from domain.talk.turn import ChannelName
from flows.messages.channels import Option, Utterance
from tests.words.scenes import NEW_YORK, NOW, Scene, one, window

SCENE = Scene(NoticeKind.DAY_BEFORE, "tomorrow", one(window=window(25, 10, 12)))


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    shutil.copytree(MESSAGES, tmp_path / "messages")
    return tmp_path / "messages"


def said(root: Path, language: str = "es", channel: ChannelName = ChannelName.SMS, scene: Scene = SCENE) -> str:
    return Words(root).say(scene.utterance(language), channel)


@pytest.mark.parametrize(
    "mistake",
    [
        "Tu paquete {% if window %} llega",
        "Tu paquete llega {{ ventana | window }}",
        "Tu paquete llega {{ told | window }}",
        "Tu paquete llega {{ 'nunca' | window }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ parcels.append(1) }}",
        "{{ 1 / 0 }}",
    ],
)
def test_words_for_a_channel_that_fail_leave_it_to_the_language(templates: Path, mistake: str) -> None:
    (templates / "day_before" / "es.sms.txt").write_text(mistake, "utf-8")
    with capture_logs() as log:
        assert said(templates).startswith("Acme: Tu paquete de Acme debería llegar mañana de 10:00 a 12:00.")
    assert [entry["template"] for entry in log] == ["day_before/es.sms.txt"]


def test_a_language_that_fails_leaves_it_to_english(templates: Path) -> None:
    for file in ("es.sms.txt", "es.txt"):
        (templates / "day_before" / file).write_text("{% broken", "utf-8")
    assert said(templates).startswith("Acme: Your parcel should come mañana")


def test_a_missing_fact_leaves_it_to_words_that_need_none(templates: Path) -> None:
    without = Scene(NoticeKind.DAY_BEFORE, "no window", one(window=None))
    with capture_logs() as log:
        assert said(templates, scene=without).startswith("Acme: Hay novedades sobre tu entrega.\nhttps://")
    assert {entry["log_level"] for entry in log} == {"warning"}


def test_what_is_logged_holds_no_fact(templates: Path) -> None:
    hostile = Scene(
        NoticeKind.DAY_BEFORE, "no window", one(window={"on": "Bo Ek, 12 Elm St", "from": None, "to": None})
    )
    with capture_logs() as log:
        said(templates, scene=hostile)
    assert log
    assert "Elm" not in str(log)


def test_a_correction_replaces_the_words_and_keeps_the_sender() -> None:
    corrected = Utterance(
        "day_before", {}, "en", NEW_YORK, NOW, "Acme", corrected="It comes on Friday.\n\nSorry!", opening=True
    )
    assert Words().say(corrected, ChannelName.SMS) == (
        "Acme: It comes on Friday.\n\nSorry!\nReply STOP to opt out, HELP for help. Msg&data rates may apply."
    )


def test_a_correction_that_names_the_sender_is_not_signed_twice() -> None:
    corrected = Utterance("day_before", {}, "en", NEW_YORK, NOW, "Acme", corrected="Acme: it comes on Friday.")
    assert Words().say(corrected, ChannelName.SMS) == "Acme: it comes on Friday."


def test_a_label_without_words_shows_its_name() -> None:
    assert Words().label(Option("t", "leave_on_roof"), SCENE.utterance("es"), ChannelName.WEB) == "leave on roof"
