"""The rules of the login: what the house sets, how tight it can be, what is set. Saved only by who confirms himself."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_
from accident_manager.insurers import actions, queries
from accident_manager.insurers.actions import ChangedMeanwhile
from accident_manager.insurers.rules import settings
from accident_manager.insurers.rules.limits import BOUNDS, Bound
from accident_manager.insurers.rules.settings import InvalidSettings, Security
from accident_manager.web.access import Request, page
from accident_manager.web.components.happened import LIMITS, spoken
from accident_manager.web.pages.insurer_settings.around import CONFLICT, REFUSED, SAVED, set_now, summary, tabs
from accident_manager.wording import Plural

_GROUPS = (
    (
        N_("Wrong passwords"),
        ("failed_passwords", "attempts_a_minute", "failures_a_day_of_an_address", "failures_an_hour_on_an_account"),
    ),
    (
        N_("One-time codes and devices"),
        (
            "wrong_codes_in_a_row", "wrong_codes_an_hour", "wrong_codes_before_suspension", "code_tolerance",
            "remember_days",
        ),
    ),
    (N_("New passwords"), ("password_min_length", "password_history")),
    (N_("Sessions"), ("session_idle_minutes", "session_absolute_hours", "max_sessions")),
    (
        N_("Links by mail"),
        ("reset_mails_an_hour", "reset_mails_an_hour_of_an_address", "reset_link_hours"),
    ),
)  # fmt: skip
_UNITS = {
    "failed_passwords": N_("attempts"),
    "attempts_a_minute": N_("attempts"),
    "failures_a_day_of_an_address": N_("failures"),
    "failures_an_hour_on_an_account": N_("failures"),
    "wrong_codes_in_a_row": N_("codes"),
    "wrong_codes_an_hour": N_("codes"),
    "wrong_codes_before_suspension": N_("codes"),
    "code_tolerance": N_("steps"),
    "password_history": N_("passwords"),
    "max_sessions": N_("sessions"),
    "reset_mails_an_hour": N_("mails"),
    "reset_mails_an_hour_of_an_address": N_("mails"),
    "session_idle_minutes": N_("minutes"),
    "session_absolute_hours": N_("hours"),
    "reset_link_hours": N_("hours"),
    "password_min_length": N_("characters"),
    "remember_days": N_("days"),
}
# What a number of these limits means besides.
_NOTES = {
    "remember_days": N_("0: no device is remembered, a code is asked at every login."),
    "code_tolerance": N_("0: only the code of this moment is accepted."),
    "max_sessions": N_("One more ends the oldest. Empty: as many as there are browsers."),
    "failed_passwords": N_("Then that address is blocked for that account for 24 hours; nobody else is."),
    "failures_an_hour_on_an_account": N_("Then each further attempt is slowed and support is told."),
    "wrong_codes_in_a_row": N_("Then five minutes of waiting."),
    "wrong_codes_before_suspension": N_("Then only the recovery code or support helps."),
}


@page(may="insurer.settings", methods=("GET", "HEAD"))
def security(request: Request) -> HttpResponse:
    now = queries.settings_now()
    return _page(request, _typed(now.security), now.security_seen)


@page(may="insurer.settings", fresh="settings")
def save(request: Request) -> HttpResponse:
    """What was opened only, after confirming or by changing the language, is the page itself."""
    if request.method != "POST":
        return redirect("settings-security")
    typed = {name: request.POST.get(name, "") for name in LIMITS}
    seen = request.POST.get("seen", "")
    try:
        actions.change_security(settings.security(typed), by=request.actor, seen=seen)
    except InvalidSettings as refusal:
        return _page(request, typed, seen, REFUSED, errors=refusal.errors)
    except ChangedMeanwhile as refusal:
        now = queries.settings_now()
        differences = set_now(_written(typed), _written(_typed(now.security)), LIMITS)
        return _page(request, typed, now.security_seen, CONFLICT, conflict=refusal, differences=differences)
    messages.success(request, SAVED)
    return redirect("settings-security")


def _page(request: Request, typed: Mapping[str, str], seen: str, status: int = 200, **more: Any) -> HttpResponse:
    errors = more.get("errors", {})
    values = {
        "tabs": tabs("settings-security"),
        "groups": [
            (title, [_asked(name, typed[name], errors.get(name, "")) for name in names]) for title, names in _GROUPS
        ],
        "passkeys": typed["passkeys_allowed"] == "1",
        "seen": seen,
        "summary": summary(errors, LIMITS),
        **more,
    }
    return render(request, "pages/insurer_settings/security.html", values, status=status)


def _asked(name: str, value: str, error: Any) -> dict[str, Any]:
    bound = BOUNDS[name]
    tightened = not error and value.isdigit() and (bound.house is None or int(value) != bound.house)
    return {
        "name": name,
        "label": LIMITS[name],
        "value": value,
        "unit": _UNITS[name],
        "range": _range(bound),
        "note": _NOTES.get(name, ""),
        "tightened": tightened,
        "error": error,
    }


def _range(bound: Bound) -> Reason:
    if bound.house is None:
        return Reason(N_("House rule: none. Tightest: %(tightest)s."), {"tightest": bound.tightest})
    return Reason(
        N_("House rule: %(house)s. Tightest: %(tightest)s."),
        {"house": Plural(bound.house), "tightest": Plural(bound.tightest)},
    )


def _typed(stands: Security) -> dict[str, str]:
    values = {name: "" if value is None else str(value) for name, value in stands.values.items()}
    return {**values, "passkeys_allowed": "1" if stands.passkeys_allowed else ""}


def _written(typed: Mapping[str, str]) -> dict[str, Any]:
    """The values as words, to compare and to show."""
    return {**typed, "passkeys_allowed": spoken("passkeys_allowed", typed["passkeys_allowed"] == "1")}
