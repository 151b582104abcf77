"""How sure a figure is: intervals that hold it in nineteen of twenty cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""Nineteen of twenty."""
FEWEST = 30
"""Of fewer customers in an arm nothing is concluded."""


def wilson(hits: float, of: float) -> tuple[float, float]:
    """Between which shares the true one lies (Wilson, 1927): honest for few cases and near 0 and 1."""
    if of <= 0:
        return 0.0, 1.0
    share, width = hits / of, Z * Z / of
    middle = (share + width / 2) / (1 + width)
    half = Z * sqrt(share * (1 - share) / of + width / (4 * of)) / (1 + width)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class ArmSums:
    """One arm of a hold-out, in sums over its customers: their parcels, their contacts, and the products of both."""

    customers: float = 0.0
    parcels: float = 0.0
    contacts: float = 0.0
    parcels_squared: float = 0.0
    contacts_squared: float = 0.0
    product: float = 0.0

    @property
    def rate(self) -> float:
        """Contacts for each parcel."""
        return self.contacts / self.parcels if self.parcels else 0.0

    @property
    def variance(self) -> float:
        """Of the rate. A customer's parcels are one observation: who asks about one asks about the next."""
        if self.customers < 2 or not self.parcels:
            return 0.0
        rate = self.rate
        spread = self.contacts_squared - 2 * rate * self.product + rate * rate * self.parcels_squared
        mean = self.parcels / self.customers
        return max(0.0, spread) / (self.customers - 1) / (self.customers * mean * mean)


@dataclass(frozen=True, slots=True)
class Effect:
    """What the notices save: contacts per 100 deliveries fewer than in the baseline, and between what that lies.

    `share` is the same as a share of the baseline's contacts.
    """

    full: float
    baseline: float
    saved: float
    low: float
    high: float
    share: float | None
    customers: int

    @property
    def is_shown(self) -> bool:
        """Whether the interval leaves nothing out as an answer but an effect."""
        return self.low > 0 or self.high < 0


def effect(full: ArmSums, baseline: ArmSums) -> Effect | None:
    """The difference of two rates per 100 deliveries with its interval; None while an arm has too few customers."""
    if min(full.customers, baseline.customers) < FEWEST:
        return None
    saved = baseline.rate - full.rate
    half = Z * sqrt(full.variance + baseline.variance)
    share = saved / baseline.rate if baseline.rate else None
    customers = int(full.customers + baseline.customers)
    return Effect(
        100 * full.rate,
        100 * baseline.rate,
        100 * saved,
        100 * (saved - half),
        100 * (saved + half),
        share,
        customers,
    )


PARTS = ("customers", "parcels", "contacts", "parcels_squared", "contacts_squared", "product")


def arm_sums(parts: Mapping[str, float]) -> ArmSums:
    """From sums by the names in PARTS."""
    return ArmSums(*(parts.get(name, 0.0) for name in PARTS))
