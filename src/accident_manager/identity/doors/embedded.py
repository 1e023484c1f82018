"""The door that is our own: password, second factor and devices are kept here."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from accident_manager.foundation.actor import Actor
from accident_manager.identity.actions import accounts, hacked, login, throttle
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.actions.login import HalfLogin
from accident_manager.identity.doors import interface
from accident_manager.identity.doors.interface import Arrived, Factor, Visit
from accident_manager.identity.models import Authenticator, Passkey, RecoveryCode
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules import desk
from accident_manager.identity.sessions import SessionStore

_HALF = "half_login"


class EmbeddedDoor:
    """Its screens are `web.pages.identity`: `begin` is the password, `complete` the code of the app."""

    kind = "embedded"
    goes_to = ""

    @property
    def remembers_days(self) -> int | None:
        return throttle.limits().remember_days or None

    @property
    def offers(self) -> frozenset[str]:
        own = {interface.OWN_PASSWORD, interface.OWN_FACTORS, interface.OWN_DEVICES}
        return interface.ALWAYS | own | {desk.EMAIL, desk.LINK, desk.RESET, desk.RELEASE}

    def begin(self, visit: Visit, sent: Mapping[str, str], *, wanted: str = "") -> HalfLogin:
        return login.begin(
            email=sent.get("email", ""), password=sent.get("password", ""), device_token=visit.device_token, by=visit.by
        )

    def confirm(self, visit: Visit, kind: str, *, wanted: str = "") -> None:
        return None

    def complete(self, visit: Visit, sent: Mapping[str, str]) -> Arrived:
        data = visit.session.get(_HALF)
        half = HalfLogin.from_data(data) if data else None
        if half is None:
            raise login.HalfLoginIsOver
        return Arrived(login.verify_code(half, code=sent.get("code", ""), by=visit.by), wanted="")

    def leave(self, session: SessionStore, *, language: str) -> str:
        return ""

    def create_account(
        self, *, email: str, first_name: str, last_name: str, language: str, roles: Iterable[RoleGrant], by: Actor
    ) -> AccountInfo:
        return accounts.create_account(
            email=email, first_name=first_name, last_name=last_name, language=language, roles=roles, by=by
        )

    def send_activation(self, account_id: UUID, by: Actor) -> None:
        accounts.send_link(account_id, by)

    def send_activations(self, account_ids: Sequence[UUID], by: Actor) -> int:
        return accounts.send_links(account_ids, by)

    def factors(self, account_id: UUID) -> list[Factor]:
        apps = Authenticator.objects.filter(account_id=account_id, confirmed_at__isnull=False)
        codes = RecoveryCode.objects.filter(account_id=account_id, kept_at__isnull=False)
        passkeys = Passkey.objects.filter(account_id=account_id).order_by("id")
        return [
            *(Factor("totp", one.confirmed_at, one.last_used_at) for one in apps),
            *(Factor("recovery-code", one.kept_at) for one in codes),
            *(Factor("passkey", one.created_at, one.last_used_at) for one in passkeys),
        ]

    def reset_factors(self, account_id: UUID, *, evidence: str, reference: str, by: Actor) -> None:
        accounts.reset_second_factor(account_id, evidence=evidence, reference=reference, by=by)

    def forget_devices(self, account_id: UUID, by: Actor) -> None:
        """Together with the sessions that they opened."""
        accounts.end_sessions(account_id, by)

    def block(self, account_id: UUID, by: Actor, *, reason: str) -> None:
        accounts.block(account_id, by, reason=reason)

    def unblock(self, account_id: UUID, by: Actor, *, reason: str) -> None:
        accounts.unblock(account_id, by, reason=reason)

    def release_failed_attempts(self, account_id: UUID, by: Actor) -> None:
        accounts.release_attempts(account_id, by)

    def end_sessions(self, account_id: UUID, by: Actor) -> None:
        accounts.end_sessions(account_id, by)

    def revoke(self, account_id: UUID) -> None:
        """There is no elsewhere."""

    def secure_after_hack(self, by: Actor) -> None:
        hacked.report(by)

    def copy_log(self) -> int:
        """Everything that happens at this door is in the trail already."""
        return 0
