"""What the types of Auth0's log mean in our trail. Never its sentences: they repeat addresses that somebody typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_TYPE = re.compile(r"[A-Za-z0-9_]{1,64}")
_REQUEST = re.compile(r"[A-Za-z]{1,10}\.[a-z][a-z-]{0,40}")
OTHER = "federation.other"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The code of our event and the values that follow from the type; `by_person`: the person himself did it."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    by_person: bool = False


def _did(code: str, **values: str) -> Meaning:
    return Meaning(code, values, by_person=True)


def _was(code: str, **values: str) -> Meaning:
    return Meaning(code, values)


_MEANINGS: Mapping[str, Meaning] = {
    "s": _did("login.succeeded", factor="auth0"),
    "f": _was("login.failed", reason="auth0"),
    "fp": _was("login.failed", reason="bad_password"),
    "fu": _was("login.failed", reason="unknown_identifier"),
    "limit_wc": _was("throttle.pair_blocked"),
    "limit_sul": _was("throttle.user_slowed"),
    "limit_mu": _was("throttle.ip_blocked"),
    "ublkdu": _was("throttle.released", reason="auth0"),
    "scpr": _was("password.reset_requested"),
    "fcpr": _was("password.reset_requested"),
    "scp": _did("password.changed"),
    "fcp": _was("password.change_failed", reason="auth0"),
    "pwd_leak": _was("password.breached"),
    "reset_pwd_leak": _was("password.breached"),
    "gd_start_enroll": _did("mfa.enrol_started"),
    "gd_enrollment_complete": _did("mfa.enrolled"),
    "gd_unenroll": _was("mfa.removed"),
    "gd_start_auth": _was("mfa.challenged"),
    "gd_auth_succeed": _did("mfa.succeeded"),
    "gd_auth_failed": _was("mfa.failed", reason="wrong"),
    "gd_auth_rejected": _was("mfa.failed", reason="rejected"),
    "gd_otp_rate_limit_exceed": _was("mfa.throttled"),
    "gd_recovery_rate_limit_exceed": _was("mfa.throttled"),
    "gd_recovery_succeed": _did("recovery.used"),
    "gd_recovery_failed": _was("recovery.failed"),
    "slo": _did("session.ended"),
    "flo": _was("session.end_failed"),
    "ss": _was("account.created"),
    "fs": _was("account.creation_failed"),
    "du": _was("admin.user_deleted"),
    "fdu": _was("admin.user_deletion_failed"),
    "sapi": _was("admin.api_called"),
    "fapi": _was("admin.api_failed"),
    "seacft": _was("federation.exchanged"),
    "feacft": _was("federation.exchange_failed"),
    "ssa": _was("federation.silent"),
    "fsa": _was("federation.silent_failed"),
}
TYPES = frozenset(_MEANINGS)


def meaning(kind: str, description: str, *, method: str = "", resource: str = "", our_client: bool = False) -> Meaning:
    """What an entry of this type means. A type that we do not know is kept by its name.

    `method` and `resource` are those of a call of the Management API; `our_client`: we made it.
    """
    found = _MEANINGS.get(kind)
    if found is None:
        return Meaning(OTHER, {"type": kind if _TYPE.fullmatch(kind) else "unknown"})
    if kind == "f" and "user is blocked" in description.lower():
        return _was("login.failed", reason="account_blocked")
    if kind in {"sapi", "fapi"}:
        request = f"{method.upper()}.{resource}"
        return _was(
            found.code,
            request=request if _REQUEST.fullmatch(request) else "unknown",
            client="us" if our_client else "another",
        )
    return found


def is_ours(
    *, organization: str, of_organization: str, known: bool, client_id: str, our_clients: frozenset[str]
) -> bool:
    """Whether an entry is the insurer's to keep.

    All of them in a tenant of its own. In one that it shares as an `organization`, those of that organization; and of
    those outside any organization, what concerns people with an account here or our own two applications.
    """
    if not organization or of_organization == organization:
        return True
    return not of_organization and (known or client_id in our_clients)
