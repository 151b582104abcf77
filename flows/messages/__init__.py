"""What we say: when it is due, in whose words, over which channel, at what pace, and what came of it."""
