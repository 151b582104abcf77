"""Chaos: processes, the database and the providers fail at random points, and the audit must add up."""
