"""Routes: whether a van can still take a stop. Planning whole days is a solver's work, behind a protocol of its own."""
