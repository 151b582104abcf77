"""The carrier's own English sentences, for senders whose codes say too little; only phrases that leave no doubt."""

import re

from carriers.meaning import Meaning
from domain.axes import ActionBy, Milestone

SOURCE = "the scan's own sentence"

_AT_AN_AGENT = r"local|agent|pick|parcel ?shop|locker|post office|carrier|depot|courier|access point|facility"

_PHRASES = [
    # The first that fits speaks: those that contain the words of later ones come first.
    (
        r"(customer|recipient|addressee|consignee|receiver|resident)( is| was)? (not |un)available|"
        r"not home|nobody (was )?home",
        Meaning(Milestone.DELIVERY_ATTEMPTED, reason="recipient.not_home", source=SOURCE),
    ),
    (r"no access", Meaning(Milestone.DELIVERY_ATTEMPTED, reason="recipient.no_access", source=SOURCE)),
    (
        r"not (been )?delivered|delivery (was )?attempt|attempted (delivery|to deliver)|notice left",
        Meaning(Milestone.DELIVERY_ATTEMPTED, source=SOURCE),
    ),
    (r"returned to (the )?(sender|shipper)", Meaning(Milestone.RETURNED, source=SOURCE)),
    (r"return(ing)? to (the )?(sender|shipper)|being returned", Meaning(Milestone.RETURNING, source=SOURCE)),
    (
        r"out for delivery|vehicle for delivery|loaded on(to)?( \w+)? vehicle",
        Meaning(Milestone.OUT_FOR_DELIVERY, source=SOURCE),
    ),
    (
        r"(ready|available) for( \w+)? (pick-?up|collection)",
        Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=SOURCE),
    ),
    (
        r"label (has been )?created|electronic(ally)? .*information|shipment information sent|awaiting (the )?item",
        Meaning(Milestone.CREATED, detail="label_created", source=SOURCE),
    ),
    (r"^picked up\.?$", Meaning(Milestone.ACCEPTED, source=SOURCE)),
    (r"^(in transit|on the way)\b", Meaning(Milestone.IN_TRANSIT, source=SOURCE)),
    (r"^(arrived at|at (local|destination))\b", Meaning(Milestone.IN_TRANSIT, "arrived_at_facility", source=SOURCE)),
    (r"^(departed|left)\b.*(facility|hub|location)", Meaning(Milestone.IN_TRANSIT, "departed_facility", source=SOURCE)),
    (
        rf"^(was |has been )?delivered(?! to (a |an |the |your )?({_AT_AN_AGENT}))|has been delivered at",
        Meaning(Milestone.DELIVERED, source=SOURCE),
    ),
]
_COMPILED = [(re.compile(phrase, re.IGNORECASE), meaning) for phrase, meaning in _PHRASES]

_ON_THE_ROAD = frozenset(
    {
        *(Milestone.DELIVERY_ATTEMPTED, Milestone.RETURNED, Milestone.RETURNING),
        *(Milestone.OUT_FOR_DELIVERY, Milestone.AVAILABLE_FOR_PICKUP),
    }
)
_MAY_BECOME = {
    Milestone.UNKNOWN: frozenset(Milestone),
    Milestone.IN_TRANSIT: _ON_THE_ROAD | {Milestone.ACCEPTED},
    Milestone.EXCEPTION: _ON_THE_ROAD - {Milestone.OUT_FOR_DELIVERY},
}
"""What a sentence may make of a vague status. An exact status is left alone, and only silence becomes "delivered"."""


def said(sentence: str | None) -> Meaning | None:
    """What a sentence says beyond doubt; None when it says nothing we know."""
    if not sentence:
        return None
    return next((meaning for phrase, meaning in _COMPILED if phrase.search(sentence)), None)


def refined_by_words(meaning: Meaning, *sentences: str | None) -> Meaning:
    """A vague status made exact by the first sentence that says something it may become."""
    may_become = _MAY_BECOME.get(meaning.milestone, frozenset())
    told = (said(sentence) for sentence in sentences)
    return meaning.refined(next((one for one in told if one and one.milestone in may_become), None))
