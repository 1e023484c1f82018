"""Roles of one account: one more, or the end of one."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accident_manager.casework import accounts as casework
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity import directory
from accident_manager.identity.actions import grants
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.rules import desk
from accident_manager.policies import queries as policies
from accident_manager.web.access import Request, page
from accident_manager.web.pages.accounts.detail import REFUSED, around, may_end
from accident_manager.web.pages.accounts.words import employer_names, missing_role, problem_of, roles_to_give, shown
from accident_manager.web.pages.claims.inputs import PARTS, day_as_typed, day_in


@page(may="accounts.write", methods=("GET", "HEAD"))
def form(request: Request, account_id: UUID) -> HttpResponse:
    return _form(request, account_id)


@page(may="accounts.write", methods=("POST",), fresh="accounts")
def give(request: Request, account_id: UUID) -> HttpResponse:
    if not _is_sent(request):
        return _form(request, account_id)
    try:
        grants.give_role(account_id, role_typed(request), request.actor)
    except NotFound:
        raise
    except Refusal as problem:
        return _form(request, account_id, problem_of(problem))
    messages.success(request, N_("The role has been added."))
    return redirect("account-detail", account_id)


@page(may="accounts.write", methods=("GET", "HEAD"))
def ending(request: Request, account_id: UUID, grant_id: UUID) -> HttpResponse:
    return _ending(request, account_id, grant_id)


@page(may="accounts.write", methods=("POST",), fresh="accounts")
def end(request: Request, account_id: UUID, grant_id: UUID) -> HttpResponse:
    directory.role_row(grant_id, account_id)
    at_once = request.POST.get("when", "") == "now"
    try:
        last_day = None if at_once else day_in(request, "until")
        grants.end_role(grant_id, last_day=last_day, by=request.actor)
    except NotFound:
        raise
    except Refusal as problem:
        return _ending(request, account_id, grant_id, problem_of(problem))
    messages.success(request, N_("The role has been taken back.") if at_once else N_("The end of the role is noted."))
    return redirect("account-detail", account_id)


def role_typed(request: Request) -> RoleGrant:
    """The role that a form sends: role, employer, national number, from, until. Refusal with its field."""
    role = request.POST.get("role", "")
    if not role:
        raise missing_role()
    return casework.role_grant(
        role,
        employer_number=request.POST.get("employer", ""),
        national_number=request.POST.get("niss", "")[:40],
        valid_from=_optional_day(request, "from"),
        valid_until=_optional_day(request, "until"),
        by=request.actor,
    )


def role_fields(request: Request, *, empty: bool = False) -> dict[str, Any]:
    """What the fields of a role are drawn from: as typed, or `empty` for one more."""
    typed = {} if empty else request.POST
    number, query = typed.get("employer", "")[:20], typed.get("employer_query", "").strip()[:100]
    if typed.get("change") == "employer":
        number = ""
    employer = policies.employers_by_number([number]).get(number) if number else None
    today = clock.today()
    begin = {part: str(getattr(today, part)) for part in PARTS}
    roles = roles_to_give(request.actor)
    return {
        "roles": roles,
        "role_names": [(code, words) for code, words, _ in roles],
        "role": typed.get("role", ""),
        "employer_chosen": {"code": number, "label": employer.name, "why": employer.municipality} if employer else None,
        "employer_query": query,
        "employer_found": employer_options(query) if query and not employer else [],
        "niss": typed.get("niss", "")[:40],
        "from": begin if empty else day_as_typed(request, "from", today),
        "until": {} if empty else day_as_typed(request, "until"),
    }


def employer_options(query: str) -> list[Mapping[str, str]]:
    """Employers for the picker: number, name, municipality."""
    return [
        {"code": one.kbo_number, "label": one.name, "why": one.municipality} for one in policies.find_employers(query)
    ]


def _optional_day(request: Request, name: str) -> date | None:
    if not any(request.POST.get(f"{name}.{part}", "").strip() for part in PARTS):
        return None
    return day_in(request, name)


def _is_sent(request: Request) -> bool:
    """False when a browser without script only searched for an employer."""
    return "search" not in request.POST and "change" not in request.POST


def _form(request: Request, account_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    account = directory.look_at(account_id, request.actor)
    if desk.ROLES not in account.may:
        raise NotFound
    context = {
        **around(account),
        "fields": role_fields(request),
        "errors": [(refusal, refusal.field or "role")] if refusal else [],
        "error": {refusal.field or "role": refusal} if refusal else {},
    }
    return render(request, "pages/accounts/role_new.html", context, status=REFUSED if refusal else 200)


def _ending(request: Request, account_id: UUID, grant_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    account = directory.look_at(account_id, request.actor)
    role = directory.role_row(grant_id, account_id)
    if not may_end(account, role.role, role.state):
        raise NotFound
    context = {
        **around(account),
        "role": shown(role, employer_names([role])),
        "when": request.POST.get("when", "day"),
        "until": day_as_typed(request, "until", max(clock.today(), role.valid_from)),
        "errors": [(refusal, refusal.field or "until")] if refusal else [],
        "error": {refusal.field or "until": refusal} if refusal else {},
    }
    return render(request, "pages/accounts/role_end.html", context, status=REFUSED if refusal else 200)
