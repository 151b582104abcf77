"""The journeys: one file each; the only room where clock, database, rules and channels meet."""
