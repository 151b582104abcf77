"""Proof of a delivery: what a 3PL can show for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """`photo` is an address that anybody who has it can open; `has_photo` also where only the 3PL can show it."""

    received_by: str | None = None
    place: str | None = None
    photo: str | None = None
    has_photo: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether there is anything in it that only the one who waits may see."""
        return bool(self.received_by or self.photo or self.has_photo or self.place)


NO_PROOF = Proof()
