"""The worker as a process: killed, told to stop, asked to do what is there."""

import signal

import pytest

from jobs.mail_server import mail_server
from machine import machine, wait_until, with_an_insurer

QUICK = ("--heartbeat", "0.2", "--silent-after", "1")


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def house(server):
    """An insurer with one mail waiting: the invitation of a handler."""
    for own in machine(with_an_insurer(), ACM_SMTP_HOST="127.0.0.1", ACM_SMTP_PORT=str(server.port)):
        own.done(
            "user", "invite", "nora@belfius.example", "--insurer", "belfius", "--first-name", "Nora",
            "--last-name", "Peeters", "--role", "handler",
        )  # fmt: skip
        yield own


def test_the_job_of_a_killed_worker_runs_again_and_the_mail_leaves_once(house, server):
    server.hold = True
    with house.running("worker", *QUICK) as first:
        wait_until(server.holding.is_set, "the worker is in the middle of the job")
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert house.sql("SELECT status FROM procrastinate_jobs WHERE task_name = 'mail.send'") == [("doing",)]
    server.hold = False
    with house.running("worker", *QUICK) as second:
        wait_until(lambda: server.taken, "another worker has sent the mail")
        second.terminate()
        assert second.wait(timeout=20) == 0
    assert [message["To"] for message in server.taken] == ["nora@belfius.example"]
    assert house.sql("SELECT status FROM identity_mail") == [("sent",)]
    assert house.sql("SELECT status, attempts FROM procrastinate_jobs WHERE task_name = 'mail.send'") == [
        ("succeeded", 2)
    ]


def test_a_worker_asked_to_run_once_does_what_is_there_and_ends(house, server):
    assert house.acm("worker", "--once").returncode == 0
    assert len(server.taken) == 1
    assert house.sql("SELECT count(*) FROM procrastinate_workers") == [(0,)]


def test_a_worker_told_to_stop_finishes_the_job_in_hand(house, server):
    server.hold = True
    with house.running("worker", *QUICK) as worker:
        wait_until(server.holding.is_set, "the worker is in the middle of the job")
        worker.terminate()
        server.go_on.set()
        assert worker.wait(timeout=30) == 0
    assert house.sql("SELECT status FROM procrastinate_jobs WHERE task_name = 'mail.send'") == [("succeeded",)]
    assert house.sql("SELECT status FROM identity_mail") == [("sent",)]
