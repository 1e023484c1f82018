"""The door that is the insurer's own Auth0 tenant: password, second factor and devices are kept there.

What holds here holds whatever Auth0 does: a block and the end of sessions are done here first. What only Auth0 can do
(factors, remembered browsers, links) is done there first, and nothing is written down as done that was not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from accident_manager.foundation import scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import outbox, queries
from accident_manager.identity.actions import accounts, federated, hacked, subjects
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.auth0 import flows, logs, oidc
from accident_manager.identity.auth0 import not_let_in as no
from accident_manager.identity.auth0.check import addresses
from accident_manager.identity.auth0.management import Management
from accident_manager.identity.auth0.refused import Auth0Refused, ExistsThere
from accident_manager.identity.auth0.subjects import account_of, subject_of
from accident_manager.identity.auth0.tenant import Tenant
from accident_manager.identity.doors import interface
from accident_manager.identity.doors.interface import Arrived, DoneHereOnly, Elsewhere, Factor, Visit
from accident_manager.identity.models import Account
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules import desk, mail_text
from accident_manager.identity.sessions import SessionStore
from accident_manager.insurers import queries as insurers

_LINK_HOURS = 24
# What Auth0’s own screen says.
_REMEMBERED_DAYS = 30
_SID, _AS_ANOTHER = "auth0_sid", "auth0_as_another"
_DATABASE_USER = "auth0|"
# Whoever is logged in at Auth0 finds no way in here: the next time he is asked who he is.
_ANOTHER_MAY = (no.NoAccountHere, no.DisabledHere, no.LinkedToAnother, no.EmailNotVerified, no.NoRole)


class Auth0Door:
    kind = "auth0"

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant

    @property
    def goes_to(self) -> str:
        return self.tenant.login_address

    @property
    def remembers_days(self) -> int | None:
        return None if self.tenant.mfa_each_session else _REMEMBERED_DAYS

    @property
    def offers(self) -> frozenset[str]:
        """A person's name and address are Auth0's once he is linked; without the Management API, only what is ours."""
        there = {desk.LINK, desk.RESET, desk.RELEASE, interface.DEVICES, interface.LOG}
        return interface.ALWAYS | (there if self.tenant.is_managed else frozenset())

    # Coming in and going out

    def begin(self, visit: Visit, sent: Mapping[str, str], *, wanted: str = "") -> Elsewhere:
        """Nothing that was sent is used: the request is the insurer's and ours. Auth0Refused, WrongIssuer."""
        return self._begin(visit, wanted=wanted, purpose="", as_another=bool(visit.session.pop(_AS_ANOTHER, False)))

    def confirm(self, visit: Visit, kind: str, *, wanted: str = "") -> Elsewhere:
        return self._begin(visit, wanted=wanted, purpose=kind, as_another=False)

    def complete(self, visit: Visit, sent: Mapping[str, str]) -> Arrived:
        try:
            flow = flows.take(visit.session, sent.get("state", ""))
            found = oidc.complete(self.tenant, flow, sent)
            if flow.purpose:
                # Only who is logged in confirms, and only his own acts.
                if visit.by.account_id is None or account_of(found.issuer, found.subject) != visit.by.account_id:
                    raise no.AnotherPerson
                return Arrived(None, flow.wanted, confirmed=flow.purpose)
            half = federated.admit(found, self.tenant, visit.by)
        except no.NotLetIn as refusal:
            federated.note_refusal(refusal, visit.by)
            if visit.by.account_id is None and isinstance(refusal, _ANOTHER_MAY):
                visit.session[_AS_ANOTHER] = True
            raise
        return Arrived(half, flow.wanted, sid=found.sid, sid_token=federated.sid_token(self.tenant, found.sid))

    def leave(self, session: SessionStore, *, language: str) -> str:
        insurer = insurers.by_id(scope.current())
        back = addresses(insurer).logged_out if insurer else ""
        return oidc.logout_address(self.tenant, sid=session.get(_SID, ""), back=back, language=language)

    # Accounts

    def create_account(
        self, *, email: str, first_name: str, last_name: str, language: str, roles: Iterable[RoleGrant], by: Actor
    ) -> AccountInfo:
        """Here only: its user at Auth0 is made with the mail that leads there."""
        return accounts.create_account(
            email=email, first_name=first_name, last_name=last_name, language=language, roles=roles, by=by
        )

    def send_activation(self, account_id: UUID, by: Actor) -> None:
        accounts.send_link(account_id, by, send=self._send_link)

    def send_activations(self, account_ids: Sequence[UUID], by: Actor) -> int:
        return accounts.send_links(account_ids, by, send=self._send_link)

    def _send_link(self, account_id: UUID, by: Actor) -> None:
        """Our own mail, with a link of Auth0's; whoever opens it has proved to own the mailbox."""
        account = Account.objects.get(pk=account_id)
        subject, is_his = self._subject(account_id), False
        with Management(self.tenant) as api:
            if subject is None:
                subject, is_his = self._made(api, account)
            link = api.password_link(subject, ttl_seconds=_LINK_HOURS * 3600)
        insurer = insurers.by_id(scope.current())
        mail = mail_text.password_link(
            outbox.sender(), account.language, client_name=insurer.login_name if insurer else "", email=account.email,
            url=link.url, hours=_LINK_HOURS,
        )  # fmt: skip
        with transaction.atomic():
            outbox.queue(
                "reset-password", to=account.email, language=account.language, mail=mail, account_id=account_id
            )
            if is_his:
                subjects.link(account_id, issuer=self.tenant.issuer, subject=subject, by=by)
            accounts.note_link(account_id, by)

    def _made(self, api: Management, account: Account) -> tuple[str, bool]:
        """The user of an account that has none yet, and whether he is sure to be its owner.

        Somebody who was there before, with an address that nobody verified, may be anybody: he is linked at his first
        login, once he has opened the mail.
        """
        is_his = True
        try:
            user = api.create_user(
                email=account.email, given_name=account.first_name, family_name=account.last_name,
                user_metadata={"language": account.language},
            )  # fmt: skip
        except ExistsThere:
            there = [one for one in api.find_by_email(account.email) if one.user_id.startswith(_DATABASE_USER)]
            if len(there) != 1:
                raise
            user, is_his = there[0], there[0].email_verified
        api.join_organization(user.user_id)
        return user.user_id, is_his

    # Factors and devices

    def factors(self, account_id: UUID) -> list[Factor]:
        subject = self._subject(account_id)
        if subject is None or not self.tenant.is_managed:
            return []
        with Management(self.tenant, patience=1) as api:
            return [Factor(one.kind, one.created_at, one.last_used_at) for one in api.factors(subject) if one.confirmed]

    def reset_factors(self, account_id: UUID, *, evidence: str, reference: str, by: Actor) -> None:
        accounts.check_reset(account_id, evidence=evidence, reference=reference, by=by)

        def there(api: Management, subject: str) -> None:
            api.reset_factors(subject)
            api.forget_browsers(subject)
            api.revoke_access(subject)

        self._do(account_id, there)
        accounts.reset_second_factor(account_id, evidence=evidence, reference=reference, by=by)

    def forget_devices(self, account_id: UUID, by: Actor) -> None:
        self.end_sessions(account_id, by)

    # Blocks and sessions

    def block(self, account_id: UUID, by: Actor, *, reason: str) -> None:
        accounts.block(account_id, by, reason=reason)

        def there(api: Management, subject: str) -> None:
            api.block(subject)
            api.revoke_access(subject)

        self._then(account_id, there)

    def unblock(self, account_id: UUID, by: Actor, *, reason: str) -> None:
        accounts.check_unblock(account_id, reason=reason, by=by)
        self._do(account_id, lambda api, subject: api.unblock(subject))
        accounts.unblock(account_id, by, reason=reason)

    def release_failed_attempts(self, account_id: UUID, by: Actor) -> None:
        account = accounts.check(account_id, desk.RELEASE, by)
        with Management(self.tenant) as api:
            api.release_attempts(account.email)
        accounts.release_attempts(account_id, by, elsewhere=True)

    def end_sessions(self, account_id: UUID, by: Actor) -> None:
        accounts.end_sessions(account_id, by)
        self.revoke(account_id)

    def revoke(self, account_id: UUID) -> None:
        def there(api: Management, subject: str) -> None:
            api.revoke_access(subject)
            api.forget_browsers(subject)

        self._then(account_id, there)

    def secure_after_hack(self, by: Actor) -> None:
        """Ended here at once; at Auth0 too, and a link for another password."""
        hacked.report(by, elsewhere=True)
        account_id = by.account_id
        if account_id is None:
            raise NotFound
        self.revoke(account_id)
        with Management(self.tenant) as api:
            api.mail_password_link(queries.account(account_id).email)

    def copy_log(self) -> int:
        return logs.copy(self.tenant).written

    def _begin(self, visit: Visit, *, wanted: str, purpose: str, as_another: bool) -> Elsewhere:
        insurer = insurers.by_id(scope.current())
        within = timedelta(minutes=insurer.session_idle_minutes if insurer else 60)
        address, flow = oidc.begin(
            self.tenant, callback=visit.callback, language=visit.language, wanted=wanted, purpose=purpose,
            within=within, as_another=as_another,
        )  # fmt: skip
        flows.keep(visit.session, flow)
        return Elsewhere(address)

    def _subject(self, account_id: UUID) -> str | None:
        return subject_of(account_id, self.tenant.issuer)

    def _do(self, account_id: UUID, act: Callable[[Management, str], object]) -> None:
        """Do it at Auth0, when this account has a user there. Auth0Refused."""
        subject = self._subject(account_id)
        if subject is not None and self.tenant.is_managed:
            with Management(self.tenant) as api:
                act(api, subject)

    def _then(self, account_id: UUID, act: Callable[[Management, str], object]) -> None:
        """The same for what is done here already. DoneHereOnly."""
        try:
            self._do(account_id, act)
        except Auth0Refused as refusal:
            raise DoneHereOnly from refusal
