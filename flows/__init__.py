"""The journeys: the only room where clock, database, rules and channels meet. What several share lies here itself."""
