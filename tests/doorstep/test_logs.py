"""Logs as data: configured for a process, and still to be listened to."""

import structlog
from structlog.testing import capture_logs

from doorstep import logs

log = structlog.get_logger()


def test_a_logger_that_was_used_after_the_set_up_can_still_be_listened_to() -> None:
    before = structlog.get_config()
    try:
        logs.configure()
        log.info("house.opened")
        with capture_logs() as heard:
            log.info("house.closed", why="night")
    finally:
        structlog.configure(**before)
    assert heard == [{"event": "house.closed", "why": "night", "log_level": "info"}]
