"""Doors for machines and staff: webhooks, REST, the tracking page, the console."""
