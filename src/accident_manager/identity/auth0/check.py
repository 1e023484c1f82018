"""Whether the tenant is set up as this application needs it: line by line, each with what to change.

Nothing is changed there. Asking whether client and secret are right sends a code that cannot be; Auth0's log has it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from django.conf import settings

from accident_manager.foundation import clock
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_
from accident_manager.identity.auth0.answers import Connection
from accident_manager.identity.auth0.logs import copied_at
from accident_manager.identity.auth0.management import Management, scopes_for
from accident_manager.identity.auth0.refused import (
    AnsweredOddly,
    Auth0Refused,
    MayNotCall,
    NotOffered,
    NotThere,
    RateLimited,
    Unreachable,
    WrongClient,
)
from accident_manager.identity.auth0.tenant import Tenant, address
from accident_manager.insurers.queries import InsurerInfo

T = TypeVar("T")
OK, WRONG, UNKNOWN = "ok", "wrong", "unknown"
STATES: Mapping[str, str] = {OK: N_("Right"), WRONG: N_("To change"), UNKNOWN: N_("Not known")}
# Half of what a token may be off: beyond it logins begin to fail.
_CLOCK_OFF = timedelta(seconds=30)
_COPY_LATE = timedelta(hours=1)
_ALL = "all-applications"
# Behind the insurer's door; what is registered in Auth0 must be the same letter by letter.
CALLBACK, LOGGED_OUT, BACK_CHANNEL = "login/callback", "login", "login/back-channel"


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the check: its code, what was looked at, how it is, and what to change or why it is not known.

    Sentences are English sources, for `wording.say`.
    """

    code: str
    what: Reason
    state: str
    advice: Reason | None = None


@dataclass(frozen=True, slots=True)
class Addresses:
    """What the insurer's people are sent back to, as it is registered in Auth0's application."""

    callback: str
    logged_out: str
    back_channel: str


def addresses(insurer: InsurerInfo) -> Addresses:
    """At the insurer's own host name where it has one, behind the common address otherwise."""
    door = f"https://{insurer.hosts[0]}" if insurer.hosts else f"{settings.ACM_PUBLIC_URL}/{insurer.code}"
    return Addresses(f"{door}/{CALLBACK}", f"{door}/{LOGGED_OUT}", f"{door}/{BACK_CHANNEL}")


def check(tenant: Tenant, insurer: InsurerInfo) -> list[Finding]:
    """Everything that can be known from here, in the order in which one sets it up."""
    with Management(tenant, patience=10) as api:
        found = [*_login_part(tenant, api, addresses(insurer))]
        found += _management_part(tenant, api, there=found[0].state == OK)
        found += _copied(tenant)
    return [*found, *_to_register(tenant, addresses(insurer))]


def is_right(findings: list[Finding]) -> bool:
    """Whether nothing is to be changed, as far as it is known."""
    return all(finding.state != WRONG for finding in findings)


def _login_part(tenant: Tenant, api: Management, registered: Addresses) -> Iterator[Finding]:
    finding, document, date = _domain(api, "domain", tenant.custom_domain or tenant.domain)
    yield finding
    if finding.state != OK:
        return
    yield _issuer(tenant, document)
    yield _logout(document)
    yield _clock(date)
    yield _client(tenant, api, registered)


def _domain(api: Management, code: str, domain: str) -> tuple[Finding, Mapping[str, Any], str]:
    """Whether Auth0 is there; the document in which it says who it is, and the time it says it is."""
    what = Reason(N_("The domain %(domain)s answers"), {"domain": domain})
    try:
        answer = api.ask("GET", f"{address(domain)}/.well-known/openid-configuration", again=True)
    except Auth0Refused as refusal:
        return Finding(code, what, WRONG, _why_no_answer(refusal)), {}, ""
    document = answer.data if isinstance(answer.data, dict) else {}
    if answer.status != 200 or not isinstance(document.get("issuer"), str):
        advice = Reason(N_("This is no domain of Auth0. Copy it from the settings of the application in Auth0."))
        return Finding(code, what, WRONG, advice), {}, ""
    return Finding(code, what, OK), document, answer.date


