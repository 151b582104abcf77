"""Reschedules: slots, the two parties, and every way it can end."""
