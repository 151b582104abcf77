"""The log in front of the database, where the settings name one."""

from typing import TYPE_CHECKING

from doorstep.settings import Settings

if TYPE_CHECKING:
    from doorstep.jetstream import JetStream


def connect_log(settings: Settings) -> "JetStream | None":
    """Still and unconnected; `JetStream.run` connects."""
    if settings.log_url is None:
        return None
    from doorstep.jetstream import JetStream

    urls = [one.strip() for one in settings.log_url.get_secret_value().split(",")]
    return JetStream(urls, settings.log_replicas)
