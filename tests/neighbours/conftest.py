"""The house, on each database."""

from tests.flows.conftest import house

__all__ = ["house"]
