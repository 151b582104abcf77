"""How the understanding of customers' words reaches public holidays."""

from store.rests import public_holidays

__all__ = ["public_holidays"]
