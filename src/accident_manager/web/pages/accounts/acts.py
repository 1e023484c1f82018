"""What is done to one account. What needs password and code again says so; nothing typed is lost when it is refused."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity import directory
from accident_manager.identity.actions import accounts as acts
from accident_manager.identity.doors import door
from accident_manager.identity.rules import desk
from accident_manager.web.access import Request, page
from accident_manager.web.fresh import ask_first
from accident_manager.web.pages.accounts.detail import REFUSED, account_page, around
from accident_manager.web.pages.accounts.words import problem_of
from accident_manager.wording import NATIVE_NAMES

_POST = ("POST",)


@page(may="accounts.write")
def correct(request: Request, account_id: UUID) -> HttpResponse:
    account = directory.look_at(account_id, request.actor)
    if desk.CORRECT not in account.may:
        raise NotFound
    refusal = None
    if request.method == "POST":
        email = request.POST.get("email", "") if desk.EMAIL in account.may else account.email
        # To another address, a link to set the password would go.
        asked = ask_first(request, "accounts") if email.strip() != account.email else None
        if asked is not None:
            return asked
        try:
            acts.correct(
                account_id,
                email=email,
                first_name=request.POST.get("first_name", ""),
                last_name=request.POST.get("last_name", ""),
                language=request.POST.get("language", ""),
                by=request.actor,
            )
        except NotFound:
            raise
        except Refusal as problem:
            refusal = problem_of(problem)
        else:
            return _back(request, account_id, N_("The account has been corrected."))
    values = {
        "email": account.email, "first_name": account.first_name, "last_name": account.last_name,
        "language": account.language,
    }  # fmt: skip
    context = {
        **around(account),
        "typed": {name: request.POST.get(name, value) for name, value in values.items()},
        "languages": [(code, NATIVE_NAMES[code]) for code in request.insurer.languages],
        "errors": [(refusal, refusal.field or "")] if refusal else [],
        "error": {refusal.field or "": refusal} if refusal else {},
    }
    return render(request, "pages/accounts/correct.html", context, status=REFUSED if refusal else 200)


@page(may="accounts.write")
def block(request: Request, account_id: UUID) -> HttpResponse:
    """Block, or unblock: whichever the account is not."""
    account = directory.look_at(account_id, request.actor)
    if desk.BLOCK not in account.may:
        raise NotFound
    blocked = account.state == "blocked"
    refusal = None
    if request.method == "POST":
        try:
            # What the person saw is done; somebody else may have been faster.
            if request.POST.get("do") == "unblock":
                door().unblock(account_id, request.actor, reason=request.POST.get("reason", ""))
                done = N_("The account is unblocked: its owner can log in again.")
            else:
                door().block(account_id, request.actor, reason=request.POST.get("reason", ""))
                done = N_("The account is blocked; its sessions, devices and links have ended.")
        except NotFound:
            raise
        except Refusal as problem:
            refusal = problem_of(problem)
        else:
            return _back(request, account_id, done)
    context = {
        **around(account),
        "blocked": blocked,
        "reasons": list((desk.UNBLOCK_REASONS if blocked else desk.BLOCK_REASONS).items()),
        "chosen": request.POST.get("reason", ""),
        "errors": [(refusal, refusal.field or "reason")] if refusal else [],
        "refusal": refusal,
    }
    return render(request, "pages/accounts/block.html", context, status=REFUSED if refusal else 200)


@page(may="accounts.write", methods=_POST)
def link(request: Request, account_id: UUID) -> HttpResponse:
    return _act(
        request,
        account_id,
        lambda: door().send_activation(account_id, request.actor),
        N_("The mail with the link was sent."),
    )


@page(may="accounts.write", methods=_POST)
def end_sessions(request: Request, account_id: UUID) -> HttpResponse:
    return _act(
        request,
        account_id,
        lambda: door().end_sessions(account_id, request.actor),
        N_("All sessions and remembered devices have ended."),
    )


@page(may="accounts.write", methods=_POST)
def release(request: Request, account_id: UUID) -> HttpResponse:
    return _act(
        request,
        account_id,
        lambda: door().release_failed_attempts(account_id, request.actor),
        N_("What failed attempts had blocked is lifted."),
    )


@page(may="accounts.reset_factor", methods=_POST, fresh="accounts")
def reset_factor(request: Request, account_id: UUID) -> HttpResponse:
    return _act(
        request,
        account_id,
        lambda: door().reset_factors(
            account_id,
            evidence=request.POST.get("evidence", ""),
            reference=request.POST.get("reference", "")[:100],
            by=request.actor,
        ),
        N_("The second factor is reset. At the next login, a new one is enrolled."),
    )


def _act(request: Request, account_id: UUID, act: Callable[[], None], done: str) -> HttpResponse:
    """The act and back to the account; or the account with what was refused."""
    try:
        act()
    except NotFound:
        raise
    except Refusal as problem:
        return account_page(request, account_id, problem_of(problem))
    return _back(request, account_id, done)


def _back(request: Request, account_id: UUID, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("account-detail", account_id)
