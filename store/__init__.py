"""Memory: tables, transactions, and set-based reads and writes."""
