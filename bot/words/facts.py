"""The facts a template may speak of, and how they are laid out for it.

A fact that was not handed over is None, so a template asks before it speaks; a name that is not listed here is a
mistake in the template. Strings come from outside: whatever could disturb the words around them is taken out.
"""

import re
from collections.abc import Mapping, Sequence

FACTS: Mapping[str, str] = {
    "tracking_number": "the parcel's number, as the carrier writes it",
    "order_number": "the shop's number of the order",
    "link": "address of the parcel's tracking page",
    "milestone": "a value of domain.axes.Milestone",
    "detail": "our snake_case word for how it was delivered, or what stands in the way",
    "reason": "our dotted word for why: recipient.not_home",
    "at": "when it happened, ISO 8601",
    "window": 'when it is expected: {"on", "from", "to"} as in domain.rules.saying',
    "usual": 'where no window is known, how long it usually takes: {"least", "most", "since"}, days from a stage on',
    "told": "the window the customer was told before, in the same shape",
    "asked": "the window the carrier was asked for and has not answered yet, in the same shape",
    "direction": "of a promise that moved: earlier or later",
    "allow": "the changes this parcel allows: words of domain.talk.menus.CHANGES",
    "change": "the change a reply is about, one of the same words or not_home",
    "granted": "wishes without a slot that the carrier has agreed to; words of domain.talk.menus.CHANGES",
    "changes": "wishes without a slot: asked and not answered, agreed, declined; words of domain.talk.menus.CHANGES",
    "asked_for": "the change whose detail we wait for",
    "slots": "the windows on offer",
    "wanted": "the day the customer named, ISO 8601",
    "wanted_is_free": "whether there is a slot on that day, or at the time that was wished; None without a wish",
    "later": "whether any day after the one named would do as well",
    "agreed": "the window the carrier agreed to before, in the same shape as `window`",
    "state": "of a reschedule: a value of domain.reschedules.RescheduleState",
    "promise_broken": "whether a window told earlier did not hold",
    "verb": "what a parcel is picked for: a value of domain.talk.answer.Verb",
    "concern": "what a person has to look at: a value of domain.talk.meaning.Concern",
    "among": "whether other parcels are on their way to them: then it is said which one is meant",
    "apart": "whether no slot fits all the parcels that are to come together",
    "again": "whether it is said for the second time in a row",
    "known": "whether we know who is asking",
    "staff_hours": "when people answer, in the merchant's words",
    "back_at": "when somebody will be there to answer, ISO 8601; None when somebody is",
    "place": "the town of the last scan",
    "last_scan_at": "when the last scan was, ISO 8601",
    "stops": "how many stops away the van is, 1: theirs is the next; None where that is not known or not to be said",
    "km": "how far the van is, in kilometres as the crow flies",
    "delivered": "how many parcels of the order are delivered",
    "returned": "whether the parcel is back at the sender",
    "unanswered": "whether the carrier never answered",
    "example": "a postcode as the country writes them, where that of an address was missing or wrong",
    "whole": "of a parcel among others: its number is told whole, for the end of it does not tell them apart",
    "score": "a rating, 1 to 5",
    "media": "what kind of media came: photo, voice, sticker, location",
    "support": "where a person can be reached: a phone number or an address",
    "everywhere": "whether the customer asked for silence on every channel",
    "text": "words written by a person",
    "name": "of a pickup point",
    "street": "of a pickup point",
    "metres": "how far a pickup point is from the door, in a straight line",
    "opens": "when a pickup point is open, in its own words",
    "until": "the day until which a parcel is kept, ISO 8601",
    "told_at": "when it was said before, ISO 8601",
    "told_on": "the channel it was said on: sms, telegram, web",
    "site": "how our links begin",
    "foreign": "whether the customer's words hold a link that is not ours",
    "received_by": "who took it in, in the carrier's words",
    "proof_place": "where it was left, in the carrier's words",
    "photo": "address of the carrier's photo of the delivery",
    "has_photo": "whether the carrier has a photo, though only it may be able to show it",
    "code": "the six digits of a one-time code",
    "about": "what they ask of the driver: papers, paying",
    "writes_from": "when today we begin to write by ourselves, ISO 8601; None: at any hour",
    "writes_until": "until when we do",
    "scope": "what was silenced: parcel, shop; None for the address it was said on, or for all",
}
"""What may be known of a parcel, or of the whole utterance."""

AROUND: Mapping[str, str] = {
    "parcels": "the parcels spoken of, one or more, each with the facts above",
    "count": "how many they are",
    "total": "how many parcels the order has",
    "links": "the addresses of their tracking pages, each once",
    "choices": "how many choices are offered below the words, besides talking to a person",
    "brand": "the shop's name",
    "country": "the country of the delivery address, as far as its zone tells: US",
    "now": "the moment of saying, ISO 8601",
}
"""What every template has besides."""

_UNTOLD: Mapping[str, None] = dict.fromkeys(FACTS)
_LONGEST = 200
_LONGEST_TEXT = 4000

_DISTURBING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
"""Controls, bidirectional embeddings and isolates, halves of characters."""

LINE = "\u2028"
"""Stands for a line break a person wrote, until the words are put into lines."""


def laid_out(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts for a template: `parcels`, and at the top what holds for all of them (None where they differ)."""
    given = facts.get("parcels")
    rows = [_plain(row) for row in given if isinstance(row, Mapping)] if isinstance(given, list | tuple) else []
    top = _plain(facts)
    parcels = [{**_UNTOLD, "parcels": None, **row} for row in rows or [top]]
    common = parcels[0] if len(parcels) == 1 else {name: _shared(parcels, name) for name in parcels[0]}
    return {
        **top,
        **common,
        "parcels": parcels,
        "count": len(parcels),
        "total": common["parcels"],
        "links": list(dict.fromkeys(parcel["link"] for parcel in parcels if parcel["link"])),
    }


def _shared(parcels: Sequence[Mapping[str, object]], name: str) -> object:
    first = parcels[0][name]
    return first if all(parcel.get(name) == first for parcel in parcels) else None


def plain(text: str, limit: int = _LONGEST) -> str:
    """A string from outside on one line, without what could reorder or break the words around it."""
    if not text.isprintable():
        text = _DISTURBING.sub(" ", text)
    return text[:limit]


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: _plain_text(name, value) if isinstance(value, str) else value for name, value in facts.items()}


def _plain_text(name: str, value: str) -> str:
    if name in ("link", "photo", "site"):
        return plain(value, _LONGEST_TEXT)
    if name != "text":
        return plain(value)
    return LINE.join(plain(line, _LONGEST_TEXT) for line in value[:_LONGEST_TEXT].splitlines())
