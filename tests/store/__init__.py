"""Memory: migrations and transactions, on each database."""
