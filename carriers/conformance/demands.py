"""The published list: what every adapter must do. A new adapter is accepted on its score alone."""

from carriers.conformance import about_bodies, about_signatures, about_times, about_words
from carriers.conformance.card import Demand

DEMANDS = (
    Demand("signature accepted", "A delivery signed as the sender signs is let in.", about_signatures.accepted),
    Demand(
        "signature refused",
        "Another secret, no signature, and a source without a secret are refused.",
        about_signatures.refused,
    ),
    Demand(
        "signature covers the body", "A body that is changed or cut short is refused.", about_signatures.covers_the_body
    ),
    Demand("secret rotated", "While two secrets are live, both let the sender in.", about_signatures.rotated),
    Demand(
        "weakness told",
        "A scheme that proves little says so, in a sentence for staff.",
        about_signatures.weakness_is_told,
    ),
    Demand(
        "setup told",
        "It says in a sentence where the address goes, and where the secret comes from.",
        about_signatures.setup_is_told,
    ),
    Demand("every row reached", "Every row of its status tables is reached by a fixture.", about_words.rows_reached),
    Demand(
        "every row sourced", "Every row names its source and uses the one vocabulary.", about_words.rows_are_sourced
    ),
    Demand(
        "unknown stays unknown",
        "A word nobody has met is unknown and kept, never a cheerful default.",
        about_words.unknown_stays_unknown,
    ),
    Demand("clean", "Keys, numbers, times, texts and words of every event have their form.", about_words.is_clean),
    Demand("page", "Its page bears its title and names quirks and limitations.", about_words.page_is_there),
    Demand("zone missing", "A time without a zone is never silently taken for UTC.", about_times.zone_missing),
    Demand("zone set", "The zone set for the source makes no new facts of old ones.", about_times.zone_configured),
    Demand("midnight is a date", "An estimate at midnight stays the date it means.", about_times.midnight_is_a_date),
    Demand(
        "edges of the clock", "Hours that come twice or never, and leap days, are read.", about_times.edges_are_read
    ),
    Demand(
        "far times", "Year 1, 1970 and 9999 are no times; a time years ahead is no accident.", about_times.far_times
    ),
    Demand("shuffled", "Scans in any order are the same facts.", about_bodies.shuffled),
    Demand("duplicated", "The same scan twice is one fact.", about_bodies.duplicated),
    Demand("touched", "The same facts under a new `updated_at` are the same facts.", about_bodies.touched),
    Demand("empty for null", "Empty text where null is meant changes nothing.", about_bodies.empty_for_null),
    Demand("huge lists", "More events than any parcel has are refused with a reason.", about_bodies.huge),
    Demand("photo inside", "A photo in the body changes nothing.", about_bodies.with_a_photo),
    Demand(
        "cut short",
        "A body cut anywhere is let in by no one and read by no one, and nothing stumbles over it.",
        about_bodies.cut_short,
    ),
    Demand("strange values", "Any JSON value is answered, none raises.", about_bodies.strange),
    Demand("wrong address", "Another sender's webhook is answered and never read as news.", about_bodies.wrong_address),
    Demand("repeatable", "The same body read twice says the same.", about_bodies.repeatable),
)
