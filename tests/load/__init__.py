"""More than there is room for: who goes first, who waits, and how much memory it takes."""
