"""The Auth0 tenant of the insurer in scope, as the rest of the house reads it."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from accident_manager.identity.auth0.refused import NotSetUp
from accident_manager.identity.models import Auth0Tenant
from accident_manager.identity.rules.auth0 import is_loopback

# How far Auth0's clock and ours may be apart.
LEEWAY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Tenant:
    """What is set, the secrets opened but never shown. `seen` names this state for who wants to change it."""

    insurer_id: UUID
    domain: str
    client_id: str
    connection: str
    client_secret: str = field(default="", repr=False)
    custom_domain: str = ""
    management_client_id: str = ""
    management_client_secret: str = field(default="", repr=False)
    connection_id: str = ""
    organization: str = ""
    mfa_each_session: bool = True
    jit: bool = False
    back_channel: bool = False
    emergency_embedded: bool = False
    active: bool = False
    leeway: timedelta = LEEWAY
    seen: str = ""

    @property
    def login_address(self) -> str:
        """Where people log in, without a slash at the end: the custom domain where there is one."""
        return address(self.custom_domain or self.domain)

    @property
    def issuer(self) -> str:
        """Who signs: the same with a slash, as Auth0 writes it."""
        return f"{self.login_address}/"

    @property
    def management_address(self) -> str:
        """Where the Management API is: the tenant's own domain, never the custom one."""
        return address(self.domain)

    @property
    def audience(self) -> str:
        """For what a token of the Management API is asked."""
        return f"{self.management_address}/api/v2/"

    @property
    def is_the_door(self) -> bool:
        """Whether people log in there at this moment."""
        return self.active and not self.emergency_embedded

    @property
    def is_managed(self) -> bool:
        """Whether the Management API can be called at all."""
        return bool(self.management_client_id and self.management_client_secret)


def tenant() -> Tenant | None:
    """The tenant of the insurer in scope, in use or not; None when none is set."""
    row = Auth0Tenant.objects.first()
    return of_row(row) if row else None


def required() -> Tenant:
    """The same. NotSetUp when there is none."""
    found = tenant()
    if found is None:
        raise NotSetUp
    return found


def of_row(row: Auth0Tenant) -> Tenant:
    return Tenant(
        insurer_id=row.insurer_id,
        domain=row.domain,
        custom_domain=row.custom_domain,
        client_id=row.client_id,
        client_secret=row.client_secret,
        management_client_id=row.management_client_id,
        management_client_secret=row.management_client_secret,
        connection=row.connection,
        connection_id=row.connection_id,
        organization=row.organization,
        mfa_each_session=row.mfa_each_session,
        jit=row.jit,
        back_channel=row.back_channel,
        emergency_embedded=row.emergency_embedded,
        active=row.active,
        seen=hashlib.sha256(row.changed_at.isoformat().encode()).hexdigest()[:32],
    )


def address(domain: str) -> str:
    """ "https://" and the domain. In development a stand-in on this machine is spoken to in plain HTTP."""
    plain = settings.DEVELOPMENT and is_loopback(domain)
    return f"{'http' if plain else 'https'}://{domain}"
