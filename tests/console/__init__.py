"""The console and what staff do in it."""