def _issuer(tenant: Tenant, document: Mapping[str, Any]) -> Finding:
    what = Reason(N_("It signs as %(issuer)s"), {"issuer": tenant.issuer})
    if document["issuer"] == tenant.issuer:
        return Finding("issuer", what, OK)
    advice = Reason(
        N_("It says that it signs as %(issuer)s. Set that as the custom domain, or take the custom domain out."),
        {"issuer": document["issuer"][:200]},
    )
    return Finding("issuer", what, WRONG, advice)


def _logout(document: Mapping[str, Any]) -> Finding:
    advice = Reason(
        N_("Turn on “RP-Initiated Logout End Session Endpoint Discovery” in the tenant’s settings, under “Advanced”.")
    )
    what = Reason(N_("People can be logged out in Auth0 as well"))
    return _yes_or("logout", what, bool(document.get("end_session_endpoint")), advice)


def _clock(date: str) -> Finding:
    what = Reason(N_("The clock of this server agrees with Auth0’s"))
    try:
        off = abs(clock.now() - parsedate_to_datetime(date))
    except (TypeError, ValueError):
        return Finding("clock", what, UNKNOWN, Reason(N_("Auth0 did not say what time it is.")))
    if off <= _CLOCK_OFF:
        return Finding("clock", what, OK)
    advice = Reason(
        N_("They are %(count)s seconds apart, and logins will fail. Set this server’s clock by a time service."),
        {"count": round(off.total_seconds())},
    )
    return Finding("clock", what, WRONG, advice)


def _client(tenant: Tenant, api: Management, registered: Addresses) -> Finding:
    what = Reason(N_("The application’s client ID and secret are right"))
    if not tenant.client_secret:
        return Finding("client", what, WRONG, Reason(N_("No secret is set. Copy it from the application in Auth0.")))
    form = {
        "grant_type": "authorization_code", "client_id": tenant.client_id, "client_secret": tenant.client_secret,
        "code": "a-code-that-cannot-be", "redirect_uri": registered.callback, "code_verifier": "x" * 43,
    }  # fmt: skip
    try:
        answer = api.ask("POST", f"{tenant.login_address}/oauth/token", again=False, form=form)
    except Auth0Refused as refusal:
        return Finding("client", what, UNKNOWN, _why_no_answer(refusal))
    error = answer.data.get("error") if isinstance(answer.data, dict) else ""
    if error == "invalid_grant":
        return Finding("client", what, OK)
    if error == "unauthorized_client":
        advice = Reason(N_("Turn on the grant type “Authorization Code” in the advanced settings of the application."))
        return Finding("client", what, WRONG, advice)
    if answer.status == 401 or error in {"access_denied", "invalid_client"}:
        return Finding("client", what, WRONG, Reason(N_("Copy both again from the application in Auth0.")))
    return Finding("client", what, UNKNOWN, _odd(answer.status))


def _management_part(tenant: Tenant, api: Management, *, there: bool) -> Iterator[Finding]:
    """`there`: Auth0 answers where people log in. No secret is sent to a domain at which it does not."""
    what = Reason(N_("The machine-to-machine application’s client ID and secret are right"))
    if not tenant.is_managed:
        advice = Reason(N_("It is not set: support can do nothing in Auth0 from here, and the log is not copied."))
        yield Finding("management", what, WRONG, advice)
        return
    if tenant.custom_domain:
        finding, _, _ = _domain(api, "domain.own", tenant.domain)
        yield finding
        there = finding.state == OK
    if not there:
        yield Finding("management", what, UNKNOWN, Reason(N_("No secret is sent to a domain where Auth0 is not.")))
        return
    api.forget_token()
    try:
        granted = api.granted()
    except WrongClient:
        advice = Reason(
            N_("Copy both again from Auth0, and authorise the application for the Management API (%(audience)s)."),
            {"audience": tenant.audience},
        )
        yield Finding("management", what, WRONG, advice)
        return
    except Auth0Refused as refusal:
        yield Finding("management", what, UNKNOWN, _why_no_answer(refusal))
        return
    yield Finding("management", what, OK)
    yield from _scopes(tenant, granted.scopes)
    yield from _factors(api)
    yield _sessions(api)
    yield from _connection(tenant, api)
    yield from _organization(tenant, api)


