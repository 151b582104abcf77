"""The tracking page: one parcel's day at a glance, and the chat beside it."""
