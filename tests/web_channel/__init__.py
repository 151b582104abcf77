"""The chat on the tracking page."""
