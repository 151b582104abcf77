"""The rules, by tables and by properties."""
