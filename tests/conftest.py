"""What every test may ask for."""

from hypothesis import settings

pytest_plugins = ["tests.rigs.chromium", "tests.rigs.lab", "tests.rigs.postgres", "tests.rigs.databases"]

# No deadline: how quick this machine is at the moment is not a fact about the code.
settings.register_profile("doorstep", deadline=None)
settings.load_profile("doorstep")
