"""With a log in front, doors and workers are restarted as anywhere else: nobody is cut off, nothing is lost."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from store.tables import EventRow
from store.writing import table_of
from tests.process.fleet import fleet
from tests.process.lives import open_feed
from tests.process.restarts import SMS, Sender, Slow, all_is_well, drained, fresh_connections
from tests.rigs.nats import LEFT_BEHIND, Cluster
from tests.sms.standin import twilio_standin

pytestmark = LEFT_BEHIND


@pytest.mark.timeout(600)
async def test_a_fleet_behind_a_log_is_restarted_and_nobody_notices(
    postgres_url: str, cluster: Cluster, tmp_path: Path
) -> None:
    async with twilio_standin(Slow()) as twilio, fresh_connections() as fresh:
        settings = {**SMS, "twilio_api_url": twilio.url, "twilio_segments_per_second": "100", "log_url": cluster.url}
        async with fleet(postgres_url, tmp_path, doors=2, workers=1, **settings) as house:
            await house.start()
            sender = Sender(await open_feed(house), fresh, house.doors)

            def in_the_log(tx: Connection) -> dict[str, int]:
                waiting = len(sender.acknowledged) - (
                    tx.scalar(select(func.count()).select_from(table_of(EventRow))) or 0
                )
                return {"in the log": waiting} if waiting else {}

            async with sender.posting():
                for process in house.processes:
                    assert await drained(process) == 0
                    await house.restart(process)
            assert sender.refused > 0
            await all_is_well(postgres_url, house, sender, twilio, in_the_log)
