"""How long an answer takes tells nobody whether an account exists. The bound is wide: it finds missing work only.

Processor time is compared within one run, kind by kind in turn, and medians only: a busy machine slows all alike. One
Argon2id verification is most of a login, so a kind that skipped it would cost well under half of the others.
"""

import statistics
import time
from collections.abc import Callable

import pytest

from accident_manager.foundation.actor import system
from accident_manager.identity.actions import accounts
from accident_manager.storage import scope
from identity.conftest import _still_clock, paused  # noqa: F401
from identity.people import Visitor, account_of

ROUNDS = 9
KINDS = ("known__", "enrolle", "neverac", "blocked", "unknown")


@pytest.fixture
def kinds(belfius):
    """An e-mail address of each kind, all of one length; their passwords are real Argon2id."""
    with scope.of(belfius.id):
        account_of(belfius, "known__@example.be")
        enrolled = account_of(belfius, "enrolle@example.be")
        account_of(belfius, "neverac@example.be", password="")
        blocked = account_of(belfius, "blocked@example.be")
        accounts.block(blocked.id, system(belfius.id), reason="misuse")
    Visitor("belfius").enrol(enrolled)
    return [f"{kind}@example.be" for kind in KINDS]


def _medians(kinds: list[str], act: Callable[[str, int], object]) -> dict[str, float]:
    """Milliseconds of processor time by kind; the first round warms up."""
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    for round_ in range(ROUNDS + 1):
        # Each round begins with another kind.
        for kind in kinds[round_ % len(kinds) :] + kinds[: round_ % len(kinds)]:
            begun = time.process_time()
            act(kind, round_)
            if round_:
                spent[kind].append((time.process_time() - begun) * 1000)
    return {kind: statistics.median(times) for kind, times in spent.items()}


def _alike(medians: dict[str, float]) -> bool:
    return min(medians.values()) >= max(medians.values()) / 2


def test_a_wrong_password_costs_the_same_for_every_kind_of_account(kinds):
    def act(email: str, round_: int) -> None:
        answer = Visitor("belfius", ip=f"203.0.113.{round_}").post("login", email=email, password="a wrong guess")
        assert answer.status_code == 422

    medians = _medians(kinds, act)
    assert _alike(medians), medians


@pytest.mark.parametrize("password", ["", " ", "x" * 300])
def test_an_empty_or_endless_password_costs_the_same_for_every_kind_of_account(kinds, password):
    def act(email: str, round_: int) -> None:
        Visitor("belfius", ip=f"203.0.113.{round_}").post("login", email=email, password=password)

    medians = _medians(kinds, act)
    assert _alike(medians), medians


def test_asking_for_a_link_costs_the_same_for_every_kind_of_account(kinds):
    def act(email: str, round_: int) -> None:
        answer = Visitor("belfius", ip=f"203.0.113.{round_}").post("forgot-password", email=email)
        assert answer.status_code == 200

    medians = _medians(kinds, act)
    assert _alike(medians), medians


def test_the_bound_would_find_a_missing_verification(kinds, monkeypatch):
    """Without the verification for unknown accounts, the test above fails."""
    from accident_manager.identity.actions import passwords

    real = passwords.is_right
    monkeypatch.setattr(passwords, "is_right", lambda account, text: account is not None and real(account, text))

    def act(email: str, round_: int) -> None:
        Visitor("belfius", ip=f"203.0.113.{round_}").post("login", email=email, password="a wrong guess")

    assert not _alike(_medians([kinds[0], kinds[4]], act))
