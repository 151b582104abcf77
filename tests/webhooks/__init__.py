"""The webhook door, as senders and strangers knock at it."""
