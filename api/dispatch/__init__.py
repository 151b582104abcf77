"""The dispatcher's door: one page for one question, with two buttons."""
