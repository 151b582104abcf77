"""Rigs: the real things that tests run against, each started on demand and stopped by itself."""
