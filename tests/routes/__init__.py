"""Facts about routes."""
