"""The Telegram channel, driven by its real client against a strict stand-in."""