def _scopes(tenant: Tenant, granted: frozenset[str] | None) -> Iterator[Finding]:
    for scope, purpose in scopes_for(tenant.organization).items():
        what = Reason(N_("Scope %(scope)s: %(purpose)s"), {"scope": scope, "purpose": Reason(purpose)})
        code = f"scope.{scope}"
        if granted is None:
            yield Finding(code, what, UNKNOWN, Reason(N_("Auth0 did not say which scopes there are.")))
        elif scope in granted:
            yield Finding(code, what, OK)
        else:
            advice = Reason(N_("Add it to the machine-to-machine application, under “APIs”."))
            yield Finding(code, what, WRONG, advice)
    if granted is not None:
        spare = sorted(granted - scopes_for(tenant.organization).keys())
        advice = Reason(
            N_("Take these out of the machine-to-machine application, under “APIs”: %(scopes)s."),
            {"scopes": ", ".join(spare)[:500]},
        )
        yield _yes_or("scopes.spare", Reason(N_("It has no scope that is not needed")), not spare, advice)


def _factors(api: Management) -> Iterator[Finding]:
    one_time = Reason(N_("One-time codes of an authenticator app are on"))
    recovery = Reason(N_("Recovery codes are on"))
    always = Reason(N_("A second factor is asked for at every login"))
    on, why = _asked(api.factors_on)
    if on is None:
        yield Finding("factor.otp", one_time, UNKNOWN, why)
        yield Finding("factor.recovery-code", recovery, UNKNOWN, why)
    else:
        advice = Reason(N_("Turn on “One-time Password” under Security, Multi-factor Auth."))
        yield _yes_or("factor.otp", one_time, on.get("otp", False), advice)
        advice = Reason(N_("Turn on “Recovery Code” under Security, Multi-factor Auth."))
        known = on.get("recovery-code")
        if known is None:
            yield Finding("factor.recovery-code", recovery, UNKNOWN, advice)
        else:
            yield _yes_or("factor.recovery-code", recovery, known, advice)
    policies, why = _asked(api.policies)
    if policies is None:
        yield Finding("policy", always, UNKNOWN, why)
    else:
        advice = Reason(N_("Choose “Always” under Security, Multi-factor Auth, Define policies."))
        yield _yes_or("policy", always, _ALL in policies, advice)


def _sessions(api: Management) -> Finding:
    what = Reason(N_("Sessions in Auth0 can be ended from here"))
    offered, why = _asked(api.offers_sessions)
    if offered is False:
        why = Reason(
            N_("Auth0 offers this with an Enterprise plan only. Without it, only sessions in this application are "
               "ended; those in Auth0 last until they expire.")
        )  # fmt: skip
    return Finding("sessions", what, OK) if offered else Finding("sessions", what, UNKNOWN, why)


def _connection(tenant: Tenant, api: Management) -> Iterator[Finding]:
    exists = Reason(N_("The connection %(connection)s exists"), {"connection": tenant.connection})
    if not tenant.connection_id:
        advice = Reason(N_("Set its identifier, which begins with con_, so that it can be checked."))
        yield Finding("connection", exists, UNKNOWN, advice)
        return
    try:
        found = api.connection()
    except NotThere:
        advice = Reason(N_("Auth0 has none with this identifier. Copy it from Authentication, Database."))
        yield Finding("connection", exists, WRONG, advice)
        return
    except Auth0Refused as refusal:
        yield Finding("connection", exists, UNKNOWN, _why_no_answer(refusal))
        return
    if found.name != tenant.connection or found.strategy != "auth0":
        advice = Reason(
            N_("The identifier is that of another connection (%(connection)s, %(strategy)s): name and identifier must "
               "be those of one database connection."),
            {"connection": found.name, "strategy": found.strategy},
        )  # fmt: skip
        yield Finding("connection", exists, WRONG, advice)
        return
    yield Finding("connection", exists, OK)
    yield from _connection_settings(tenant, api, found)


