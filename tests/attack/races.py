"""Several connections at the same moment, on rows that are really there."""

import threading
from collections.abc import Callable
from uuid import uuid4

from django.db import connection

from accident_manager.foundation import clock
from accident_manager.insurers.actions import add_insurer
from accident_manager.storage import scope
from identity.conftest import NOW


def insurer_of_its_own():
    """One that no other test sees; its rows stay, as everything that is committed does."""
    return add_insurer(
        code=f"race-{uuid4().hex[:8]}", name="Race", brand_seed="#123456",
        support_email="help@race.example", support_phone="02/286 74 74",
    )  # fmt: skip


def at_once(blocker, insurer, act: Callable[[int], object], times: int, at=NOW) -> list[object]:
    """What each gave or refused (the exception's class), each in a thread with a connection of its own."""
    gate, results = threading.Barrier(times), []

    def run(number: int) -> None:
        with blocker.unblock(), scope.of(insurer.id), clock.frozen(at):
            try:
                connection.ensure_connection()
                gate.wait()
                results.append(act(number))
            except Exception as refusal:
                results.append(type(refusal).__name__)
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
