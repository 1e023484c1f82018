"""What can happen to accounts, logins, factors, sessions and devices. Codes and numbers only, never what was typed."""

from accident_manager.audit.events import event
from accident_manager.foundation.refusal import N_

# What the copy of an event of Auth0's log has besides: when it happened there, and which entry it was.
_COPIED = ("source", "occurred_at", "log_id")

ACCOUNT_CREATED = event("account.created", N_("%(actor)s created the account."), values=_COPIED)
ACCOUNT_LANGUAGE_CHANGED = event(
    "account.language_changed", N_("%(actor)s chose another language for the account."), values=("language",)
)
LOGIN_SUCCEEDED = event(
    "login.succeeded", N_("%(actor)s logged in (%(factor)s)."), values=("factor", "session", *_COPIED)
)
LOGIN_FAILED = event("login.failed", N_("A login failed (%(reason)s)."), values=("reason", *_COPIED))
PAIR_BLOCKED = event(
    "throttle.pair_blocked",
    N_("After %(attempts)s failed attempts, logging in from that network address was blocked."),
    values=("attempts", *_COPIED),
)
USER_SLOWED = event(
    "throttle.user_slowed",
    N_("Logging in was attempted too often in a short time from one network address."),
    values=_COPIED,
)
IP_BLOCKED = event(
    "throttle.ip_blocked", N_("A network address failed too often today; it has to wait for each try."), values=_COPIED
)
THROTTLE_RELEASED = event(
    "throttle.released", N_("The block of failed attempts was lifted (%(reason)s)."), values=("reason", *_COPIED)
)
SUSPICION = event(
    "security.suspicion", N_("A suspicious pattern was noticed (%(pattern)s)."), values=("pattern", "attempts")
)
PASSWORD_REQUESTED = event("password.reset_requested", N_("A link to set the password was requested."), values=_COPIED)
PASSWORD_CHANGED = event("password.changed", N_("The password was changed."), values=_COPIED)
PASSWORD_CHANGE_FAILED = event(
    "password.change_failed", N_("Changing the password failed (%(reason)s)."), values=("reason", *_COPIED)
)
PASSWORD_BREACHED = event("password.breached", N_("A password from a data breach was refused."), values=_COPIED)
MFA_ENROL_STARTED = event(
    "mfa.enrol_started", N_("Linking a second factor was started (%(factor)s)."), values=("factor", *_COPIED)
)
MFA_ENROLLED = event(
    "mfa.enrolled", N_("A second factor was linked to the account (%(factor)s)."), values=("factor", *_COPIED)
)
MFA_RENAMED = event("mfa.renamed", N_("%(actor)s gave a second factor another name (%(factor)s)."), values=("factor",))
MFA_REMOVED = event(
    "mfa.removed", N_("A second factor was taken off the account (%(factor)s)."), values=("factor", *_COPIED)
)
MFA_CHALLENGED = event(
    "mfa.challenged", N_("The second factor was asked for (%(factor)s)."), values=("factor", *_COPIED)
)
MFA_SUCCEEDED = event("mfa.succeeded", N_("The second factor was accepted (%(factor)s)."), values=("factor", *_COPIED))
MFA_FAILED = event(
    "mfa.failed", N_("The second factor was refused (%(factor)s: %(reason)s)."), values=("reason", "factor", *_COPIED)
)
MFA_THROTTLED = event(
    "mfa.throttled",
    N_("After %(attempts)s wrong codes, no code is accepted for a while."),
    values=("attempts", *_COPIED),
)
RECOVERY_USED = event("recovery.used", N_("The recovery code was used."), values=_COPIED)
RECOVERY_FAILED = event("recovery.failed", N_("A recovery code was refused."), values=_COPIED)
RECOVERY_REGENERATED = event("recovery.regenerated", N_("A new recovery code was made."))
RECOVERY_KEPT = event("recovery.kept", N_("%(actor)s confirmed to have kept the recovery code."))
SESSION_ENDED = event("session.ended", N_("%(actor)s logged out."), values=("session", "factor", *_COPIED))
SESSION_DISPLACED = event(
    "session.displaced",
    N_("The oldest session was ended: more were open than the insurer allows."),
    values=("session", "factor"),
)
SESSION_CONFIRMED = event(
    "session.confirmed", N_("%(actor)s confirmed password and code again (%(purpose)s)."), values=("purpose",)
)
SESSION_CONFIRM_FAILED = event(
    "session.confirm_failed", N_("Confirming the password again failed (%(reason)s)."), values=("reason",)
)
SESSION_REVOKED = event(
    "session.revoked",
    N_("%(actor)s ended %(sessions)s sessions and %(devices)s remembered devices of the own account."),
    values=("sessions", "devices"),
)
ACCOUNT_HACKED = event("account.hacked", N_("%(actor)s reported that somebody else used the account."))
DEVICE_REMEMBERED = event("device.remembered", N_("A device is remembered for 30 days."), values=("device",))
DEVICE_REVOKED = event("device.revoked", N_("A remembered device was forgotten."), values=("device",))
ADMIN_MFA_RESET = event(
    "admin.mfa_reset",
    N_("%(actor)s reset the second factor. Evidence of identity: %(evidence)s."),
    values=("evidence", "reference"),
)
ADMIN_BLOCKED = event("admin.blocked", N_("%(actor)s blocked the account (%(reason)s)."), values=("reason",))
ADMIN_UNBLOCKED = event("admin.unblocked", N_("%(actor)s unblocked the account (%(reason)s)."), values=("reason",))
ADMIN_NAME_CORRECTED = event("admin.name_corrected", N_("%(actor)s corrected the name."))
ADMIN_EMAIL_CHANGED = event("admin.email_changed", N_("%(actor)s changed the email address."))
ADMIN_ROLE_GIVEN = event(
    "admin.role_given",
    N_("%(actor)s gave the role %(role)s from %(valid_from)s."),
    values=("role", "employer_id", "valid_from", "valid_until", "grant"),
)
ADMIN_ROLE_ENDED = event(
    "admin.role_ended",
    N_("%(actor)s ended the role %(role)s: %(valid_until)s is its last day."),
    values=("role", "employer_id", "valid_until", "grant"),
)
ADMIN_ROLE_WITHDRAWN = event(
    "admin.role_withdrawn",
    N_("%(actor)s took the role %(role)s back at once."),
    values=("role", "employer_id", "grant"),
)
ADMIN_SESSIONS_ENDED = event(
    "admin.sessions_ended",
    N_("%(actor)s ended %(sessions)s sessions and %(devices)s remembered devices."),
    values=("sessions", "devices"),
)
ADMIN_IMPORT_KEPT = event(
    "admin.import_kept", N_("%(actor)s gave a file with %(rows)s accounts to look at."), values=("rows", "import_id")
)
ADMIN_IMPORTED = event(
    "admin.imported",
    N_("%(actor)s imported accounts: %(created)s made, %(roles)s roles added, %(refused)s rows refused."),
    values=("created", "roles", "unchanged", "refused", "import_id"),
)
SECURITY_EXPORTED = event(
    "security.exported",
    N_("%(actor)s exported %(rows)s events of the security journal (%(format)s)."),
    values=("rows", "format", "since", "until", "group", "outcome", "account", "network"),
)
ADMIN_API_CALLED = event(
    "admin.api_called",
    N_("Auth0’s Management API was used (%(request)s, by %(client)s)."),
    values=("request", "client", *_COPIED),
)
ADMIN_API_FAILED = event(
    "admin.api_failed",
    N_("Auth0’s Management API refused a call (%(request)s, by %(client)s)."),
    values=("request", "client", *_COPIED),
)
ADMIN_USER_DELETED = event("admin.user_deleted", N_("A user was deleted in Auth0."), values=_COPIED)
ADMIN_USER_DELETION_FAILED = event("admin.user_deletion_failed", N_("Deleting a user in Auth0 failed."), values=_COPIED)
ACCOUNT_CREATION_FAILED = event("account.creation_failed", N_("Making a user in Auth0 failed."), values=_COPIED)
SESSION_END_FAILED = event("session.end_failed", N_("Logging out in Auth0 failed."), values=_COPIED)
FEDERATION_LINKED = event("federation.linked", N_("The account was linked to its user in Auth0."))
FEDERATION_EXCHANGED = event("federation.exchanged", N_("Auth0 gave a token for a login."), values=_COPIED)
FEDERATION_EXCHANGE_FAILED = event(
    "federation.exchange_failed", N_("Auth0 refused a token for a login."), values=_COPIED
)
FEDERATION_SILENT = event(
    "federation.silent", N_("Auth0 answered for a session that was still open there."), values=_COPIED
)
FEDERATION_SILENT_FAILED = event(
    "federation.silent_failed", N_("Auth0 found no session that was still open there."), values=_COPIED
)
FEDERATION_LOGIN_FAILED = event(
    "federation.login_failed", N_("A login with Auth0 was refused (%(reason)s)."), values=("reason",)
)
FEDERATION_LOGGED_OUT = event(
    "federation.logged_out", N_("Auth0 said that somebody has logged out there: %(sessions)s sessions were ended."),
    values=("sessions",),
)  # fmt: skip
FEDERATION_LOGOUT_FAILED = event(
    "federation.logout_failed",
    N_("Something that was to be a logout in Auth0 was refused (%(reason)s)."),
    values=("reason",),
)
FEDERATION_OTHER = event(
    "federation.other", N_("Something else happened in Auth0 (%(type)s)."), values=("type", *_COPIED)
)
FEDERATION_LOG_GAP = event(
    "federation.log_gap",
    N_("Auth0 no longer has the entry after which its log was to be copied: some may be missing."),
)
AUTH0_CHANGED = event(
    "insurer.auth0_changed", N_("%(actor)s changed the settings of Auth0 (%(field)s)."), values=("field",)
)
EMERGENCY_DOOR_OPENED = event(
    "insurer.emergency_door_opened", N_("%(actor)s let people log in without Auth0 for the time being.")
)
EMERGENCY_DOOR_CLOSED = event("insurer.emergency_door_closed", N_("%(actor)s let people log in with Auth0 again."))
