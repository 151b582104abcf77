"""Retention: what goes, what stays, and what is looked at all day stays small."""
