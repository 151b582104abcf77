"""A person asks for silence, or asks back in: honoured at once, on every path, for every merchant."""

from datetime import datetime

from sqlalchemy import Connection

from store import contacts, messages

PHONE_CHANNELS = ("sms",)


def stop(tx: Connection, channel: str, address: str, words: str, source: str, now: datetime) -> list[int]:
    """Silences the address: nothing queued for it goes any more. Returns the customers concerned."""
    contacts.add_stop(tx, channel, address, words, now)
    customers = contacts.set_state(tx, channel, address, "stopped", "asked for silence", now)
    contacts.record_consent(tx, customers, channel, given=False, source=source, words=words, now=now)
    messages.drop_queued(tx, channel, address, "the customer asked for silence")
    return customers


def resume(tx: Connection, channel: str, address: str, words: str, source: str, now: datetime) -> list[int]:
    """The person wants to hear from us again."""
    contacts.remove_stop(tx, channel, address)
    customers = contacts.set_state(tx, channel, address, "active", None, now)
    contacts.record_consent(tx, customers, channel, given=True, source=source, words=words, now=now)
    return customers


def stop_phone(tx: Connection, phone: str, why: str, now: datetime) -> None:
    """A 3PL reports that this number opted out with it: we honour it as if it had been said to us."""
    for channel in PHONE_CHANNELS:
        stop(tx, channel, phone, why, source="3pl", now=now)
