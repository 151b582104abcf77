"""Pages for people: the landing page with its demo, the tracking page, and the files that browsers load."""

from pathlib import Path

from fastapi import APIRouter
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from api.console import router as console
from api.console.cookies import Cookies
from api.console.deps import Deps as ConsoleDeps
from api.console.deps import OpenId
from api.demo import router as demo
from api.demo.deps import Deps as DemoDeps
from api.dispatch import router as dispatch
from api.tracking import router as tracking
from api.tracking.deps import Deps as TrackingDeps
from api.tracking.deps import Tiles
from bot.words import Words
from bot.words.pages import PageWords
from bot.wordsmith import Wordsmith
from doorstep.fetching import fetching
from doorstep.secret_key import secret_key
from doorstep.service import Service
from doorstep.settings import Settings
from doorstep.simulation import demo_staff
from doorstep.simulation.stage import Stage
from flows.staff.openid import Provider

ASSETS = Path(__file__).parents[1] / "var" / "assets"
"""Where `make assets` puts what browsers load."""
ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not listened on


def routers(service: Service) -> list[APIRouter]:
    words = PageWords(Words())
    pages = TrackingDeps(
        service.database, service.clock, service.hearing.keep, service.live, words, _tiles(service.settings)
    )
    return [
        demo.router(_demo(service, words)),
        tracking.router(pages),
        dispatch.router(_dispatch(service)),
        console.router(_console(service)),
    ]


def _tiles(settings: Settings) -> Tiles | None:
    return Tiles(settings.map_tiles_url, settings.map_attribution) if settings.map_tiles_url else None


def mounts() -> list[tuple[str, ASGIApp]]:
    """(path, application) pairs; the files are packed on their way."""
    return [("/assets", GZipMiddleware(StaticFiles(directory=ASSETS, check_dir=False)))]


def _console(service: Service) -> ConsoleDeps:
    return ConsoleDeps(
        database=service.database,
        clock=service.clock,
        voice=service.voice,
        live=service.live,
        public_url=service.settings.public_url,
        secret_key=secret_key(service.settings),
        after_plan=service.planned,
        wordsmith=Wordsmith(Words()),
        door=service.door,
        sources_changed=service.sources.forget,
        openid=_openid(service.settings),
    )


def _openid(settings: Settings) -> OpenId | None:
    if settings.openid_issuer is None or settings.openid_client_secret is None:
        return None
    provider = Provider(
        settings.openid_issuer,
        settings.openid_client_id or "",
        settings.openid_client_secret.get_secret_value(),
        f"{settings.public_url}/console/openid/back",
    )
    return OpenId(provider, fetching)


def _dispatch(service: Service) -> dispatch.Deps:
    return dispatch.Deps(service.database, service.clock, secret_key(service.settings), service.planned)


def own_address(settings: Settings) -> str:
    """Where a process on this machine reaches the service."""
    host = "127.0.0.1" if settings.host in ANYWHERE else settings.host
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _demo(service: Service, words: PageWords) -> DemoDeps:
    settings = service.settings

    async def staff_session() -> str:
        return await service.database.write(demo_staff.open_session, service.clock())

    return DemoDeps(
        stage=Stage(service, own_address(settings)) if settings.plays_demo else None,
        staff_session=staff_session,
        cookies=Cookies(secret_key(settings), settings.public_url.startswith("https://")),
        languages=words.languages(),
    )
