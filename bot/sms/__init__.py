"""SMS through Twilio. Importing this package never imports twilio: only the process that sends pays for it."""
