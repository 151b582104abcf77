"""Kinds of fields in bodies: text that can be stored and shown, instants, languages, countries, zones."""

import unicodedata
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Annotated
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema


class Body(BaseModel):
    """Nothing is guessed: unknown fields and wrong types are refused by name."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def _clean(value: object) -> object:
    """One line of text: runs of white space become one space; what cannot be stored or shown is refused."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    kinds = set(map(unicodedata.category, line))
    if "Cc" in kinds:
        raise ValueError("holds a control character")
    if "Cs" in kinds:
        raise ValueError("holds half a character (a lone surrogate)")
    return line


def _clean_lines(value: object) -> object:
    """Lines of text, each of them clean."""
    return "\n".join(str(_clean(line)) for line in value.strip().splitlines()) if isinstance(value, str) else value


def _upper(value: str) -> str:
    return value.upper()


def _instant(value: object) -> datetime:
    if not isinstance(value, str):
        raise ValueError("must be a time such as 2026-11-23T08:12:00-05:00")
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("must be a time such as 2026-11-23T08:12:00-05:00") from None
    if at.tzinfo is None:
        raise ValueError("must say its zone, such as 2026-11-23T08:12:00-05:00 or …Z")
    if not 2000 <= at.year < 2100:  # also keeps clear of what cannot be converted to UTC
        raise ValueError("must be a time between 2000 and 2100")
    return at.astimezone(UTC)


def _language(value: str) -> str:
    try:
        locale = Locale.parse(value.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError):
        raise ValueError("must be a language tag such as en, es or pt-BR") from None
    return "-".join(part for part in (locale.language, locale.script, locale.territory) if part)


def _country(value: str) -> str:
    if value.upper() not in countries():
        raise ValueError("must be two letters of ISO 3166 such as US or GB")
    return value.upper()


def _zone(value: str) -> str:
    if value not in _zones():
        raise ValueError("must be an IANA time zone such as Europe/Madrid")
    return value


@cache
def countries() -> frozenset[str]:
    """The codes of ISO 3166 that the time zone database knows."""
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    return frozenset(line[:2] for line in table.splitlines() if line and not line.startswith("#"))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


Line = Annotated[str, BeforeValidator(_clean), Field(min_length=1)]
Lines = Annotated[str, BeforeValidator(_clean_lines), Field(min_length=1)]
Key = Annotated[Line, Field(max_length=64)]
Name = Annotated[Line, Field(max_length=200)]
TrackingNumber = Annotated[Line, Field(max_length=64), AfterValidator(_upper)]
Language = Annotated[Line, Field(max_length=35), AfterValidator(_language)]
Country = Annotated[Line, AfterValidator(_country)]
Zone = Annotated[Line, AfterValidator(_zone)]
Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"}, mode="validation")
]
