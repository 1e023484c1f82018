"""Doing the jobs: every queue at once in one process, so that papers never wait behind mails, nor mails behind papers.

A worker tells the database every few seconds that it is alive. What a silent one was doing, another does again.
"""

import asyncio
import logging
import signal
from typing import Any

import psycopg
from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate import App, exceptions
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import Job, Status
from procrastinate.psycopg_connector import PsycopgConnector

# How many jobs of a queue are done at a time.
QUEUES = {"mail": 4, "papers": 2, "clock": 2, "bulk": 1, "auth0": 2}
HEARTBEAT_SECONDS = 5.0
# Four missed heartbeats: longer than a short pause of the database, shorter than people's patience.
SILENT_SECONDS = 20.0
# A job that has been begun this often and never ended is what kills the workers.
MOST_ATTEMPTS = 20
_PAUSE_SECONDS = 2.0

_log = logging.getLogger("accident_manager.worker")


class _WorkerConnector(PsycopgConnector):
    """The worker's own connections; what a job asks for meanwhile goes with the job's transaction."""

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


async def work(
    *, once: bool = False, heartbeat: float = HEARTBEAT_SECONDS, silent_after: float = SILENT_SECONDS
) -> None:
    """Do jobs until SIGTERM or SIGINT, then end those in hand; with `once`, until nothing is waiting.

    A lost database is waited for.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    while not stop.is_set():
        try:
            with django_app.replace_connector(_connector()) as app:
                async with app.open_async():
                    await retry_silent(app, silent_after)
                    await _one_run(app, stop, once=once, heartbeat=heartbeat, silent_after=silent_after)
                    if once and not await _something_waits(app):
                        return
        except (exceptions.ConnectorException, psycopg.OperationalError):
            if once:
                raise
            _log.warning("database lost, waiting for it")
        # A connection of ours that the database dropped would be lost for ever.
        await sync_to_async(connections.close_all)()
        if not stop.is_set() and not once:
            await _unless_stopped(stop, _PAUSE_SECONDS)


async def retry_silent(app: App, silent_after: float = SILENT_SECONDS) -> list[int]:
    """Put back the jobs of workers that have said nothing for so many seconds. Their ids."""
    again = []
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_after):
        if job.attempts >= MOST_ATTEMPTS:
            _log.error("job %s (%s) given up after %s attempts", job.id, job.task_name, job.attempts)
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await _put_back(app, job)
            again.append(job.id or 0)
    return again


async def _put_back(app: App, job: Job) -> None:
    try:
        await app.job_manager.retry_job(job)
    except exceptions.ConnectorException:
        # Another worker was first: the job is no longer "doing".
        if await app.job_manager.get_job_status_async(job.id or 0) == Status.DOING:
            raise
    else:
        _log.warning("job %s (%s) of a silent worker begins again", job.id, job.task_name)


async def _one_run(app: App, stop: asyncio.Event, *, once: bool, heartbeat: float, silent_after: float) -> None:
    """One worker a queue, until one ends (with `once`: until all have) or a stop is asked for."""
    workers: list[asyncio.Task[Any]] = [
        asyncio.create_task(
            app.run_worker_async(
                queues=[queue], concurrency=places, name=queue, wait=not once, install_signal_handlers=False,
                update_heartbeat_interval=heartbeat, stalled_worker_timeout=silent_after, shutdown_graceful_timeout=30,
            )
        )
        for queue, places in QUEUES.items()
    ]  # fmt: skip
    rescue = asyncio.create_task(_keep_rescuing(app, silent_after))
    stopped: asyncio.Task[Any] = asyncio.create_task(stop.wait())
    done = asyncio.create_task(_all_ended(workers)) if once else None
    await asyncio.wait([done, stopped] if done else [*workers, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    rescue.cancel()
    for worker in workers:
        worker.cancel()
    for outcome in await asyncio.gather(*workers, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


async def _keep_rescuing(app: App, silent_after: float) -> None:
    while True:
        await asyncio.sleep(silent_after / 2)
        try:
            await retry_silent(app, silent_after)
        except exceptions.ConnectorException:
            _log.warning("the database could not be asked for silent workers")


async def _all_ended(workers: list[asyncio.Task[Any]]) -> None:
    await asyncio.gather(*workers, return_exceptions=True)


async def _something_waits(app: App) -> bool:
    """Whether a job can begin now: one job may have asked for another on a queue that was empty already."""
    row = await app.connector.execute_query_one_async(
        "SELECT exists(SELECT FROM procrastinate_jobs WHERE status = 'todo' "
        "AND (scheduled_at IS NULL OR scheduled_at <= now())) AS waits"
    )
    return bool(row["waits"])


async def _unless_stopped(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def _connector() -> _WorkerConnector:
    return _WorkerConnector(kwargs=connector_params(), min_size=1, max_size=6, timeout=5)