def _connection_settings(tenant: Tenant, api: Management, found: Connection) -> Iterator[Finding]:
    enabled = Reason(N_("The connection is on for both applications"))
    # Without the second one, Auth0 makes no users for us.
    clients, why = _asked(api.connection_clients)
    if clients is None:
        yield Finding("connection.clients", enabled, UNKNOWN, why)
    else:
        advice = Reason(N_("Turn both on in the connection, under “Applications”."))
        both = {tenant.client_id, tenant.management_client_id} <= clients
        yield _yes_or("connection.clients", enabled, both, advice)
    closed = Reason(N_("Nobody signs up in Auth0 by himself"))
    advice = Reason(N_("Turn on “Disable Sign Ups” in the connection: accounts are made by support."))
    yield _yes_or("connection.sign-up", closed, found.signup_disabled, advice)
    protected = Reason(N_("Failed attempts are blocked by Auth0"))
    advice = Reason(N_("Turn on “Brute-force Protection” under Security, Attack Protection."))
    yield _yes_or("connection.brute-force", protected, found.brute_force_protection, advice)


def _organization(tenant: Tenant, api: Management) -> Iterator[Finding]:
    if not tenant.organization:
        return
    exists = Reason(N_("The organization %(organization)s exists"), {"organization": tenant.organization})
    has = Reason(N_("The organization has the connection"))
    try:
        found = api.organization()
    except NotThere:
        advice = Reason(N_("Auth0 has none with this identifier. Copy it from Organizations, Overview."))
        yield Finding("organization", exists, WRONG, advice)
        return
    except Auth0Refused as refusal:
        yield Finding("organization", exists, UNKNOWN, _why_no_answer(refusal))
        return
    yield Finding("organization", exists, OK)
    advice = Reason(N_("Enable the connection in the organization, under “Connections”."))
    if tenant.connection_id:
        yield _yes_or("organization.connection", has, tenant.connection_id in found.connection_ids, advice)
    else:
        yield Finding("organization.connection", has, UNKNOWN, advice)


def _copied(tenant: Tenant) -> Iterator[Finding]:
    """Whether the log comes over: what nobody would notice otherwise."""
    if not (tenant.active and tenant.is_managed):
        return
    what = Reason(N_("The log is copied into the security journal"))
    last = copied_at(tenant)
    if last is None:
        yield Finding("log", what, UNKNOWN, Reason(N_("It was not copied yet. The worker does so every five minutes.")))
    elif clock.now() - last <= _COPY_LATE:
        yield Finding("log", what, OK)
    else:
        advice = Reason(
            N_("It was copied last on %(at)s. Is the worker running? Its own log says why the copy fails."),
            {"at": last},
        )
        yield Finding("log", what, WRONG, advice)


def _to_register(tenant: Tenant, registered: Addresses) -> Iterator[Finding]:
    """What Auth0 lets nobody ask for with these scopes: printed, to be compared."""
    compare = Reason(N_("It cannot be asked for from here: compare it in Auth0, letter by letter."))
    callback = Reason(N_("Allowed Callback URLs has %(address)s"), {"address": registered.callback})
    yield Finding("address.callback", callback, UNKNOWN, compare)
    logged_out = Reason(N_("Allowed Logout URLs has %(address)s"), {"address": registered.logged_out})
    yield Finding("address.logout", logged_out, UNKNOWN, compare)
    if tenant.back_channel:
        back = Reason(N_("Back-Channel Logout URI is %(address)s"), {"address": registered.back_channel})
        yield Finding("address.back-channel", back, UNKNOWN, compare)


def _asked(question: Callable[[], T]) -> tuple[T | None, Reason | None]:
    """The answer, or why there is none."""
    try:
        return question(), None
    except Auth0Refused as refusal:
        return None, _why_no_answer(refusal)


def _yes_or(code: str, what: Reason, right: bool, advice: Reason) -> Finding:
    return Finding(code, what, OK) if right else Finding(code, what, WRONG, advice)


def _why_no_answer(refusal: Auth0Refused) -> Reason:
    if isinstance(refusal, Unreachable):
        return Reason(N_("There is no answer. Is the domain written right, and may this server reach it?"))
    if isinstance(refusal, MayNotCall):
        return Reason(N_("The scope %(scope)s is missing."), dict(refusal.values))
    if isinstance(refusal, RateLimited | NotOffered):
        return Reason(refusal.sentence, dict(refusal.values))
    return _odd(refusal.status if isinstance(refusal, AnsweredOddly) else 0)


def _odd(status: int) -> Reason:
    return Reason(N_("Auth0 answered in a way that this check does not understand (%(status)s)."), {"status": status})
