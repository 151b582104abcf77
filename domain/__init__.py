"""The rules: frozen dataclasses and plain functions; no clock, no ids, no database, no wording."""
