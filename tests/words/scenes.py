"""Everything Doorstep may have to say, with facts as the rules and the conversation hand them over.

It is Tuesday 24 November 2026, 14:05 in New York.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.notices import NoticeKind
from domain.talk.answer import ReplyName
from flows.messages.channels import Option, Utterance

NOW = datetime(2026, 11, 24, 19, 5, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
BRAND = "Acme"

Facts = Mapping[str, object]


@dataclass(frozen=True)
class Scene:
    name: str
    title: str
    facts: Facts = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    opening: bool = False

    def utterance(self, language: str, brand: str = BRAND) -> Utterance:
        options = tuple(Option(f"t{n}", label, LABEL_FACTS.get(label, {})) for n, label in enumerate(self.labels))
        return Utterance(self.name, self.facts, language, NEW_YORK, NOW, brand, options=options, opening=self.opening)


def window(day: int, begin: int | None = None, end: int | None = None) -> Facts:
    """A window in November 2026, hours by the clock of New York."""
    on = f"2026-11-{day:02}"
    if begin is None or end is None:
        return {"on": on, "from": None, "to": None}
    opens, closes = (datetime(2026, 11, day, hour, tzinfo=NEW_YORK).astimezone(UTC) for hour in (begin, end))
    return {"on": on, "from": opens.isoformat(), "to": closes.isoformat()}


LABEL_FACTS: Mapping[str, Facts] = {
    "slot": {"window": window(25, 17, 19)},
    "parcel": {"tracking_number": "DS1002003045", "order_number": "A-1001", "milestone": "in_transit"},
    "rate": {"score": 4},
    "point": {"name": "Kiosk Weber", "street": "5 Main St", "metres": 1240, "opens": "Mon-Sat 8-20"},
}

TODAY, TOMORROW, THURSDAY = window(24, 15, 17), window(25, 10, 12), window(26)
LATER, EARLIER = window(24, 17, 19), window(24, 12, 14)
USUAL = {"least": 1, "most": 8, "since": "moving"}
AT_NOON, YESTERDAY, THREE_HOURS_AGO = (
    "2026-11-24T17:02:00+00:00",
    "2026-11-23T21:40:00+00:00",
    "2026-11-24T16:01:00+00:00",
)
CHANGES = ("reschedule", "neighbour", "safe_place", "pickup_point", "human")
SLOTS = ("slot", "other_day", "human")
DETAILED = (
    *("safe_place", "neighbour", "pickup_point", "recipient"),
    *("instructions", "access_code", "address", "hold"),
)


def one(**facts: object) -> Facts:
    return many(facts)


def many(*parcels: Facts) -> Facts:
    """Facts as flows/say lays them out: every parcel's own, and the first one's at the top as well."""
    rows = [
        {
            "tracking_number": f"DS100200304{number}",
            "order_number": "A-1001",
            "link": f"https://acme.example/t/9f3kPq7wXzR2mB5tLcV8u{number}",
            **facts,
        }
        for number, facts in enumerate(parcels, 5)
    ]
    return {**rows[0], "parcels": rows}


K, R = NoticeKind, ReplyName

NOTICES = (
    Scene(K.ANNOUNCED, "the first message ever", one(window=None), opening=True),
    Scene(K.ANNOUNCED, "with a day", one(window=THURSDAY)),
    Scene(K.ANNOUNCED, "three parcels", many({"window": THURSDAY}, {"window": THURSDAY}, {"window": THURSDAY})),
    Scene(K.ESTIMATE, "a window", one(window=TOMORROW), ("reschedule",)),
    Scene(K.ESTIMATE, "half a day", one(window=window(25, 12, 18)), ("reschedule",)),
    Scene(K.ESTIMATE, "a day", one(window=THURSDAY), ("reschedule",)),
    Scene(K.ESTIMATE, "a last day", one(window={**THURSDAY, "to": "2026-11-27T05:00:00+00:00"}), ("reschedule",)),
    Scene(K.ESTIMATE, "two parcels, one window", many({"window": TOMORROW}, {"window": TOMORROW})),
    Scene(K.ESTIMATE, "two parcels, two days", many({"window": TOMORROW}, {"window": THURSDAY})),
    Scene(
        K.PROMISE_MOVED,
        "later",
        one(direction="later", window=LATER, told=TODAY, reason="weather.delay"),
        ("reschedule", "human"),
    ),
    Scene(K.PROMISE_MOVED, "earlier", one(direction="earlier", window=EARLIER, told=TODAY, reason=None), ("human",)),
    Scene(K.PROMISE_MOVED, "to another day", one(direction="later", window=THURSDAY, told=TODAY, reason=None)),
    Scene(
        K.PROMISE_MOVED,
        "two parcels",
        many(
            {"direction": "later", "window": LATER, "told": TODAY, "reason": None},
            {"direction": "later", "window": THURSDAY, "told": TODAY, "reason": None},
        ),
    ),
    Scene(K.DELAY, "after a promise", one(told=TODAY, reason="weather.delay"), ("reschedule", "human")),
    Scene(K.DELAY, "nothing was promised", one(told=None, reason=None), ("human",)),
    Scene(K.DELAY, "two parcels", many({"told": TODAY, "reason": None}, {"told": TODAY, "reason": None})),
    Scene(K.DAY_BEFORE, "a window", one(window=TOMORROW), ("reschedule",)),
    Scene(K.DAY_BEFORE, "two parcels", many({"window": TOMORROW}, {"window": window(25)})),
    Scene(K.OUT_FOR_DELIVERY, "a window", one(window=TODAY, allow=[]), ("neighbour", "safe_place")),
    Scene(K.OUT_FOR_DELIVERY, "no window", one(window=None, allow=[])),
    Scene(K.OUT_FOR_DELIVERY, "two parcels", many({"window": TODAY}, {"window": LATER})),
    Scene(K.ARRIVING_SOON, "one parcel", one(window=TODAY)),
    Scene(K.ARRIVING_SOON, "two parcels", many({"window": TODAY}, {"window": TODAY})),
    Scene(K.DELIVERED, "to hand", one(at=AT_NOON, detail=None, parcels=1, delivered=1)),
    Scene(K.DELIVERED, "neighbour, 1 of 3", one(at=AT_NOON, detail="left_with_neighbour", parcels=3, delivered=1)),
    Scene(K.DELIVERED, "safe place, the last one", one(at=YESTERDAY, detail="safe_place", parcels=3, delivered=3)),
    Scene(K.DELIVERED, "pickup point", one(at=AT_NOON, detail="pickup_point", parcels=1, delivered=1)),
    Scene(
        K.DELIVERED,
        "two parcels, one with a neighbour",
        many(
            {"at": AT_NOON, "detail": None, "parcels": 3, "delivered": 2},
            {"at": AT_NOON, "detail": "left_with_neighbour", "parcels": 3, "delivered": 2},
        ),
    ),
    Scene(K.ATTEMPT_FAILED, "with choices", one(at=AT_NOON, reason="recipient.not_home", detail=None), CHANGES),
    Scene(K.ATTEMPT_FAILED, "nothing to choose", one(at=AT_NOON, reason=None, detail=None), ("human",)),
    Scene(K.ATTEMPT_FAILED, "the last try", one(at=AT_NOON, reason=None, detail="final_attempt"), ("human",)),
    Scene(K.PICKUP_READY, "a place", one(place="Queens", at=AT_NOON)),
    Scene(K.PICKUP_READY, "two parcels", many({"place": None, "at": AT_NOON}, {"place": None, "at": AT_NOON})),
    Scene(K.PICKUP_REMINDER, "one parcel", one(place="Queens")),
    Scene(K.PICKUP_REMINDER, "two parcels", many({"place": "Queens"}, {"place": "Queens"})),
    Scene(K.ACTION_NEEDED, "an address", one(reason="recipient.wrong_address", detail=None), ("human",)),
    Scene(K.ACTION_NEEDED, "duty", one(reason="customs.duty_unpaid", detail=None), ("human",)),
    Scene(K.EXCEPTION, "damaged", one(reason="carrier.damaged", detail="damaged"), ("human",)),
    Scene(K.EXCEPTION, "no reason", one(reason=None, detail=None), ("human",)),
    Scene(K.RETURNING, "on its way back", one(reason="recipient.not_collected", returned=False), ("human",)),
    Scene(K.RETURNING, "back", one(reason=None, returned=True), ("human",)),
    Scene(K.CANCELLED, "by the sender", one(reason="shipper.cancelled")),
    Scene(K.CANCELLED, "two parcels", many({"reason": None}, {"reason": None})),
    Scene(K.RESCHEDULE_ASKED, "a window", one(window=TOMORROW)),
    Scene(K.RESCHEDULE_CONFIRMED, "a window", one(window=TOMORROW)),
    Scene(K.RESCHEDULE_DECLINED, "declined", one(window=TOMORROW, unanswered=False), ("reschedule", "human")),
    Scene(
        K.RESCHEDULE_DECLINED, "the one before stands", one(window=TOMORROW, agreed=THURSDAY), ("reschedule", "human")
    ),
    Scene(K.RESCHEDULE_DECLINED, "never answered", one(window=TOMORROW, unanswered=True), ("human",)),
    *(Scene(K.CHANGE_CONFIRMED, change, one(changes=[change])) for change in DETAILED),
    Scene(K.CHANGE_CONFIRMED, "two at once", one(changes=["neighbour", "access_code"])),
    Scene(K.CHANGE_DECLINED, "declined", one(changes=["safe_place"], unanswered=False), ("reschedule", "human")),
    Scene(K.CHANGE_DECLINED, "nothing else", one(changes=["neighbour"], unanswered=False)),
    Scene(K.CHANGE_DECLINED, "never answered", one(changes=["address"], unanswered=True), ("human",)),
    Scene(K.SILENCE, "one parcel", one(last_scan_at="2026-11-21T15:00:00+00:00", place="Queens"), ("human",)),
    Scene(K.SILENCE, "two parcels", many({"last_scan_at": YESTERDAY}, {"last_scan_at": AT_NOON})),
    Scene(K.FEEDBACK, "one parcel", one(), ("rate",)),
    Scene(K.FEEDBACK, "two parcels", many({}, {})),
    Scene(K.ANNOUNCEMENT, "its own words could not speak", one(window=None, milestone="in_transit")),
)

DELIVERED_SO = {"milestone": "delivered", "at": AT_NOON, "detail": "left_with_neighbour"}
SHOWN = {
    "received_by": "R. Ruiz",
    "proof_place": "porch",
    "photo": "https://carrier.example/proof/7Qm2.jpg",
    "has_photo": True,
}
STANDING = {"milestone": "out_for_delivery", "window": TODAY, "last_scan_at": THREE_HOURS_AGO, "place": "Queens"}

REPLIES = (
    Scene(R.STATUS, "on the road", one(**STANDING)),
    Scene(R.STATUS, "nobody came", one(**STANDING, concern="nobody_came")),
    Scene(R.STATUS, "no news yet", one(milestone="unknown")),
    Scene(R.STATUS, "what is usual", one(milestone="in_transit", last_scan_at=YESTERDAY, usual=USUAL)),
    Scene(R.STATUS, "a new day asked for", one(**{**STANDING, "milestone": "in_transit", "asked": TOMORROW})),
    Scene(R.STATUS, "a neighbour asked for", one(**{**STANDING, "changes": ["neighbour", "access_code"]})),
    Scene(R.STATUS, "a neighbour agreed", one(**{**STANDING, "granted": ["neighbour", "access_code"]})),
    Scene(R.STATUS, "delivered", one(milestone="delivered", at=AT_NOON, detail="left_with_neighbour")),
    Scene(
        R.STATUS,
        "three parcels",
        many(
            STANDING,
            {"milestone": "in_transit", "window": THURSDAY, "last_scan_at": YESTERDAY},
            {"milestone": "delivered", "at": YESTERDAY},
        ),
    ),
    Scene(R.WHICH_PARCEL, "two", {}, ("parcel", "parcel", "all_parcels")),
    Scene(R.WHICH_PARCEL, "no time for both", {"apart": True}, ("parcel", "parcel")),
    Scene(R.WHICH_PARCEL, "something went wrong", {"verb": "human"}, ("parcel", "parcel")),
    Scene(R.NO_PARCEL, "a stranger"),
    Scene(R.NO_PARCEL, "a number that is not theirs", {"tracking_number": "DS999", "known": True}, ("status", "human")),
    Scene(R.STATUS, "a promise that did not hold", one(**{**STANDING, "window": None, "told": window(24, 10, 12)})),
    Scene(R.STATUS, "held up", one(milestone="exception", reason="customs.inspection", last_scan_at=YESTERDAY)),
    Scene(R.COARSE_STATUS, "a number nobody has", {"tracking_number": "12", "milestone": "unknown"}),
    Scene(R.COARSE_STATUS, "a number alone", {"tracking_number": "DS1002003045", "milestone": "in_transit"}),
    Scene(R.SLOTS_OFFERED, "two slots", {}, SLOTS),
    Scene(R.SLOTS_OFFERED, "in place of what is agreed", {"agreed": TOMORROW}, SLOTS),
    Scene(R.SLOTS_OFFERED, "another day than wanted", {"wanted": "2026-11-27", "wanted_is_free": False}, SLOTS),
    Scene(
        R.SLOTS_OFFERED,
        "later than every slot",
        {"wanted": "2027-01-02", "wanted_is_free": False, "later": True},
        (*SLOTS, "hold"),
    ),
    Scene(R.SLOTS_OFFERED, "no slot at these hours", {"wanted_is_free": False}, SLOTS),
    Scene(R.SLOTS_OFFERED, "one of several", {"among": True, "tracking_number": "DS1002003045"}, SLOTS),
    Scene(R.SLOTS_OFFERED, "two parcels", many({}, {}), SLOTS),
    Scene(R.RESCHEDULE_REQUESTED, "two parcels", many({"window": TOMORROW}, {"window": TOMORROW}), ("undo",)),
    Scene(R.NO_SLOTS, "nothing else", {}, ("human",)),
    Scene(R.NO_SLOTS, "other changes", {}, ("neighbour", "human")),
    Scene(R.SLOT_TAKEN, "others are free", {}, SLOTS),
    Scene(R.SLOT_TAKEN, "none is free"),
    Scene(R.RESCHEDULE_REQUESTED, "a window", {"window": TOMORROW}, ("undo",)),
    Scene(
        R.RESCHEDULE_REQUESTED,
        "one of several",
        {"window": TOMORROW, "among": True, "tracking_number": "DS1002003045"},
        ("undo",),
    ),
    Scene(R.RESCHEDULE_PENDING, "a window", {"window": TOMORROW}, ("undo", "keep")),
    Scene(R.RESCHEDULE_WITHDRAWN, "a window", {"window": TOMORROW}),
    Scene(R.CHANGE_WITHDRAWN, "a neighbour", {"changes": ["neighbour"]}, CHANGES),
    Scene(R.NOT_ALLOWED, "something else is", {}, ("neighbour", "human")),
    Scene(R.NOT_ALLOWED, "nothing is", {}, ("human",)),
    Scene(R.TOO_LATE, "with the driver", {"milestone": "out_for_delivery"}, ("neighbour", "human")),
    Scene(R.NO_LONGER_POSSIBLE, "an old button"),
    Scene(R.NO_LONGER_POSSIBLE, "with a way on", {}, ("status", "human")),
    Scene(
        R.NO_LONGER_POSSIBLE,
        "it is there",
        {"tracking_number": "DS1002003045", "milestone": "delivered"},
        ("status", "human"),
    ),
    Scene(R.CHANGE_OPTIONS, "some", {}, CHANGES),
    Scene(R.CHANGE_OPTIONS, "none", {}, ("human",)),
    *(Scene(R.ASK_DETAIL, change, {"change": change}) for change in DETAILED),
    Scene(R.ASK_DETAIL, "address, no postcode", {"change": "address", "example": "10001"}),
    *(Scene(R.CHANGE_REQUESTED, change, {"change": change}) for change in DETAILED),
    *(
        Scene(R.CHANGE_REQUESTED, f"{change}, their words", {"change": change, "text": "at no 7, Mrs Weber"})
        for change in DETAILED
    ),
    Scene(R.CHANGE_REQUESTED, "hold, until a day", {"change": "hold", "until": "2026-12-05"}),
    Scene(R.CHANGE_REQUESTED, "as it was", {"change": "back"}),
    Scene(
        R.CHANGE_REQUESTED, "one of several", {"change": "neighbour", "among": True, "tracking_number": "DS1002003045"}
    ),
    Scene(R.CHANGE_REQUESTED, "something else"),
    Scene(R.HANDED_OVER, "to a person", {"concern": "asked", "again": False}),
    Scene(
        R.HANDED_OVER,
        "not received",
        {"concern": "not_received", "again": False, "staff_hours": "Mon-Fri 9-17", "support": "+1 212 555 0100"},
    ),
    Scene(
        R.HANDED_OVER,
        "when nobody is there",
        {"concern": "asked", "again": False, "back_at": "2026-11-30T14:00:00+00:00", "staff_hours": "Mon-Fri 9-17"},
    ),
    Scene(R.HANDED_OVER, "serious, and waiting already", {"concern": "serious", "again": True}),
    Scene(R.UNCHANGED, "keep it"),
    Scene(R.NOTHING_ASKED, "a yes to nothing", {}, ("status", "not_home", "human")),
    Scene(R.FOUND, "after all", {"again": False}),
    Scene(R.FOUND, "while a person is awaited", {"again": True}),
    Scene(R.UNCLEAR, "the open question again", {"again": True}, SLOTS),
    Scene(R.UNCLEAR, "with choices", {}, ("status", "reschedule", "human")),
    Scene(R.UNCLEAR, "without"),
    Scene(R.HELP, "with a phone number", {"support": "+1 212 555 0100"}),
    Scene(R.HELP, "without"),
    Scene(R.STOPPED, "here"),
    Scene(R.STOPPED, "everywhere", {"everywhere": True}),
    Scene(R.STOPPED, "here, and how far", {}, ("stop_parcel", "stop_shop", "stop_everything")),
    Scene(R.STOPPED, "one parcel", {"scope": "parcel"}),
    Scene(R.STOPPED, "one shop", {"scope": "shop"}),
    Scene(R.CODE_SENT, "a change without proof"),
    Scene(R.CODE, "to the order's phone", {"code": "048213"}),
    Scene(R.CODE_WRONG, "another number"),
    Scene(R.CODE_SPENT, "five tries", {}, ("human",)),
    Scene(R.CHANGE_NOTED, "the other channel", {"tracking_number": "DS1002003045"}),
    Scene(R.LANGUAGE_SET, "asked for"),
    Scene(R.UNCLEAR, "what it may have been", {}, ("address", "unwanted", "human")),
    Scene(R.RESUMED, "again"),
    Scene(R.WELCOME, "a bound chat", {"known": True}, ("status", "not_home", "human"), opening=True),
    Scene(R.WELCOME, "a stranger", {"known": False}),
    Scene(R.ASK_CONTACT, "who is it"),
    Scene(R.CONTACT_NOT_OWN, "a friend's card"),
    Scene(R.LINK_EXPIRED, "an old link"),
    Scene(R.MEDIA_NOT_UNDERSTOOD, "a photo, while a person is awaited", {"media": "photo", "again": True}),
    *(Scene(R.MEDIA_NOT_UNDERSTOOD, media, {"media": media}) for media in ("photo", "voice", "location", "sticker")),
    Scene(R.THANKS, "thanks"),
    Scene(R.RATED, "well", {"score": 5}),
    Scene(R.RATED, "so-so", {"score": 3}),
    Scene(R.RATED, "badly", {"score": 1}),
    Scene(R.POINTS_OFFERED, "three", {}, ("point", "point", "human")),
    Scene(R.TROUBLE, "delivered, and not said where", one(milestone="delivered", at=AT_NOON, concern="not_received")),
    Scene(R.TROUBLE, "delivered, they say", one(**DELIVERED_SO, **SHOWN, concern="not_received")),
    Scene(R.TROUBLE, "delivered, without proof", one(**DELIVERED_SO, concern="not_received")),
    Scene(
        R.TROUBLE,
        "nobody rang",
        one(milestone="delivery_attempted", at=AT_NOON, reason="recipient.not_home", concern="not_received"),
    ),
    Scene(R.TROUBLE, "damaged", one(**DELIVERED_SO, concern="damaged")),
    Scene(R.TROUBLE, "the wrong one", one(**DELIVERED_SO, concern="wrong_parcel")),
    Scene(R.PROOF, "a photo and a name", one(**DELIVERED_SO, **SHOWN), ("not_received", "human")),
    Scene(R.PROOF, "a photo only the carrier has", one(**DELIVERED_SO, has_photo=True), ("not_received", "human")),
    Scene(R.PROOF, "nothing", one(milestone="delivered", at=AT_NOON), ("not_received", "human")),
    Scene(R.WHEN, "with the driver", one(**STANDING)),
    Scene(R.WHEN, "a day", one(milestone="in_transit", window=THURSDAY)),
    Scene(R.WHEN, "no time yet", one(milestone="in_transit", window=None)),
    Scene(R.WHEN, "what is usual", one(milestone="in_transit", usual=USUAL)),
    Scene(R.WHEN, "what is usual of an order", one(milestone="created", usual={**USUAL, "since": "ordered"})),
    Scene(R.WHEN, "a new day asked for", one(milestone="in_transit", window=THURSDAY, asked=TOMORROW)),
    Scene(R.WHEN, "it did not hold", one(**{**STANDING, "window": None, "told": window(24, 10, 12)})),
    Scene(R.GENUINE, "a text", {"told_at": AT_NOON, "told_on": "sms", "site": "https://acme.example"}, ("human",)),
    Scene(
        R.GENUINE,
        "a foreign link",
        {"told_at": YESTERDAY, "told_on": "telegram", "site": "https://acme.example", "foreign": True},
        ("human",),
    ),
    Scene(R.GENUINE, "nothing was said", {"site": "https://acme.example"}, ("human",)),
    Scene(R.NOT_ON_RECORD, "papers", {"about": "papers"}, ("human",)),
    Scene(R.NOT_ON_RECORD, "paying", {"about": "paying"}, ("human",)),
    Scene(
        R.WRITING_HOURS,
        "by day",
        {"writes_from": "2026-11-24T13:00:00+00:00", "writes_until": "2026-11-25T01:00:00+00:00"},
    ),
    Scene(R.WRITING_HOURS, "at any hour"),
    Scene(R.TAKE_BACK, "a neighbour", one(changes=["neighbour"]), ("undo", "human")),
    Scene(R.TAKE_BACK, "another day", one(changes=["reschedule"], window=TOMORROW), ("undo", "human")),
    Scene(R.NOTHING_NEW, "a moment later", {"told_at": AT_NOON}, ("human",)),
    Scene(R.NOTHING_NEW, "again", {"told_at": AT_NOON, "again": True}, ("human",)),
    Scene(R.ENOUGH_NUMBERS, "many numbers", {}, ("human",)),
    Scene(R.TOO_MANY, "a flood"),
    Scene(R.STAFF, "a person writes", {"text": "Hello Bo,\nyour parcel is at our desk."}),
)

SCENES = NOTICES + REPLIES
