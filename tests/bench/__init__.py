"""Benchmarks: what the service can do, beside what a plain one can, in the same run."""
