"""Understanding: what customers write, and what we make of it."""
