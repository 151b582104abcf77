"""A day as a transcript: what each party did and read, line by line, in local time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.talk.turn import ChannelName
from store.tables import Message, Offer
from store.writing import table_of
from tests.flows.house import House

NEW_YORK = ZoneInfo("America/New_York")


class Transcript:
    """Writes down everything that is said, as it is said."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.lines: list[str] = []
        self._seen = 0

    def note(self, who: str, what: str) -> None:
        self.lines.append(f"{self.house.now.astimezone(NEW_YORK):%a %H:%M}  {who:<9}{what}")

    def catch_up(self) -> None:
        """What was said since the last look, with the choices under it."""
        table, offers = table_of(Message), table_of(Offer)
        with self.house.in_transaction() as tx:
            rows = tx.execute(select(table).where(table.c.id > self._seen).order_by(table.c.id)).all()
            for row in rows:
                self._seen = row.id
                if row.direction == "in":
                    self.note("Bo", f"→ {row.text}")
                    continue
                found = tx.execute(select(offers).where(offers.c.message_id == row.id).order_by(offers.c.position))
                labels = [label for label, _ in (row.composed or {}).get("buttons", ())]
                assert len(labels) == len(found.all())
                shown = "".join(f" [{label}]" for label in labels)
                self.note("Bo", f"← {row.channel}: " + row.text.replace("\n", " / ") + shown)

    def event(self, milestone: str, **fields: object) -> None:
        number = str(fields.pop("number", "DS100"))
        detail = fields.get("detail")
        self.note("fleet", f"→ {milestone}" + (f" ({detail})" if detail else ""))
        self.house.report(self.house.event(milestone, number, **fields))
        self.wait(timedelta(minutes=1))

    def wait(self, span: timedelta | datetime) -> None:
        """Time passes, minute by minute where something falls due."""
        goal = self.house.now + span if isinstance(span, timedelta) else span
        self.house.say()
        self.catch_up()
        while (due := self.house.next_due()) is not None and due <= goal:
            self.house.now = max(due, self.house.now)
            self.house.say()
            self.catch_up()
        self.house.now = goal

    def says(self, text: str, channel: ChannelName = ChannelName.SMS) -> None:
        self.house.hear(self.house.turn(text, channel))
        self.catch_up()

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"
