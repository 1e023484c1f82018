"""An insurer whose people are in an Auth0 tenant, and the stand-in for that tenant."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from accident_manager.foundation import clock
from accident_manager.identity.auth0 import wire
from accident_manager.identity.auth0.management import Management
from accident_manager.identity.auth0.tenant import Tenant
from auth0.fake_auth0 import (
    CLIENT,
    CLIENT_SECRET,
    CONNECTION,
    CONNECTION_ID,
    MACHINE,
    MACHINE_SECRET,
    FakeAuth0,
    fake_auth0,
)

# A Monday at 10:00 in Brussels.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _cheap_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _still_clock():
    with clock.frozen(NOW):
        yield


@pytest.fixture(autouse=True)
def _no_token_from_before() -> None:
    wire._Tokens.kept.clear()


@pytest.fixture
def auth0() -> Iterator[FakeAuth0]:
    """The tenant; its clock stands where ours stood when the test began, until the test moves it."""
    with fake_auth0(clock=lambda: NOW) as server:
        yield server


def settings_for(auth0: FakeAuth0, **other: str) -> dict[str, str]:
    """What an administrator types for this tenant."""
    return {
        "domain": auth0.domain, "client_id": CLIENT, "client_secret": CLIENT_SECRET, "management_client_id": MACHINE,
        "management_client_secret": MACHINE_SECRET, "connection": CONNECTION, "connection_id": CONNECTION_ID,
        "active": "yes", **other,
    }  # fmt: skip


@pytest.fixture
def tenant(in_belfius, auth0) -> Tenant:
    """Belfius, in scope, with this tenant."""
    from accident_manager.foundation.actor import system
    from accident_manager.identity.actions.tenant import set_tenant

    return set_tenant(settings_for(auth0), by=system(in_belfius.id))


@pytest.fixture
def waits() -> list[float]:
    """How long the client would have waited, each time (seconds): no test does."""
    return []


@pytest.fixture
def api(tenant, waits) -> Iterator[Management]:
    with Management(tenant, sleep=waits.append, chance=lambda: 0.5) as api:
        yield api
