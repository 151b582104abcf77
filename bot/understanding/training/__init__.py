"""Training: from our own examples to the model file that ships. Run as `python -m bot.understanding.training`."""
