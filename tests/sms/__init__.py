"""SMS: exact words, exact costs, and the real twilio client against a strict stand-in."""
