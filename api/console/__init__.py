"""The console: where staff see every message before it goes, and talk with customers."""
