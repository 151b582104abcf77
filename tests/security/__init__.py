"""Security: what docs/security.md promises, each with its test."""
