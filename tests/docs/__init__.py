"""Documents that can fail."""
