"""A merchant's last days told again by other rules or words, held against what was told."""
