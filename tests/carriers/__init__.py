"""Facts about the senders' dialects."""
