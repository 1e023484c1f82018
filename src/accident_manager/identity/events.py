"""What can happen to accounts, logins, factors, sessions and devices. Codes and numbers only, never what was typed."""

from accident_manager.audit.events import event
from accident_manager.foundation.refusal import N_

ACCOUNT_CREATED = event("account.created", N_("%(actor)s created the account."))
ACCOUNT_LANGUAGE_CHANGED = event(
    "account.language_changed", N_("%(actor)s chose another language for the account."), values=("language",)
)
LOGIN_SUCCEEDED = event("login.succeeded", N_("%(actor)s logged in (%(factor)s)."), values=("factor", "session"))
LOGIN_FAILED = event("login.failed", N_("A login failed (%(reason)s)."), values=("reason",))
PAIR_BLOCKED = event(
    "throttle.pair_blocked",
    N_("After %(attempts)s failed attempts, logging in from that network address was blocked."),
    values=("attempts",),
)
THROTTLE_RELEASED = event("throttle.released", N_("The block of failed attempts was lifted."))
PASSWORD_REQUESTED = event("password.reset_requested", N_("A link to set the password was requested."))
PASSWORD_CHANGED = event("password.changed", N_("The password was changed."))
PASSWORD_CHANGE_FAILED = event(
    "password.change_failed", N_("Changing the password failed (%(reason)s)."), values=("reason",)
)
MFA_ENROL_STARTED = event("mfa.enrol_started", N_("Enrolling an authenticator app was started."))
MFA_ENROLLED = event("mfa.enrolled", N_("An authenticator app was linked to the account."))
MFA_CHALLENGED = event("mfa.challenged", N_("A one-time code was asked for."))
MFA_SUCCEEDED = event("mfa.succeeded", N_("A one-time code was accepted."))
MFA_FAILED = event("mfa.failed", N_("A one-time code was refused (%(reason)s)."), values=("reason",))
MFA_THROTTLED = event(
    "mfa.throttled",
    N_("After %(attempts)s wrong codes in a row, no code is accepted for a while."),
    values=("attempts",),
)
RECOVERY_USED = event("recovery.used", N_("The recovery code was used."))
RECOVERY_FAILED = event("recovery.failed", N_("A recovery code was refused."))
RECOVERY_REGENERATED = event("recovery.regenerated", N_("A new recovery code was made."))
RECOVERY_KEPT = event("recovery.kept", N_("%(actor)s confirmed to have kept the recovery code."))
SESSION_ENDED = event("session.ended", N_("%(actor)s logged out."))
SESSION_CONFIRMED = event(
    "session.confirmed", N_("%(actor)s confirmed password and code again (%(purpose)s)."), values=("purpose",)
)
SESSION_CONFIRM_FAILED = event(
    "session.confirm_failed", N_("Confirming the password again failed (%(reason)s)."), values=("reason",)
)
DEVICE_REMEMBERED = event("device.remembered", N_("A device is remembered for 30 days."), values=("device",))
DEVICE_REVOKED = event("device.revoked", N_("A remembered device was forgotten."), values=("device",))
ADMIN_MFA_RESET = event("admin.mfa_reset", N_("%(actor)s reset the second factor."), values=("evidence",))
ADMIN_BLOCKED = event("admin.blocked", N_("%(actor)s blocked the account."))
ADMIN_UNBLOCKED = event("admin.unblocked", N_("%(actor)s unblocked the account."))
