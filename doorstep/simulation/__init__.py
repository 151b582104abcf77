"""A simulated 3PL that speaks HTTP to a running service, as a real one would."""
