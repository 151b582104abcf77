"""Routing: the libraries behind the protocols of flows/roads.py. A map server's times, and an engine that plans."""
