"""Settings are read from the environment, and what is wrong gets a sentence that says what to set."""

import re
from pathlib import Path

import pytest

from doorstep.settings import Settings, SettingsProblem

SID = "AC" + "0" * 32
SERVICE = "MG" + "0" * 32
TOKEN = "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def _environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"DOORSTEP_{name.upper()}", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(f"DOORSTEP_{name}", value)


def test_nothing_needs_to_be_set_to_start_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    _environment(monkeypatch)

    settings = Settings.load()

    assert settings.database_url == "sqlite:///var/doorstep.db"
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert settings.telegram_mode == "polling"
    assert settings.api_token is None
    assert not settings.has_twilio


def test_without_a_public_address_links_lead_to_the_port_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    _environment(monkeypatch, PORT="9100")

    assert Settings.load().public_url == "http://127.0.0.1:9100"


def test_a_public_address_loses_its_closing_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    _environment(monkeypatch, PUBLIC_URL="https://doorstep.example/")

    assert Settings.load().public_url == "https://doorstep.example"


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    _environment(monkeypatch, API_TOKEN="", PORT="")

    assert Settings.load().api_token is None


@pytest.mark.parametrize(
    "values",
    [
        {"DATABASE_URL": "postgresql://me@db/doorstep", "SECRET_KEY": "k" * 32},
        {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:8081"},
        {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_SECRET": "s-1_x",
            "PUBLIC_URL": "https://doorstep.example",
        },
        {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_SECRET": "s",
            "TELEGRAM_API_URL": "http://bot-api.internal:8081",
        },
        {"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": "t", "TWILIO_FROM": "+12125550100"},
        {"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": "t", "TWILIO_FROM": "Acme Shop"},
        {"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": "t", "TWILIO_MESSAGING_SERVICE_SID": SERVICE},
    ],
)
def test_a_whole_configuration_is_taken(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    _environment(monkeypatch, **values)

    settings = Settings.load()

    assert {name: _plain(getattr(settings, name.lower())) for name in values} == values


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"PORT": "eighty"}, ["DOORSTEP_PORT"]),
        ({"PORT": "70000"}, ["DOORSTEP_PORT"]),
        ({"DATABASE_URL": "mysql://db/x"}, ["DOORSTEP_DATABASE_URL"]),
        ({"DATABASE_URL": "postgres://db/x"}, ["DOORSTEP_DATABASE_URL"]),
        ({"DATABASE_URL": "doorstep.db"}, ["DOORSTEP_DATABASE_URL"]),
        ({"DATABASE_URL": "sqlite://"}, ["DOORSTEP_DATABASE_URL"]),
        ({"DATABASE_URL": "postgresql://db/x"}, ["DOORSTEP_SECRET_KEY"]),
        ({"PUBLIC_URL": "doorstep.example"}, ["DOORSTEP_PUBLIC_URL"]),
        ({"PUBLIC_URL": "https://doorstep.example:https"}, ["DOORSTEP_PUBLIC_URL"]),
        ({"PUBLIC_URL": "https://doorstep.example?x=1", "PORT": "0"}, ["DOORSTEP_PUBLIC_URL", "DOORSTEP_PORT"]),
        ({"TELEGRAM_TOKEN": "hello"}, ["DOORSTEP_TELEGRAM_TOKEN"]),
        ({"TELEGRAM_MODE": "pigeon"}, ["DOORSTEP_TELEGRAM_MODE"]),
        ({"TELEGRAM_SECRET": "not this!"}, ["DOORSTEP_TELEGRAM_SECRET"]),
        (
            {"TELEGRAM_MODE": "webhook", "TELEGRAM_TOKEN": TOKEN, "PUBLIC_URL": "https://a.example"},
            ["DOORSTEP_TELEGRAM_SECRET"],
        ),
        ({"TELEGRAM_MODE": "webhook", "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": "s"}, ["DOORSTEP_PUBLIC_URL"]),
        (
            {"TELEGRAM_MODE": "webhook", "TELEGRAM_SECRET": "s", "PUBLIC_URL": "https://a.example"},
            ["DOORSTEP_TELEGRAM_TOKEN"],
        ),
        ({"TWILIO_ACCOUNT_SID": "AC1"}, ["DOORSTEP_TWILIO_ACCOUNT_SID"]),
        ({"TWILIO_ACCOUNT_SID": SID}, ["DOORSTEP_TWILIO_AUTH_TOKEN", "DOORSTEP_TWILIO_FROM"]),
        ({"TWILIO_FROM": "+12125550100"}, ["DOORSTEP_TWILIO_ACCOUNT_SID", "DOORSTEP_TWILIO_AUTH_TOKEN"]),
        ({"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": "t"}, ["DOORSTEP_TWILIO_FROM"]),
        (
            {
                "TWILIO_ACCOUNT_SID": SID,
                "TWILIO_AUTH_TOKEN": "t",
                "TWILIO_FROM": "+12125550100",
                "TWILIO_MESSAGING_SERVICE_SID": SERVICE,
            },
            ["not both"],
        ),
        ({"SECRET_KEY": "short"}, ["DOORSTEP_SECRET_KEY"]),
        ({"SMTP_URL": "mail.example", "SMTP_FROM": "a@shop.example"}, ["DOORSTEP_SMTP_URL"]),
        ({"SMTP_URL": "smtp://mail.example"}, ["DOORSTEP_SMTP_URL"]),
        ({"SMTP_URL": "smtp://mail.example", "SMTP_FROM": "nobody"}, ["DOORSTEP_SMTP_FROM"]),
    ],
)
def test_each_mistake_gets_one_sentence_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], named: list[str]
) -> None:
    _environment(monkeypatch, **values)

    with pytest.raises(SettingsProblem) as caught:
        Settings.load()

    sentences = caught.value.sentences
    assert len(sentences) == len(named)
    for sentence, name in zip(sorted(sentences), sorted(named), strict=True):
        assert name in sentence
        assert sentence.endswith(".")


def test_a_secret_is_never_repeated_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    _environment(monkeypatch, TELEGRAM_TOKEN="planted-secret", SECRET_KEY="planted")

    with pytest.raises(SettingsProblem) as caught:
        Settings.load()

    assert "planted" not in str(caught.value)
    assert "planted" not in repr(caught.value.__cause__)


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = set(re.findall(r"^\| `(DOORSTEP_[A-Z_]+)`", DOCUMENT.read_text(), re.MULTILINE))

    assert documented == {f"DOORSTEP_{name.upper()}" for name in Settings.model_fields}


def _plain(value: object) -> object:
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value
