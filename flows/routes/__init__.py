"""The day on the road: routes and positions come in, stops are reckoned and put in a better order."""
