"""One account: who it is, what it may do, what it logs in with, where it is open, what happened."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accident_manager.audit import queries as audit
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity import directory
from accident_manager.identity.auth0.refused import Auth0Refused
from accident_manager.identity.directory import DeskAccount
from accident_manager.identity.doors import EMBEDDED, door
from accident_manager.identity.rules import desk
from accident_manager.identity.rules.permissions import STAFF_ROLES
from accident_manager.web.access import Request, page
from accident_manager.web.pages.accounts.words import STATES, employer_names, shown
from accident_manager.web.pages.audit.rows import rows_of
from accident_manager.web.pages.identity.browsers import browser_of
from accident_manager.wording import NATIVE_NAMES

REFUSED = 422
_EVENTS = 20
# What Auth0 calls a second factor; another one keeps its name.
_FACTORS = {
    "totp": N_("Authenticator app"),
    "recovery-code": N_("Recovery code"),
    "webauthn-roaming": N_("Passkey"),
    "webauthn-platform": N_("Passkey"),
    "passkey": N_("Passkey"),
}


@page(may="accounts.see", methods=("GET", "HEAD"))
def detail(request: Request, account_id: UUID) -> HttpResponse:
    return account_page(request, account_id)


def account_page(request: Request, account_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    """The page of an account; with what was refused on it, beside its field."""
    account = directory.look_at(account_id, request.actor)
    names = employer_names(account.roles)
    events = audit.events_of(("account", account_id), limit=_EVENTS)
    origins = audit.origins(event.seq for event in events)
    context = {
        **around(account),
        "roles": [shown(role, names, may_end=may_end(account, role.role, role.state)) for role in account.roles],
        "browsers": [(one, *browser_of(one.user_agent)) for one in account.browsers],
        "events": [
            (row, origins[row.seq].ip, *browser_of(origins[row.seq].user_agent)) for row in rows_of(events, request)
        ],
        "elsewhere": _kept_elsewhere(account_id) if door() is not EMBEDDED else None,
        "evidence": [(code, words) for code, words in desk.EVIDENCE.items()],
        "typed": request.POST,
        "errors": [(refusal, refusal.field or "")] if refusal else [],
        "error": {refusal.field or "": refusal} if refusal else {},
    }
    return render(request, "pages/accounts/detail.html", context, status=REFUSED if refusal else 200)


def _kept_elsewhere(account_id: UUID) -> dict[str, Any]:
    """The second factors as Auth0 knows them, or why they are not known."""
    try:
        return {"factors": [(_FACTORS.get(one.kind, one.kind), one) for one in door().factors(account_id)]}
    except Auth0Refused as refusal:
        return {"factors": [], "refusal": refusal}


def around(account: DeskAccount) -> dict[str, Any]:
    """What every page about one account shows: its name and state, the way back, what may be done."""
    words, tone = STATES[account.state]
    return {
        "account": account,
        "language_name": NATIVE_NAMES[account.language],
        "state": words,
        "tone": tone,
        "crumbs": [{"label": N_("Accounts"), "url": reverse("accounts")}],
        "deeper": [
            {"label": N_("Accounts"), "url": reverse("accounts")},
            {"label": account.name, "url": reverse("account-detail", args=[account.id])},
        ],
        "may": may_words(account),
    }


def may_words(account: DeskAccount) -> Mapping[str, bool]:
    return {act.replace("-", "_"): act in account.may for act in (
        desk.CORRECT, desk.EMAIL, desk.ROLES, desk.STAFF, desk.BLOCK, desk.RESET, desk.LINK, desk.END, desk.RELEASE,
    )}  # fmt: skip


def may_end(account: DeskAccount, role: str, state: str) -> bool:
    """Whether the reader may end a role of this account."""
    if desk.ROLES not in account.may or state not in {"now", "later"}:
        return False
    return role not in STAFF_ROLES or desk.STAFF in account.may
