"""FedEx's words: event types of the track response, as far as they were seen."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Direction, Milestone, Timeliness

SEEN = "FedEx track responses (karrioapi/karrio fixtures), `eventType` beside `eventDescription`"
TABLE = "karrioapi/karrio FedEx connector, which contains guesses"

NAMED = "FedEx track service, event and status codes with their names, as published integrations list them"

_COLLECT = Direction.PICKUP
_TRANSIT = Milestone.IN_TRANSIT
_PICKUP = Milestone.AVAILABLE_FOR_PICKUP

EVENTS = {
    "OC": Meaning(Milestone.CREATED, detail="label_created", source=SEEN),
    "PU": Meaning(Milestone.ACCEPTED, source=SEEN),
    "AR": Meaning(_TRANSIT, detail="arrived_at_facility", source=SEEN),
    "AF": Meaning(_TRANSIT, detail="arrived_at_facility", source=SEEN),
    "FD": Meaning(_TRANSIT, detail="at_local_depot", source=SEEN),
    "DP": Meaning(_TRANSIT, detail="departed_facility", source=SEEN),
    "IT": Meaning(_TRANSIT, source=SEEN),
    "CC": Meaning(_TRANSIT, detail="customs_cleared", source=SEEN),
    "AO": Meaning(timeliness=Timeliness.ON_TIME, source=SEEN),
    "AE": Meaning(timeliness=Timeliness.EARLY, source=SEEN),
    "OD": Meaning(Milestone.OUT_FOR_DELIVERY, source=SEEN),
    "DL": Meaning(Milestone.DELIVERED, source=SEEN),
    # Not always an attempt ("redirected to a nearby location"): the sentence beside it decides.
    "DE": Meaning(Milestone.EXCEPTION, source=SEEN),
    "DY": Meaning(timeliness=Timeliness.DELAYED, source=SEEN),
    "HP": Meaning(_PICKUP, detail="pickup_point", action_by=ActionBy.RECIPIENT, source=SEEN),
    "IN": Meaning(Milestone.CREATED, source=NAMED),
    "EP": Meaning(Milestone.CREATED, detail="awaiting_handover", source=NAMED),
    "AP": Meaning(Milestone.CREATED, detail="awaiting_handover", source=NAMED),
    "PD": Meaning(
        Milestone.EXCEPTION, detail="collection_failed", timeliness=Timeliness.DELAYED, direction=_COLLECT, source=NAMED
    ),
    "PX": Meaning(Milestone.ACCEPTED, source=NAMED),
    "IX": Meaning(_TRANSIT, source=NAMED),
    "OF": Meaning(_TRANSIT, detail="arrived_at_facility", source=NAMED),
    "SF": Meaning(_TRANSIT, detail="arrived_at_facility", source=NAMED),
    "LO": Meaning(_TRANSIT, detail="departed_facility", source=NAMED),
    "PF": Meaning(_TRANSIT, source=NAMED),
    "PL": Meaning(_TRANSIT, source=NAMED),
    "AA": Meaning(_TRANSIT, source=NAMED),
    "EO": Meaning(_TRANSIT, source=NAMED),
    "CP": Meaning(_TRANSIT, detail="customs", source=NAMED),
    "TR": Meaning(_TRANSIT, source=NAMED),
    "CH": Meaning(_TRANSIT, detail="rerouted", source=NAMED),
    "PM": Meaning(_TRANSIT, source=NAMED),
    "ED": Meaning(Milestone.OUT_FOR_DELIVERY, source=NAMED),
    "AD": Meaning(Milestone.OUT_FOR_DELIVERY, detail="arriving", source=NAMED),
    "DD": Meaning(timeliness=Timeliness.DELAYED, source=TABLE),
    "HL": Meaning(_PICKUP, detail="pickup_point", action_by=ActionBy.RECIPIENT, source=TABLE),
    "RS": Meaning(Milestone.RETURNING, source=TABLE),
    "RT": Meaning(Milestone.RETURNED, source=TABLE),
    "CA": Meaning(Milestone.CANCELLED, source=TABLE),
    "SE": Meaning(Milestone.EXCEPTION, source=TABLE),
    "CD": Meaning(Milestone.EXCEPTION, detail="customs", reason="customs.delay", source=TABLE),
}

TIMELINESS = {
    "DELAYED": Timeliness.DELAYED,
    "EARLY": Timeliness.EARLY,
    "ON_TIME": Timeliness.ON_TIME,
}
"""`latestStatusDetail.delayDetail.status`."""
