"""The door of the insurer in scope: its own Auth0 tenant, or the embedded one. Whichever, the pages see `LoginDoor`."""

import time
from uuid import UUID

from accident_manager.foundation import scope
from accident_manager.identity.auth0 import tenant as tenants
from accident_manager.identity.auth0.tenant import Tenant
from accident_manager.identity.doors.auth0 import Auth0Door
from accident_manager.identity.doors.embedded import EmbeddedDoor
from accident_manager.identity.doors.interface import LoginDoor

__all__ = ["EMBEDDED", "Auth0Door", "LoginDoor", "door", "forget"]

EMBEDDED = EmbeddedDoor()
# A change of another process (the emergency switch) counts after that many seconds.
_KEPT_SECONDS = 5.0


class _Kept:
    """The tenants of this process's insurers and when they were read (monotonic seconds)."""

    tenants: dict[UUID, tuple[float, Tenant | None]] = {}


def door() -> LoginDoor:
    """By which people come in at this moment."""
    insurer_id = scope.current()
    read_at, tenant = _Kept.tenants.get(insurer_id, (float("-inf"), None))
    if time.monotonic() - read_at > _KEPT_SECONDS:
        tenant = tenants.tenant()
        _Kept.tenants[insurer_id] = time.monotonic(), tenant
    return Auth0Door(tenant) if tenant is not None and tenant.is_the_door else EMBEDDED


def forget() -> None:
    """Read the settings again: they were changed."""
    _Kept.tenants.clear()
