"""Traces: what a collector is told, and what it is not."""
