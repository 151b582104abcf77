"""The console's words: the tone of each state, what a case asks for, and what a page says after something was done."""

from collections.abc import Mapping

TONES: Mapping[str, str] = {
    "delivered": "good",
    "reached": "good",
    "confirmed": "good",
    "read": "good",
    "sent": "good",
    "out_for_delivery": "busy",
    "available_for_pickup": "busy",
    "in_transit": "busy",
    "accepted": "busy",
    "planned": "busy",
    "queued": "busy",
    "requested": "busy",
    "sending": "busy",
    "early": "busy",
    "held": "warn",
    "waiting": "warn",
    "delayed": "warn",
    "at_risk": "warn",
    "unsure": "warn",
    "returning": "warn",
    "stale": "warn",
    "timed_out": "warn",
    "exception": "bad",
    "delivery_attempted": "bad",
    "failed": "bad",
    "declined": "bad",
    "unreadable": "bad",
    "unknown": "calm",
}
"""How a state looks; any other is calm."""

CASES: Mapping[str, tuple[str, str]] = {
    "asked_for_human": ("Asked for a person", "Open the conversation, take it over, and answer."),
    "not_received": ("Not received", "Look at the carrier's proof, ask the carrier, and answer in the conversation."),
    "nobody_came": ("Nobody came, they say", "Ask the carrier what its driver recorded, and find another time."),
    "damaged": ("Damaged", "Ask for a photo, then settle it with the carrier and the customer."),
    "wrong_parcel": ("The wrong parcel", "Ask for the label's number, and have it exchanged."),
    "bad_rating": ("Bad rating", "Ask the customer what went wrong."),
    "not_delivered": ("A message could not be delivered", "Reach the customer another way, or correct their number."),
    "unsure": ("Perhaps sent, perhaps not", "Ask the customer, or say it again in the conversation."),
    "channel": ("A channel does not work", "An operator must act; what waits goes as soon as it works again."),
    "unreadable": ("A webhook was not understood", "Look at it; once the adapter knows it, read it again."),
    "turn_failed": ("A customer was not answered", "Read what they wrote, and answer yourself."),
    "change_declined": ("The carrier said no", "Find another way with the customer."),
    "change_unanswered": ("The carrier did not answer", "Ask the carrier, then say here what they said."),
    "change_contradicted": ("The carrier contradicts itself", "Find out what holds, and tell the customer."),
    "withdrawal_untold": ("The carrier does not know of a withdrawal", "Tell the carrier by hand."),
    "tell_by_hand": ("The carrier must be told by hand", "Call or write to the carrier."),
    "api_key_refused": ("A sender's API refuses our key", "Open the source, and set a key that it takes."),
    "ask_by_hand": ("The carrier must be asked by hand", "Ask the carrier, then say here what they said."),
}
"""What the kinds of cases are called, and what to do about each."""

DONE: Mapping[str, str] = {
    "held": "Held. Below stands the new plan.",
    "released": "Taken back. Below stands the new plan.",
    "cancelled": "Cancelled: it is not going to be sent.",
    "sent_now": "It goes now.",
    "corrected": "The words are corrected.",
    "taken_over": "You have the conversation. The bot is silent.",
    "handed_back": "The bot answers again.",
    "queued": "It waits for whoever is free next.",
    "closed": "Closed.",
    "read_again": "Read, and understood this time.",
    "still_unreadable": "Read again, and still not understood.",
    "words_kept": "Kept as a version. Nobody hears it until it is published.",
    "words_published": "Published: it is said from now on.",
    "words_withdrawn": "The shipped words speak again.",
    "case_closed": "The case is closed.",
    "change_confirmed": "Confirmed: the customer is told.",
    "change_declined": "Declined: the customer is told.",
    "source_changed": "Changed. It counts from the next webhook on.",
    "source_closed": "Closed: its address is nobody's from now on. What it has sent stays.",
    "source_opened": "Open again.",
    "old_secret_gone": "The old secret is taken away: only the new one lets in.",
}
"""What a page says after something was done, by the mark in its address."""

BEHIND_FIGURES = {
    "late": "Parcels that came late",
    "early": "Parcels that came early",
    "silent_miss": "Late, and nobody had said so",
    "false_alarm": "Told of a delay that did not come",
    "failed": "Parcels with a failed attempt",
    "asked": "Parcels somebody asked about",
    "asked_again": "Questions that the bot alone did not settle",
    "declined": "Reschedules declined or never answered",
    "slot_missed": "Agreed slots that were missed",
    "unhappy": "Ratings of 1 to 3",
}
"""Headings of the lists of parcels behind a figure."""
