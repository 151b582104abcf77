"""Runs under the peer's own interpreter: `python procrastinate_app.py URL fill|execute|lateness …`; prints JSON."""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime, timedelta

import procrastinate  # type: ignore[import-not-found]  # installed for the benchmark alone
import psycopg

CONCURRENCY = 100
IN_ONE = 500
GRACE_SECONDS = 60.0


def main(url: str, what: str, *numbers: str) -> None:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
    done: list[float] = []

    @app.task(name="job")  # type: ignore[untyped-decorator]
    async def job(due: float) -> None:
        done.append(time.time() - due)

    match what:
        case "fill":
            found: object = asyncio.run(_fill(app, url, int(numbers[0])))
        case "execute":
            found = asyncio.run(_execute(app, job, int(numbers[0])))
        case _:
            found = asyncio.run(_lateness(app, job, done, int(numbers[0]), float(numbers[1])))
    sys.stdout.write(json.dumps(found) + "\n")


async def _fill(app: procrastinate.App, url: str, count: int) -> int:
    """So many jobs that are due in some days. Their events are left away, which spares the peer work."""
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
    with psycopg.connect(url, autocommit=True) as line:
        line.execute("ALTER TABLE procrastinate_jobs DISABLE TRIGGER USER")
        line.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) "
            "SELECT 'default', 'job', '{\"due\": 0}', now() + interval '2 days' + n * interval '1 second' "
            f"FROM generate_series(1, {count}) n"
        )
        line.execute("ALTER TABLE procrastinate_jobs ENABLE TRIGGER USER")
        line.execute("ANALYZE")
    return count


async def _execute(app: procrastinate.App, job: procrastinate.tasks.Task, count: int) -> float:
    """Jobs a second, of which each does nothing."""
    async with app.open_async():
        for _ in range(0, count, IN_ONE):
            await job.batch_defer_async(*({"due": 0.0} for _ in range(IN_ONE)))
        began = time.monotonic()
        await app.run_worker_async(concurrency=CONCURRENCY, wait=False, install_signal_handlers=False)
        return count / (time.monotonic() - began)


async def _lateness(
    app: procrastinate.App, job: procrastinate.tasks.Task, done: list[float], count: int, per_second: float
) -> list[float]:
    """How many milliseconds after its time each began; one that never did counts to the end of our patience."""
    async with app.open_async():
        first = datetime.now(UTC) + timedelta(seconds=5)
        for n in range(count):
            at = first + timedelta(seconds=n / per_second)
            await job.configure(schedule_at=at).defer_async(due=at.timestamp())
        end = first.timestamp() + count / per_second + GRACE_SECONDS
        working = asyncio.create_task(app.run_worker_async(concurrency=CONCURRENCY, install_signal_handlers=False))
        while len(done) < count and time.time() < end:  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.1)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    never = [GRACE_SECONDS] * (count - len(done))
    return [max(0.0, seconds) * 1000 for seconds in [*done, *never]]


if __name__ == "__main__":
    main(*sys.argv[1:])
