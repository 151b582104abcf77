"""All tables. Importing this module makes the metadata complete."""

from sqlmodel import SQLModel

from store.tables.announcements import Announcement, AnnouncementParcel
from store.tables.bygones import Bygone
from store.tables.calibration import Bookmark, LearnedLane, LearnedRow, OutcomeRow, PromiseVerdict
from store.tables.conversations import (
    Consent,
    Contact,
    ContactState,
    Conversation,
    DeepLink,
    Inbound,
    Message,
    Offer,
    OldButtons,
    StopEntry,
)
from store.tables.deliveries import Delivery, EventRow
from store.tables.desk import ConversationMark, Presence, SavedReply
from store.tables.dry_runs import DryRun
from store.tables.figures import FigureRow, InquiryRow, JourneyRow
from store.tables.lanes import LaneRow, LineRow
from store.tables.lessons import LessonRow
from store.tables.logs import LogPosition
from store.tables.merchants import Merchant, Source
from store.tables.notices import FirstCheck, Notice, OverrideRow, PromiseRow
from store.tables.numbers import OtherNumber
from store.tables.orders import Customer, Order, Rating, Shipment
from store.tables.polls import PollRow
from store.tables.proofs import NumberLookup, OneTimeCode, TaughtExample
from store.tables.routes import Route, RouteStop, Vehicle
from store.tables.slots import ChangeRequest, PickupPoint, Slot
from store.tables.staff import Audit, Case, CaseNote, FailedTry, Heartbeat, Staff, StaffSession
from store.tables.wordings import PolicyChange, WordingPublication, WordingVersion

METADATA = SQLModel.metadata
METADATA.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

__all__ = [
    "METADATA",
    "Announcement",
    "AnnouncementParcel",
    "Audit",
    "Bookmark",
    "Bygone",
    "Case",
    "CaseNote",
    "ChangeRequest",
    "Consent",
    "Contact",
    "ContactState",
    "Conversation",
    "ConversationMark",
    "Customer",
    "DeepLink",
    "Delivery",
    "DryRun",
    "EventRow",
    "FailedTry",
    "FigureRow",
    "FirstCheck",
    "Heartbeat",
    "Inbound",
    "InquiryRow",
    "JourneyRow",
    "LaneRow",
    "LearnedLane",
    "LearnedRow",
    "LessonRow",
    "LineRow",
    "LogPosition",
    "Merchant",
    "Message",
    "Notice",
    "NumberLookup",
    "Offer",
    "OldButtons",
    "OneTimeCode",
    "Order",
    "OtherNumber",
    "OutcomeRow",
    "OverrideRow",
    "PickupPoint",
    "PolicyChange",
    "PollRow",
    "Presence",
    "PromiseRow",
    "PromiseVerdict",
    "Rating",
    "Route",
    "RouteStop",
    "SavedReply",
    "Shipment",
    "Slot",
    "Source",
    "Staff",
    "StaffSession",
    "StopEntry",
    "TaughtExample",
    "Vehicle",
    "WordingPublication",
    "WordingVersion",
]
