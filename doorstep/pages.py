"""Pages for people: the tracking page, and the files that browsers load."""

from pathlib import Path

from fastapi import APIRouter
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from api.tracking import router as tracking
from api.tracking.deps import Deps
from bot.words import Words
from bot.words.pages import PageWords
from doorstep.service import Service

ASSETS = Path(__file__).parents[1] / "var" / "assets"
"""Where `make assets` puts what browsers load."""


def routers(service: Service) -> list[APIRouter]:
    words = PageWords(Words())
    pages = Deps(service.database, service.clock, service.hearing.keep, service.live, words)
    return [tracking.router(pages)]


def mounts() -> list[tuple[str, ASGIApp]]:
    """(path, application) pairs; the files are packed on their way."""
    return [("/assets", GZipMiddleware(StaticFiles(directory=ASSETS, check_dir=False)))]
