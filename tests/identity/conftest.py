"""A person with an account, and doors to come in by."""

from datetime import UTC, datetime

import pytest

from accident_manager.foundation import clock
from accident_manager.identity.actions import throttle
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.models import Insurer
from accident_manager.storage import scope
from identity.people import Person, Visitor, account_of

# A Monday at 10:00 in Brussels.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _cheap_passwords(settings) -> None:
    """Argon2 itself is tried in test_password_hashing; everywhere else a cheap hash keeps the tests fast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _still_clock():
    with clock.frozen(NOW):
        yield


@pytest.fixture(autouse=True)
def paused(monkeypatch) -> list[float]:
    """How long each try at an account under attack would have waited (seconds): no test does."""
    waits: list[float] = []
    monkeypatch.setattr(throttle, "sleep", waits.append)
    return waits


@pytest.fixture
def tighten():
    """Set limits of an insurer's own."""

    def limits(insurer, **chosen: object) -> None:
        more = {name: chosen.pop(name) for name in ("max_sessions",) if name in chosen}
        Insurer.objects.filter(pk=insurer.id).update(login_limits=chosen, **more)
        insurers.forget()

    yield limits
    insurers.forget()


@pytest.fixture
def sophie(belfius) -> Person:
    """A handler of Belfius who has set her password and enrolled nothing yet."""
    with scope.of(belfius.id):
        return account_of(belfius, "sophie.marchal@example.be")


@pytest.fixture
def visit(belfius) -> Visitor:
    """A browser at Belfius's door."""
    return Visitor("belfius")
