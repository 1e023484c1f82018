"""By which door people come in: our own, or the insurer's Auth0 tenant; its values, its check, the emergency switch.

A secret goes in and never comes out: the page says only whether there is one.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity import doors
from accident_manager.identity.actions.tenant import set_emergency, set_tenant
from accident_manager.identity.auth0 import check as checking
from accident_manager.identity.auth0 import provider
from accident_manager.identity.auth0.check import Finding
from accident_manager.identity.auth0.tenant import Tenant, tenant
from accident_manager.identity.rules.auth0 import LABELS, SECRETS, SWITCHES, InvalidTenant
from accident_manager.insurers.actions import ChangedMeanwhile
from accident_manager.web.access import Request, page
from accident_manager.web.pages.insurer_settings.around import CONFLICT, REFUSED, SAVED, set_now, summary, tabs

_TONES = {checking.OK: "ok", checking.WRONG: "stop", checking.UNKNOWN: "warn"}
_IS_SET, _NOT_SET = N_("Set. Leave this empty to keep it."), N_("Not set yet.")
_GROUPS = (
    (N_("Application in Auth0"), ("domain", "custom_domain", "client_id", "client_secret", "organization")),
    (N_("Machine-to-machine application"), ("management_client_id", "management_client_secret")),
    (N_("People’s accounts in Auth0"), ("connection", "connection_id")),
)
_HINTS: Mapping[str, str] = {
    "domain": N_("As in example.eu.auth0.com"),
    "custom_domain": N_("Only when your tenant has one, as in login.example.be"),
    "organization": N_("Only when you share the tenant with others; it begins with org_"),
    "connection_id": N_("It begins with con_"),
}
_ON, _OFF = (
    N_("People log in without Auth0 for the time being. Each sets a password with “Forgot password?” first."),
    N_("People log in with Auth0 again."),
)


@page(may="insurer.settings", methods=("GET", "HEAD"))
def login(request: Request) -> HttpResponse:
    return _page(request, tenant())


@sensitive_post_parameters("client_secret", "management_client_secret")
@page(may="insurer.settings", fresh="settings")
def save(request: Request) -> HttpResponse:
    """What was opened only, after confirming or by changing the language, is the page itself."""
    if request.method != "POST":
        return redirect("settings-login")
    typed = {name: request.POST.get(name, "") for name in LABELS}
    now = tenant()
    try:
        set_tenant(typed, by=request.actor, seen=request.POST.get("seen", ""))
    except InvalidTenant as refusal:
        return _page(request, now, REFUSED, typed=typed, seen=request.POST.get("seen", ""), errors=refusal.errors)
    except ChangedMeanwhile as refusal:
        open_fields = {name: label for name, label in LABELS.items() if name not in SECRETS}
        differences = set_now(typed, _typed(now), open_fields)
        return _page(request, now, CONFLICT, typed=typed, conflict=refusal, differences=differences)
    _read_again()
    messages.success(request, SAVED)
    return redirect("settings-login")


@page(may="insurer.settings", methods=("GET", "HEAD", "POST"))
def check(request: Request) -> HttpResponse:
    """What is right in Auth0 and what to change; nothing is changed there."""
    now = tenant()
    if request.method != "POST" or now is None:
        return redirect("settings-login")
    provider.forget()
    found = checking.check(now, request.insurer)
    shown = [_shown(finding) for finding in found]
    return _page(
        request, now, is_right=checking.is_right(found), findings=[one for one in shown if one["tone"] != "ok"],
        in_order=[one for one in shown if one["tone"] == "ok"],
    )  # fmt: skip


@page(may="insurer.settings", fresh="settings")
def emergency(request: Request) -> HttpResponse:
    """The embedded door for the time being, or Auth0 again."""
    if request.method != "POST":
        return redirect("settings-login")
    embedded = request.POST.get("do") == "on"
    try:
        set_emergency(embedded, by=request.actor)
    except Refusal as refusal:
        return _page(request, tenant(), REFUSED, refusal=refusal)
    _read_again()
    messages.success(request, _ON if embedded else _OFF)
    return redirect("settings-login")


def _read_again() -> None:
    doors.forget()
    provider.forget()


def _page(request: Request, now: Tenant | None, status: int = 200, **more: Any) -> HttpResponse:
    typed, errors = more.pop("typed", _typed(now)), more.get("errors", {})
    registered = checking.addresses(request.insurer)
    values = {
        "tabs": tabs("settings-login"),
        "tenant": now,
        "is_auth0": doors.door() is not doors.EMBEDDED,
        "groups": [(title, [_asked(name, typed, now, errors) for name in names]) for title, names in _GROUPS],
        "switches": [(name, LABELS[name], typed[name] not in {"", "no"}, errors.get(name, "")) for name in _in_order()],
        "seen": now.seen if now else "",
        # In Auth0’s own words: its pages have no other language.
        "registered": [
            {"term": "Allowed Callback URLs", "value": registered.callback},
            {"term": "Allowed Logout URLs", "value": registered.logged_out},
            {"term": "Back-Channel Logout URI", "value": registered.back_channel},
        ],
        "summary": summary(errors, LABELS),
        **more,
    }
    return render(request, "pages/insurer_settings/login.html", values, status=status)


def _asked(name: str, typed: Mapping[str, str], now: Tenant | None, errors: Mapping[str, Any]) -> dict[str, Any]:
    secret = name in SECRETS
    hint = (_IS_SET if now and getattr(now, name) else _NOT_SET) if secret else _HINTS.get(name, "")
    return {
        "name": name, "label": LABELS[name], "value": "" if secret else typed[name], "hint": hint, "secret": secret,
        "required": name in {"domain", "client_id", "connection"}, "error": errors.get(name, ""),
    }  # fmt: skip


def _shown(finding: Finding) -> dict[str, Any]:
    return {
        "what": finding.what, "state": checking.STATES[finding.state], "tone": _TONES[finding.state],
        "advice": finding.advice if finding.state != checking.OK else None,
    }  # fmt: skip


def _typed(now: Tenant | None) -> dict[str, str]:
    """The fields as they are filled from what is set; no secret is among them."""
    typed = dict.fromkeys(LABELS, "")
    if now is None:
        return {**typed, "mfa_each_session": "yes"}
    for name in LABELS:
        if name in SWITCHES:
            typed[name] = "yes" if getattr(now, name) else ""
        elif name not in SECRETS:
            typed[name] = getattr(now, name)
    return typed


def _in_order() -> list[str]:
    return [name for name in LABELS if name in SWITCHES]
