"""The body of an order, field by field, and what it means once it has been read."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from api.problems import FieldError, unprocessable
from api.rest.fields import Body, Country, Instant, Key, Language, Line, Name, TrackingNumber, Zone
from api.rest.zones import zone_of
from domain.orders import Consent, NewOrder, Parcel
from flows.phones import NotAPhone, e164

Change = Literal[
    "reschedule",
    "safe_place",
    "neighbour",
    "pickup_point",
    "recipient",
    "instructions",
    "access_code",
    "address",
    "hold",
]
Channel = Literal["telegram", "sms", "web"]


class CustomerBody(Body):
    """Who waits for the order."""

    name: Name
    phone: Annotated[str, Field(max_length=64)] = Field(
        description="As the customer wrote it; without + it is read as a number of the address's country.",
        examples=["+12125550123"],
    )
    language: Language | None = Field(None, description="BCP 47; the merchant's own when left out.", examples=["en"])
    timezone: Zone | None = Field(
        None,
        description="Of the delivery address (IANA). May be left out where country or coordinates leave no doubt.",
        examples=["America/New_York"],
    )


class AddressBody(Body):
    """Where the order goes."""

    lines: list[Name] = Field(min_length=1, max_length=6, examples=[["12 Elm St"]])
    city: Name | None = Field(None, examples=["New York"])
    postcode: Annotated[Line, Field(max_length=16)] | None = Field(None, examples=["10001"])
    country: Country = Field(description="ISO 3166, two letters.", examples=["US"])
    latitude: float | None = Field(None, ge=-90, le=90, examples=[40.75])
    longitude: float | None = Field(None, ge=-180, le=180, examples=[-73.99])


class ParcelBody(Body):
    """One parcel, and the changes of delivery its customer may ask for: none unless they are named."""

    tracking_number: TrackingNumber = Field(examples=["DS100"])
    carrier: Key = Field("unknown", examples=["doorstep"])
    allow: list[Change] = Field([], max_length=16, examples=[["reschedule"]])


class ConsentBody(Body):
    """What the customer agreed to, where and when: nothing is said on a channel that is not named here."""

    channels: list[Channel] = Field(max_length=16, examples=[["telegram", "sms"]])
    source: Name = Field(examples=["checkout"])
    given_at: Instant = Field(examples=["2026-11-20T10:00:00Z"])


class OrderBody(Body):
    merchant: Key = Field(description="The shop's name; one that is new is made.", examples=["acme"])
    customer: CustomerBody
    address: AddressBody
    parcels: list[ParcelBody] = Field(min_length=1, max_length=100)
    consent: ConsentBody


def read_order(number: str, body: OrderBody) -> NewOrder:
    """The order a body means; a 422 problem names what does not fit together."""
    phone = e164(body.customer.phone, body.address.country)
    zone = body.customer.timezone or zone_of(body.address.country, body.address.latitude, body.address.longitude)
    errors = [*_number_errors(phone), *_place_errors(body.address, zone), *_parcel_errors(body.parcels)]
    if errors or isinstance(phone, NotAPhone) or zone is None:
        raise unprocessable(errors)
    return NewOrder(
        number=number,
        merchant=body.merchant,
        name=body.customer.name,
        phone=phone,
        language=body.customer.language,
        zone=zone,
        address=body.address.model_dump(),
        parcels=tuple(Parcel(p.tracking_number, p.carrier, _once(p.allow)) for p in body.parcels),
        consent=Consent(_once(body.consent.channels), body.consent.source, body.consent.given_at),
    )


def _once(words: list[Change] | list[Channel]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _number_errors(phone: str | NotAPhone) -> Iterator[FieldError]:
    if isinstance(phone, NotAPhone):
        yield FieldError("customer.phone", phone.why)


def _place_errors(address: AddressBody, zone: str | None) -> Iterator[FieldError]:
    if (address.latitude is None) != (address.longitude is None):
        missing = "latitude" if address.latitude is None else "longitude"
        yield FieldError(f"address.{missing}", "is missing: coordinates come in pairs")
    if zone is None:
        yield FieldError(
            "customer.timezone",
            "is missing, and the address leaves more than one possible: name it, as in Europe/Madrid",
        )


def _parcel_errors(parcels: list[ParcelBody]) -> Iterator[FieldError]:
    seen: Counter[str] = Counter()
    for position, parcel in enumerate(parcels):
        seen[parcel.tracking_number] += 1
        if seen[parcel.tracking_number] > 1:
            yield FieldError(f"parcels[{position}].tracking_number", "names the same parcel as another")
