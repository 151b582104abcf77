"""Taking out what has been kept long enough: one small file for each kind, a bounded number of rows in each step."""
