"""What an event of the journal says, in words: the codes that it keeps are spoken, too."""

import re
from collections.abc import Mapping
from typing import Any

from accident_manager.audit.queries import EventRow
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_
from accident_manager.identity.rules.auth0 import LABELS as AUTH0_FIELDS
from accident_manager.identity.rules.desk import BLOCK_REASONS, EVIDENCE, UNBLOCK_REASONS
from accident_manager.identity.rules.permissions import ROLE_NAMES
from accident_manager.wording import NATIVE_NAMES, say

_NAMED = re.compile(r"%\((\w+)\)")
# What a limit of the login is called; "%(limit)s" of an event, the labels of the settings.
LIMITS: Mapping[str, str] = {
    "failed_passwords": N_("Wrong passwords from one network address"),
    "attempts_a_minute": N_("Logins in a minute"),
    "failures_a_day_of_an_address": N_("Failed logins of one network address in a day"),
    "failures_an_hour_on_an_account": N_("Failed logins on one account in an hour"),
    "reset_mails_an_hour": N_("Mails with a link in an hour, to one account"),
    "reset_mails_an_hour_of_an_address": N_("Mails with a link in an hour, asked for by one network address"),
    "reset_link_hours": N_("How long a link works"),
    "wrong_codes_in_a_row": N_("Wrong codes in a row before waiting"),
    "wrong_codes_an_hour": N_("Wrong codes in an hour"),
    "wrong_codes_before_suspension": N_("Wrong codes in a row before the second factor is suspended"),
    "code_tolerance": N_("How many 30-second steps a code may be early or late"),
    "remember_days": N_("How long a device is remembered"),
    "session_idle_minutes": N_("A session ends without use after"),
    "session_absolute_hours": N_("A session ends in any case after"),
    "max_sessions": N_("Sessions of one account at a time"),
    "password_min_length": N_("Shortest password"),
    "password_history": N_("Former passwords that may not come back"),
    "passkeys_allowed": N_("Passkeys as a second factor"),
}
# What a field of the settings is called; "%(field)s" of an event.
FIELDS: Mapping[str, str] = {
    "support_email": N_("Email address"),
    "support_phone": N_("Telephone"),
    "help_desk_hours": N_("Opening hours"),
    "closed_days": N_("Closed days"),
    "time_zone": N_("Time zone"),
    "name": N_("Name"),
    "tagline": N_("Tagline"),
    "product_name": N_("Full name of the application"),
    "login_name": N_("Name of the application on the login page"),
    "reset_name": N_("Name of the application on the password pages"),
    "brand_seed": N_("Colour"),
    "languages": N_("Languages"),
    "default_language": N_("Default language"),
    **AUTH0_FIELDS,
}
REASONS: Mapping[str, str] = {
    "bad_password": N_("wrong password"),
    "unknown_identifier": N_("unknown email address"),
    "never_activated": N_("account never activated"),
    "account_blocked": N_("account blocked"),
    "pair_blocked": N_("network address blocked for this account"),
    "ip_blocked": N_("network address failed too often"),
    "user_slowed": N_("too many attempts in a short time"),
    "breached": N_("password from a data breach"),
    "unfit": N_("password does not meet the rules"),
    "wrong": N_("wrong code"),
    "used": N_("code used before"),
    "passkey_invalid": N_("signature, address or user verification not right"),
    "passkey_unknown": N_("not a passkey of this account"),
    "passkey_used": N_("answer used before"),
    "passkey_late": N_("not asked for, or too long ago"),
    "passkey_counter": N_("counter went back"),
    "passkey_known": N_("linked to an account already"),
    "passkey_not_allowed": N_("passkeys not allowed by the insurer"),
    "account": N_("password set anew"),
    "link": N_("with the link in the mail"),
    "support": N_("by support"),
    "auth0": N_("in Auth0"),
    # Of a login with Auth0: which check it failed (`identity.auth0.not_let_in`).
    "state": N_("not begun in this browser, or over already"),
    "too-late": N_("took too long"),
    "settings-changed": N_("settings of Auth0 changed meanwhile"),
    "answered-by-another": N_("answered by another issuer"),
    "turned-down": N_("turned down by Auth0"),
    "blocked-there": N_("user blocked in Auth0"),
    "no-code": N_("no code"),
    "code": N_("code not accepted by Auth0"),
    "client": N_("application not accepted by Auth0"),
    "no-token": N_("no token"),
    "unreadable": N_("token not readable"),
    "algorithm": N_("token signed in another way"),
    "key": N_("token signed with an unknown key"),
    "signature": N_("signature of the token not right"),
    "issuer": N_("token of another issuer"),
    "audience": N_("token for another application"),
    "party": N_("token issued to another application"),
    "expired": N_("token expired"),
    "issued-at": N_("token issued at another time"),
    "nonce": N_("token of another login"),
    "organization": N_("token of another organization"),
    "subject": N_("token without a user"),
    "session": N_("token without a session"),
    "long-ago": N_("password asked too long ago"),
    "second-factor": N_("no second factor"),
    "email-not-verified": N_("email address not verified"),
    "no-account": N_("no account here"),
    "no-role": N_("no role today"),
    "disabled": N_("account blocked here"),
    "linked-to-another": N_("account linked to another user"),
    "another-person": N_("confirmed by another person"),
    "no-logout": N_("no logout"),
    "told-before": N_("told before"),
    "rejected": N_("turned down"),
    **BLOCK_REASONS,
    **UNBLOCK_REASONS,
}
_SPOKEN: Mapping[str, Mapping[str, str]] = {
    "reason": REASONS,
    "evidence": EVIDENCE,
    "role": {str(role): words for role, words in ROLE_NAMES.items()},
    "field": FIELDS,
    "limit": LIMITS,
    "language": NATIVE_NAMES,
    "factor": {
        "auth0": N_("Auth0"),
        "remembered": N_("browser that Auth0 remembers"),
        "otp": N_("one-time code"),
        "recovery": N_("recovery code"),
        "device": N_("remembered device"),
        "passkey": N_("passkey"),
    },
    "client": {"us": N_("this application"), "another": N_("another application")},
    "purpose": {
        "own": N_("own account"),
        "accounts": N_("accounts of others"),
        "export": N_("export"),
        "settings": N_("settings"),
    },
    "pattern": {
        "many_addresses": N_("one account, failures from many network addresses"),
        "under_attack": N_("one account, very many failures"),
        "many_accounts": N_("one network address, failures on many accounts"),
        "wrong_codes": N_("right password, wrong codes"),
        "copied_passkey": N_("passkey whose counter went back"),
        "success_after_failures": N_("login after many failures"),
        "new_device": N_("login with an unknown browser"),
    },
}
_YES, _NO = N_("Yes"), N_("No")


def sentence(event: EventRow, language: str, **named: str) -> str:
    """The event's sentence with its values in words; `named` are actor and subject."""
    # A value that was not known when the event was written is left out of its row.
    unknown = dict.fromkeys(_NAMED.findall(event.sentence), "–")
    values = {name: spoken(name, value) for name, value in event.values.items()}
    return say(event.sentence, language, **{**unknown, **values, **named})


def spoken(name: str, value: Any) -> Any:
    """A value of an event as it is said: a code that we know in words, anything else as it is."""
    if isinstance(value, bool):
        return Reason(_YES if value else _NO)
    words = _SPOKEN.get(name, {}).get(value) if isinstance(value, str) else None
    return Reason(words) if words else value
