"""The demo: a parcel's day, played before one's eyes by a simulated 3PL."""
