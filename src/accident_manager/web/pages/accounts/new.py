"""A new account, with its roles, each shown before anything is made; its owner gets a mail to set a password."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.casework import accounts as casework
from accident_manager.foundation.refusal import N_, InvalidInput, NotFound, Refusal
from accident_manager.identity import directory
from accident_manager.identity.actions import accounts
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.rules.permissions import ROLE_NAMES, Role
from accident_manager.policies import queries as policies
from accident_manager.web.access import Request, page
from accident_manager.web.fresh import ask_first
from accident_manager.web.pages.accounts.detail import REFUSED
from accident_manager.web.pages.accounts.roles import employer_options, role_fields, role_typed
from accident_manager.web.pages.accounts.words import problem_of
from accident_manager.wording import NATIVE_NAMES

_MOST_ROLES = 20
_FIELDS = ("email", "first_name", "last_name", "language")


@dataclass(frozen=True, slots=True)
class Listed:
    """A role that stands on the page already: what the browser carries, and its words."""

    carried: str
    grant: RoleGrant
    role: str
    employer: str


@page(may="accounts.write", methods=("GET", "HEAD"))
def employers(request: Request) -> HttpResponse:
    """Employers for the picker, an HTML fragment."""
    query = request.GET.get("q", "").strip()[:100]
    values = {"options": employer_options(query) if query else [], "query": query}
    return render(request, "components/code_options.html", values)


@page(may="accounts.write")
def new(request: Request) -> HttpResponseBase:
    if request.method != "POST":
        return _form(request, [])
    listed: list[Listed] = []
    try:
        listed = _listed(request)
        if (remove := request.POST.get("remove", "")[:3]).isdecimal():
            return _form(request, [one for at, one in enumerate(listed) if at != int(remove)])
        if "search" in request.POST or "change" in request.POST:
            return _form(request, listed)
        if "more" in request.POST or request.POST.get("role"):
            listed = _with_typed(request, listed)
        if "more" in request.POST:
            return _form(request, listed, empty=True)
        if not listed:
            raise InvalidInput(N_("Choose a role."), field="role")
        accounts.checked(**_typed(request))
        # Whoever makes an account chooses the mailbox that opens it, and so gives its roles to whom he wants.
        asked = ask_first(request, "accounts")
        return asked if asked is not None else _make(request, listed)
    except NotFound:
        raise
    except Refusal as problem:
        return _form(request, listed, problem_of(problem))


def _make(request: Request, listed: list[Listed]) -> HttpResponseBase:
    made = casework.make(**_typed(request), roles=[one.grant for one in listed], by=request.actor)
    if directory.look_at(made, request.actor).invited_at is not None:
        messages.success(request, N_("The account is made; the mail to set a password was sent."))
    else:
        messages.warning(request, N_("The account is made, but no mail was sent: Auth0 gave no link for it."))
    return redirect("account-detail", made)


def _with_typed(request: Request, listed: list[Listed]) -> list[Listed]:
    if len(listed) >= _MOST_ROLES:
        raise InvalidInput(N_("An account is made with 20 roles at most; more can be added afterwards."), field="role")
    grant = role_typed(request)
    niss, employer = request.POST.get("niss", ""), request.POST.get("employer", "")
    carried = "|".join(
        [
            grant.role, employer if grant.employer_id else "", niss if grant.person_niss_token else "",
            _iso(grant.valid_from), _iso(grant.valid_until),
        ]
    )  # fmt: skip
    one = _read(carried, request)
    if any((one.grant.role, one.grant.employer_id) == (other.grant.role, other.grant.employer_id) for other in listed):
        raise InvalidInput(N_("This role stands in the list already."), field="role")
    return [*listed, one]


def _listed(request: Request) -> list[Listed]:
    return [_read(carried, request) for carried in request.POST.getlist("given")[:_MOST_ROLES]]


def _read(carried: str, request: Request) -> Listed:
    """A role as the browser carried it; nothing of it is believed."""
    parts = carried.split("|")
    if len(parts) != 5:
        raise InvalidInput(N_("Choose a role."), field="role")
    role, number, niss, first, last = parts
    grant = casework.role_grant(
        role, employer_number=number, national_number=niss, valid_from=_day(first), valid_until=_day(last),
        by=request.actor,
    )  # fmt: skip
    name = policies.employer(grant.employer_id).name if grant.employer_id else ""
    return Listed(carried, grant, ROLE_NAMES[Role(role)], name)


def _form(
    request: Request, listed: list[Listed], refusal: Refusal | None = None, *, empty: bool = False
) -> HttpResponse:
    typed = _typed(request)
    context: dict[str, Any] = {
        "crumbs": [{"label": N_("Accounts"), "url": reverse("accounts")}],
        "typed": {**typed, "language": typed["language"] or request.insurer.default_language},
        "languages": [(code, NATIVE_NAMES[code]) for code in request.insurer.languages],
        "listed": listed,
        "fields": role_fields(request, empty=empty),
        "errors": [(refusal, refusal.field or "role")] if refusal else [],
        "error": {refusal.field or "role": refusal} if refusal else {},
    }
    return render(request, "pages/accounts/new.html", context, status=REFUSED if refusal else 200)


def _typed(request: Request) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in _FIELDS}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise InvalidInput(N_("Choose a role."), field="role") from problem
