"""Their words into ours: one folder per 3PL or platform (signature, reader, status table, quirks)."""
