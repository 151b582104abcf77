"""What staff do about conversations, cases, messages and sources; each act leaves who, what and why in the audit."""
