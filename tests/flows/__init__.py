"""The journeys on a real database, with a clock that stands still until it is moved."""
