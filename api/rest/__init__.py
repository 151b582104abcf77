"""The REST door: orders and slots come in, shipments and reschedules can be seen and answered."""
