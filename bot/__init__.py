"""Doors for customers: everything that knows how a channel talks, one folder each."""
