"""What customers read: every word in every language, by a fixed clock."""
