"""Routing: libraries behind the protocols of flows/routes/roads.py. A map server's times, and an engine that plans."""
