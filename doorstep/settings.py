"""Settings: DOORSTEP_* environment variables, read once at the start; what is wrong gets a sentence."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from domain.retention import KINDS, Retention

PREFIX = "DOORSTEP_"
TELEGRAM = "https://api.telegram.org"
TWILIO = "https://api.twilio.com"
HERE = frozenset({"127.0.0.1", "::1", "localhost"})
"""Names by which this machine alone is reached."""


class SettingsProblem(Exception):
    """The environment cannot be used; `sentences` say what to set, one each, and never repeat a value."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _matching(pattern: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, value.get_secret_value()):
            raise ValueError
        return value

    return AfterValidator(check)


def _mail_server() -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        parts = urlsplit(value.get_secret_value())
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError
        _ = parts.port  # raises ValueError where it is none
        return value

    return AfterValidator(check)


def _log_servers() -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        for one in value.get_secret_value().split(","):
            parts = urlsplit(one.strip())
            if parts.scheme not in ("nats", "tls") or not parts.hostname:
                raise ValueError
            _ = parts.port  # raises ValueError where it is none
        return value

    return AfterValidator(check)


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError
    _ = parts.port  # raises ValueError where it is none
    return value.rstrip("/")


def _tiles(value: str) -> str:
    _address(value.partition("{")[0])
    if not all(part in value for part in ("{z}", "{x}", "{y}")) or re.search(r"[\s;,'\"]", value):
        raise ValueError
    return value


def _database(value: str) -> str:
    try:
        url = make_url(value)
    except ArgumentError as problem:
        raise ValueError from problem
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return value
        case "postgresql" if url.database:
            return value
        case _:
            raise ValueError


_USUAL = Retention()


def _days(usual: int) -> Any:
    return Field(usual, ge=0, le=36500, description=f"a number of days such as {usual}, or 0 to keep it for ever")


Address = Annotated[str, AfterValidator(_address)]


