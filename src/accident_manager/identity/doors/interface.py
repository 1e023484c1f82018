"""What a door is to the pages: how people come in, and what support can do for them, whichever is behind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.actions.login import HalfLogin
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules import desk
from accident_manager.identity.sessions import SessionStore

# Beside what support does to an account (`rules.desk`): what people do for themselves, and the log.
OWN_PASSWORD, OWN_FACTORS, OWN_DEVICES, DEVICES, LOG = (
    "own-password", "own-factors", "own-devices", "devices", "copy-log",
)  # fmt: skip
# What needs nobody else: names, roles, a block and the end of sessions are our own.
ALWAYS = frozenset({desk.CORRECT, desk.ROLES, desk.STAFF, desk.BLOCK, desk.END})


class DoneHereOnly(Refusal):
    """What was asked holds here; the other side could not be told."""

    code = "identity.door.here-only"
    sentence = N_("This holds here. Auth0 could not be told: do it again in a few minutes, or do it there as well.")


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser at the door: its session, who asks from where, its language, and where our own pages are."""

    session: SessionStore
    by: Actor
    language: str
    callback: str = ""
    device_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The browser has to go to this address and come back."""

    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who came back, and what for: the login, done but for its session, or the kind of act that is confirmed."""

    half: HalfLogin | None
    wanted: str
    confirmed: str = ""
    sid: str = field(default="", repr=False)
    sid_token: bytes | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor as support sees it. `kind`: "totp", "recovery-code", "passkey", …"""

    kind: str
    since: datetime | None
    used_at: datetime | None = None


class LoginDoor(Protocol):
    """One insurer's door. `offers`: what it can do (`rules.desk` and the names above); pages show only that."""

    kind: str

    @property
    def goes_to(self) -> str:
        """The site to which our own forms may lead on ("https://belfius.eu.auth0.com"); "" for none."""

    @property
    def remembers_days(self) -> int | None:
        """For how many days a device is remembered at most; None when a code is asked at every login."""

    @property
    def offers(self) -> frozenset[str]: ...

    def begin(self, visit: Visit, sent: Mapping[str, str], *, wanted: str = "") -> HalfLogin | Elsewhere:
        """The first step: a half login that goes on here, or an address to go to."""

    def confirm(self, visit: Visit, kind: str, *, wanted: str = "") -> Elsewhere | None:
        """Where to confirm who one is for this kind of act; None: by password and code, here."""

    def complete(self, visit: Visit, sent: Mapping[str, str]) -> Arrived:
        """The last step, by what the browser brings. Each check has a refusal of its own, and that is written down."""

    def leave(self, session: SessionStore, *, language: str) -> str:
        """Where a browser goes to be logged out there too, once it is logged out here; "" for nowhere."""

    def create_account(
        self, *, email: str, first_name: str, last_name: str, language: str, roles: Iterable[RoleGrant], by: Actor
    ) -> AccountInfo: ...

    def send_activation(self, account_id: UUID, by: Actor) -> None:
        """Mail the link to set a password, the first one or another."""

    def send_activations(self, account_ids: Sequence[UUID], by: Actor) -> int:
        """The same to those of these who never came; gives to how many."""

    def factors(self, account_id: UUID) -> list[Factor]: ...

    def reset_factors(self, account_id: UUID, *, evidence: str, reference: str, by: Actor) -> None: ...

    def forget_devices(self, account_id: UUID, by: Actor) -> None: ...

    def block(self, account_id: UUID, by: Actor, *, reason: str) -> None: ...

    def unblock(self, account_id: UUID, by: Actor, *, reason: str) -> None: ...

    def release_failed_attempts(self, account_id: UUID, by: Actor) -> None: ...

    def end_sessions(self, account_id: UUID, by: Actor) -> None: ...

    def revoke(self, account_id: UUID) -> None:
        """End what is open elsewhere for somebody who has ended it here."""

    def secure_after_hack(self, by: Actor) -> None:
        """What follows the report of one's own account as hacked, beyond ending everything."""

    def copy_log(self) -> int:
        """Copy what happened elsewhere into the trail; gives how many events are new."""
