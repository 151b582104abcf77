"""The map server that the settings name; None: travel times are reckoned from distance, hour and what was driven."""

from doorstep.settings import Settings
from flows.routes.roads import Roads


def roads_of(settings: Settings) -> Roads | None:
    if settings.travel_url is None:
        return None
    from routing.servers import ServerRoads

    key = settings.travel_key.get_secret_value() if settings.travel_key is not None else None
    return ServerRoads(settings.travel_engine, settings.travel_url, key)
