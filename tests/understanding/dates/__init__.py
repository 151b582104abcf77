"""Dates and windows, by tables of phrases and by properties."""
