"""Proof of a delivery, looked up where it is asked for: in the body that reported it, as long as that is kept."""

import json
from dataclasses import replace

from sqlalchemy import Connection

from carriers.proofs import proof_of
from domain.axes import Milestone
from domain.proof import NO_PROOF, Proof
from domain.talk.answer import Verb
from domain.talk.meaning import Meaning
from domain.talk.purposes import read_purpose
from domain.talk.situation import ParcelView, Situation
from store import proofs

_ASKS_FOR_IT = frozenset({Verb.PROOF, Verb.HUMAN, Verb.PROVE})


def with_proof(tx: Connection, meaning: Meaning, situation: Situation) -> Situation:
    """The situation with what the 3PLs can show for what they delivered, where this turn may be about it."""
    taken = situation.taken.action if situation.taken else None
    asked = situation.asked
    about = {meaning.verb, *(action.verb for action in (taken, asked) if action)}
    about |= {read_purpose(action)[0] for action in (taken, asked)}
    delivered = [p for p in situation.parcels if p.milestone is Milestone.DELIVERED] if situation.is_known else []
    if not delivered or _ASKS_FOR_IT.isdisjoint(about):
        return situation
    shown = {p.shipment_id: _proof(tx, p) for p in delivered}
    parcels = tuple(replace(p, proof=shown.get(p.shipment_id, NO_PROOF)) for p in situation.parcels)
    return replace(situation, parcels=parcels)


def _proof(tx: Connection, parcel: ParcelView) -> Proof:
    """The newest report that shows anything."""
    for row in proofs.reports_of_delivery(tx, parcel.shipment_id):
        try:
            document = json.loads(row.body)
        except ValueError:
            continue
        found = proof_of(row.adapter, document, parcel.tracking_number)
        if found != NO_PROOF:
            return found
    return NO_PROOF
