"""Logs as data, one line each: JSON for machines, colours for a terminal; never personal data, never a secret."""

import logging
import sys

import structlog


def configure(level: int = logging.INFO) -> None:
    """Sets up logging for a process. The libraries that log addresses or bodies are kept quiet."""
    pretty = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,  # a cached logger could not be listened to any more
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for chatty in ("twilio.http_client", "aiohttp.access", "aiogram", "apscheduler", "uvicorn.access"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
