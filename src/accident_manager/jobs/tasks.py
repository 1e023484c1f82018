"""The jobs, by the names that the rooms ask for. Each is thin: ids in, scope on, one act, safe to run twice."""

import contextlib
import logging
from typing import Any
from uuid import UUID

import structlog
from procrastinate import JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy

from accident_manager.casework import accounts, letters
from accident_manager.casework import clock as new_day
from accident_manager.identity.actions import cleanup, imports
from accident_manager.identity.actions.accounts import index_names
from accident_manager.identity.auth0 import logs
from accident_manager.identity.auth0 import tenant as auth0
from accident_manager.insurers import queries as insurers
from accident_manager.jobs import mail
from accident_manager.storage import scope

MOST_MAIL_ATTEMPTS = 15
_KEPT_HOURS = 7 * 24
_log = structlog.get_logger("accident_manager.jobs")


class BackOff(BaseRetryStrategy):
    """Again after 5, 10, 20 … seconds, at most after four hours; `most` attempts in all."""

    def __init__(self, most: int) -> None:
        self.most = most

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        last = job.attempts + 1 >= self.most
        # The kind of problem only: its words may hold what a mail or a paper says.
        _log.log(
            logging.ERROR if last else logging.WARNING,
            "job given up" if last else "job failed, to be tried again",
            job=job.id, task=job.task_name, attempts=job.attempts + 1, problem=type(exception).__name__,
        )  # fmt: skip
        if last:
            return None
        return RetryDecision(retry_in={"seconds": min(5 * 2**job.attempts, 4 * 3600)})


@app.task(name="mail.send", queue="mail", retry=BackOff(MOST_MAIL_ATTEMPTS), pass_context=True)
def send_mail(context: JobContext, *, insurer_id: str, mail_id: str) -> None:
    attempts = context.job.attempts if context.job else 0
    with scope.of(UUID(insurer_id)):
        mail.send(UUID(mail_id), last_attempt=attempts + 1 >= MOST_MAIL_ATTEMPTS)


@app.task(name="papers.declaration", queue="papers", retry=BackOff(10))
def declaration_paper(*, insurer_id: str, claim_id: str) -> None:
    from accident_manager.casework import papers

    with scope.of(UUID(insurer_id)):
        papers.produce_declaration(UUID(claim_id))


@app.task(name="papers.letter", queue="papers", retry=BackOff(10))
def letter_paper(*, insurer_id: str, letter_id: str) -> None:
    with scope.of(UUID(insurer_id)):
        letters.produce_letter(UUID(letter_id))


@app.task(name="accounts.import", queue="bulk", retry=BackOff(10))
def import_accounts(*, insurer_id: str, import_id: str) -> None:
    with scope.of(UUID(insurer_id)):
        accounts.carry_on(UUID(import_id))


@app.task(name="accounts.forget-import", queue="clock", retry=BackOff(5))
def forget_import(*, insurer_id: str, import_id: str) -> None:
    with scope.of(UUID(insurer_id)):
        imports.forget(UUID(import_id))


# Before the working day begins in Brussels, summer and winter (the schedule is in UTC).
@app.periodic(cron="0 3 * * *")
@app.task(name="clock.daily", queue="clock", retry=BackOff(5), pass_context=True)
async def daily(context: JobContext, timestamp: int) -> None:
    """A job for each insurer, and the jobs long done are forgotten."""
    for insurer_id in await _insurer_ids():
        await insurer_day.configure(lock=f"clock.insurer-day:{insurer_id}").defer_async(insurer_id=insurer_id)
    await context.app.job_manager.delete_old_jobs(
        nb_hours=_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.task(name="clock.insurer-day", queue="clock", retry=BackOff(5))
def insurer_day(*, insurer_id: str) -> None:
    with scope.of(UUID(insurer_id)):
        new_day.new_day()
        cleanup.forget_ended()
        index_names()


# Auth0 answers about a hundred questions of its log in a minute, and keeps it for a day at least.
@app.periodic(cron="*/5 * * * *")
@app.task(name="auth0.logs", queue="clock", retry=BackOff(2))
async def copy_auth0_logs(timestamp: int) -> None:
    """A job for each insurer; one that is still waiting is not asked for twice."""
    for insurer_id in await _insurer_ids():
        lock = f"auth0.log:{insurer_id}"
        with contextlib.suppress(AlreadyEnqueued):
            await copy_auth0_log.configure(lock=lock, queueing_lock=lock).defer_async(insurer_id=insurer_id)


# A queue of its own: one insurer's slow tenant keeps no other work waiting.
@app.task(name="auth0.log", queue="auth0", retry=BackOff(5))
def copy_auth0_log(*, insurer_id: str) -> None:
    with scope.of(UUID(insurer_id)):
        tenant = auth0.tenant()
        if tenant is not None and tenant.active and tenant.is_managed:
            logs.copy(tenant)


async def _insurer_ids() -> list[str]:
    from asgiref.sync import sync_to_async

    def read() -> list[Any]:
        return [str(insurer.id) for insurer in insurers.all_insurers()]

    return await sync_to_async(read)()
