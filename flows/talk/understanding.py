"""How a journey reaches whatever understands a customer's words."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from domain.talk.meaning import Meaning


class Understanding(Protocol):
    def understand(
        self, text: str, language: str, now: datetime, zone: tzinfo, tracking_numbers: Sequence[str]
    ) -> Meaning:
        """What one text asks for; total, and quick enough to be called inside a transaction.

        `language` is the customer's, not always the text's. `now` is aware UTC, `zone` the delivery address's: they
        decide which day `tomorrow` is. `tracking_numbers` are the customer's own.
        """
        ...

    def think_ahead(self, text: str) -> None:
        """Does what is slow about a text, before and outside of the transaction that answers it."""
        ...