class Settings(BaseSettings):
    """What the environment says. An absent secret means that its door is closed.

    Each description completes the sentence "DOORSTEP_… must be …", which is what an operator reads when it is not.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///var/doorstep.db",
        repr=False,
        description="sqlite:///path/to/file.db or postgresql://user:password@host/name",
    )
    log_url: Annotated[SecretStr, _log_servers()] | None = Field(
        None, description="the addresses of NATS servers, such as nats://user:password@one:4222,nats://two:4222"
    )
    log_replicas: int = Field(3, ge=1, le=5, description="how many servers keep a webhook: 3, or 1 where there is one")
    otlp_url: Address | None = Field(
        None, description="the address of an OpenTelemetry collector (OTLP over HTTP), such as http://collector:4318"
    )
    otlp_headers: SecretStr | None = Field(
        None, description="what the collector asks to be sent: name=value,name=value"
    )
    trace_share: float = Field(1.0, ge=0, le=1, description="the share of traces that are told, 0 to 1, such as 0.1")
    host: str = Field("127.0.0.1", pattern=r"\S+", description="a host name or address to listen on, such as 0.0.0.0")
    port: int = Field(8000, ge=1, le=65535, description="a port to listen on, 1 to 65535")
    drain_seconds: float = Field(
        0.0, ge=0, le=300, description="a number of seconds, longer than between two looks at /readyz, such as 10, or 0"
    )
    public_url: Address = Field(
        # Without a public address the service is reached where it listens on this machine.
        default_factory=lambda read: f"http://127.0.0.1:{read.get('port')}",
        description="the address customers and providers reach, such as https://doorstep.example",
    )
    telegram_token: Annotated[SecretStr, _matching(r"\d+:[\w-]{10,}")] | None = Field(
        None, description="the token that @BotFather gave, such as 123456:ABC-DEF…"
    )
    telegram_api_url: Address = Field(TELEGRAM, description=f"the address of a Bot API server, such as {TELEGRAM}")
    telegram_mode: Literal["polling", "webhook"] = Field("polling", description="polling or webhook")
    telegram_secret: Annotated[SecretStr, _matching(r"[A-Za-z0-9_-]{1,256}")] | None = Field(
        None, description="1 to 256 characters out of A-Z, a-z, 0-9, _ and -"
    )
    twilio_account_sid: str | None = Field(
        None, pattern="^AC[0-9a-zA-Z]{32}$", description="an account SID: AC and 32 letters or digits"
    )
    twilio_auth_token: SecretStr | None = Field(None, description="the account's auth token")
    twilio_from: str | None = Field(
        None,
        pattern=r"^(\+[1-9]\d{6,14}|\d{3,8}|[A-Za-z0-9 +&_-]{1,11})$",
        description="a number such as +12125550100, a short code, or a sender name of at most 11 characters",
    )
    twilio_messaging_service_sid: str | None = Field(
        None, pattern="^MG[0-9a-zA-Z]{32}$", description="a messaging service SID: MG and 32 letters or digits"
    )
    twilio_segments_per_second: float = Field(
        1.0, gt=0, le=1000, description="the segments a second that your sender is allowed, such as 1 or 10"
    )
    twilio_api_url: Address = Field(TWILIO, description=f"the address of Twilio's API, such as {TWILIO}")
    smtp_url: Annotated[SecretStr, _mail_server()] | None = Field(
        None, description="the address of a mail server, such as smtp://user:password@mail.example:587 or smtps://…"
    )
    smtp_from: str | None = Field(
        None, pattern=r"^[^@\s]+@[^@\s]+$", description="the address mail comes from, such as doorstep@shop.example"
    )
    openid_issuer: Address | None = Field(
        None, description="the address of an OpenID provider, such as https://login.example/realms/shop"
    )
    openid_client_id: str | None = Field(None, description="the client id that the provider gave")
    openid_client_secret: SecretStr | None = Field(None, description="the client secret that the provider gave")
    api_token: SecretStr | None = Field(None, description="the bearer token that machines show")
    secret_key: SecretStr | None = Field(
        None, min_length=8, description="random text, best of 32 characters or more, and never changed"
    )
    travel_engine: Literal["embedded", "osrm", "valhalla", "graphhopper"] = Field(
        "embedded", description="embedded, osrm, valhalla or graphhopper"
    )
    travel_url: Address | None = Field(
        None, description="the address of that map server, such as http://127.0.0.1:5000"
    )
    travel_key: SecretStr | None = Field(None, description="the key that a hosted map server wants")
    map_tiles_url: Annotated[str, AfterValidator(_tiles)] | None = Field(
        None, description="the address of map tiles, such as https://tiles.example/{z}/{x}/{y}.png"
    )
    map_attribution: str = Field(
        "© OpenStreetMap contributors", max_length=200, description="the words your tiles' makers ask for"
    )
    positions_kept_hours: float = Field(
        12.0, gt=0, le=24 * 30, description="for how many hours a van's last place is kept, such as 12"
    )
    source_per_second: float = Field(
        5000.0, gt=0, description="the webhooks a second that one source may post to one process, such as 5000"
    )
    lease_seconds: float = Field(
        120.0, ge=1, le=3600, description="a number of seconds, longer than a provider's slowest answer, such as 120"
    )
    keep_bodies_days: int = _days(_USUAL.bodies_days)
    keep_turns_days: int = _days(_USUAL.turns_days)
    keep_messages_days: int = _days(_USUAL.messages_days)
    keep_parcels_days: int = _days(_USUAL.parcels_days)
    keep_outcomes_days: int = _days(_USUAL.outcomes_days)
    keep_people_days: int = _days(_USUAL.people_days)
    keep_audit_days: int = _days(_USUAL.audit_days)
    understanding_embedding: bool | None = Field(
        None, description="1 to ask an embedding where words are unclear, or 0 not to"
    )
    understanding_models: Path | None = Field(
        None, description="a folder that `doorstep understanding train` wrote, such as var/understanding"
    )
    understanding_proposer: str | None = Field(
        None,
        pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$",
        description="where a proposer is, as package.module:function",
    )
    understanding_proposer_seconds: float = Field(
        2.0, gt=0, le=10, description="the seconds a proposer may take, at most 10, such as 2"
    )
    demo: bool | None = Field(None, description="1 to offer the demo, or 0 not to")

    @property
    def plays_demo(self) -> bool:
        """The demo signs its visitor in as staff: by itself it is only offered where nobody but this machine comes,
        and where no message could reach anybody.
        """
        if self.demo is not None:
            return self.demo
        is_real = self.telegram_token is not None or self.has_twilio
        return not is_real and {self.host, urlsplit(self.public_url).hostname} <= HERE

    @property
    def sqlite_path(self) -> Path | None:
        """The file of the database; None on PostgreSQL."""
        url = make_url(self.database_url)
        return Path(url.database or "") if url.get_backend_name() == "sqlite" else None

    @property
    def retention(self) -> Retention:
        return Retention(**{f"{kind}_days": getattr(self, f"keep_{kind}_days") for kind in KINDS})

    @property
    def has_twilio(self) -> bool:
        return self.twilio_account_sid is not None

    @classmethod
    def load(cls) -> Self:
        """Reads the environment; raises SettingsProblem with a sentence for everything that is wrong."""
        try:
            settings = cls()
        except ValidationError as problem:
            raise SettingsProblem(*dict.fromkeys(map(_sentence, _fields(problem)))) from None
        if sentences := tuple(_contradictions(settings)):
            raise SettingsProblem(*sentences)
        return settings


def _fields(problem: ValidationError) -> Iterator[str]:
    """The names alone: the errors carry the values, and those may be secret."""
    for error in problem.errors(include_input=False, include_context=False):
        if error["type"] != "default_factory_not_called":  # the public address waited for a port that is wrong itself
            yield str(error["loc"][0])


def _sentence(name: str) -> str:
    return f"{PREFIX}{name.upper()} must be {Settings.model_fields[name].description}."


def _contradictions(s: Settings) -> Iterator[str]:
    yield from _telegram(s)
    yield from _twilio(s)
    if (s.smtp_url is None) != (s.smtp_from is None):
        yield "DOORSTEP_SMTP_URL and DOORSTEP_SMTP_FROM go together: set both to send mail to dispatchers, or neither."
    if (s.travel_engine == "embedded") != (s.travel_url is None):
        yield (
            "DOORSTEP_TRAVEL_ENGINE and DOORSTEP_TRAVEL_URL go together: "
            "set both to ask a map server for travel times, or neither."
        )
    openid = [s.openid_issuer, s.openid_client_id, s.openid_client_secret]
    if any(openid) and not all(openid):
        yield (
            "DOORSTEP_OPENID_ISSUER, DOORSTEP_OPENID_CLIENT_ID and DOORSTEP_OPENID_CLIENT_SECRET go together: "
            "set all three to let staff sign in through your provider, or none."
        )
    if s.secret_key is None and s.sqlite_path is None:
        yield (
            "DOORSTEP_SECRET_KEY is not set, and on PostgreSQL several processes must share one: "
            "set it to the same random text for all of them."
        )


def _telegram(s: Settings) -> Iterator[str]:
    if s.telegram_mode == "polling":
        return
    if s.telegram_token is None:
        yield "DOORSTEP_TELEGRAM_MODE is webhook but DOORSTEP_TELEGRAM_TOKEN is not set: set the bot's token."
    if s.telegram_secret is None:
        yield (
            "DOORSTEP_TELEGRAM_MODE is webhook but DOORSTEP_TELEGRAM_SECRET is not set: "
            "set random text by which Telegram's requests are known, or use polling."
        )
    # A Bot API server of one's own also delivers over http; Telegram's does not (setWebhook, parameter url).
    if s.telegram_api_url == TELEGRAM and not s.public_url.startswith("https://"):
        yield (
            "DOORSTEP_TELEGRAM_MODE is webhook but DOORSTEP_PUBLIC_URL does not begin with https://, "
            "which Telegram demands: set the public https address, or use polling."
        )


def _twilio(s: Settings) -> Iterator[str]:
    senders = [s.twilio_from, s.twilio_messaging_service_sid]
    parts = [s.twilio_account_sid, s.twilio_auth_token, *senders]
    if not any(parts):
        return
    if s.twilio_account_sid is None:
        yield "DOORSTEP_TWILIO_ACCOUNT_SID is not set, but other DOORSTEP_TWILIO_* are: set the account's SID."
    if s.twilio_auth_token is None:
        yield "DOORSTEP_TWILIO_AUTH_TOKEN is not set, but other DOORSTEP_TWILIO_* are: set the account's auth token."
    if not any(senders):
        yield (
            "Twilio has no sender: set DOORSTEP_TWILIO_FROM to one of your numbers, "
            "or DOORSTEP_TWILIO_MESSAGING_SERVICE_SID to a messaging service."
        )
    if all(senders):
        yield "Set DOORSTEP_TWILIO_FROM or DOORSTEP_TWILIO_MESSAGING_SERVICE_SID, not both."
