"""The composition root and the command line: what puts the rooms together."""
