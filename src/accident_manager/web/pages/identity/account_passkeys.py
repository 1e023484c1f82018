"""One's own passkeys: which there are, another one, another name, one less.

The script asks for a passkey after password and code were confirmed; what it asked for may be given without asking
that again, for five minutes.
"""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity import own
from accident_manager.identity.actions import passkeys as act
from accident_manager.identity.actions.step_up import OWN
from accident_manager.identity.rules.passkeys import LONGEST_NAME, MOST
from accident_manager.web import passkeys
from accident_manager.web.access import Request, page
from accident_manager.web.pages.identity.browsers import name_of
from accident_manager.web.pages.identity.login import REFUSED
from accident_manager.web.pages.identity.passkey_kinds import KINDS


@page(may="account.own", methods=("GET", "HEAD"))
def mine(request: Request) -> HttpResponse:
    rows = own.passkeys_of(cast(UUID, request.actor.account_id))
    if not rows and not request.insurer.passkeys_allowed:
        return redirect("account")
    allowed, site = request.insurer.passkeys_allowed, passkeys.site(request)
    values = {
        "rows": [(row, KINDS.get(row.kind, "")) for row in rows],
        "allowed": allowed,
        "here": site is not None,
        "may_add": allowed and site is not None and len(rows) < MOST,
        "most": MOST,
        "is_full": len(rows) >= MOST,
        "longest": LONGEST_NAME,
    }
    return render(request, "pages/identity/account_passkeys.html", values)


@page(may="account.own", methods=("GET", "HEAD"), fresh=OWN)
def add(request: Request) -> HttpResponse:
    return _form(request) if request.insurer.passkeys_allowed else redirect("account")


@page(may="account.own", methods=("POST",), fresh=OWN)
def begin(request: Request) -> HttpResponseBase:
    session: Any = request.session
    site = passkeys.site(request)
    return passkeys.asked(request, lambda: act.begin_registration(session, site, request.actor))


@sensitive_post_parameters(passkeys.ANSWER)
@page(may="account.own", methods=("POST",))
def keep(request: Request) -> HttpResponse:
    session: Any = request.session
    answer, name = request.POST.get(passkeys.ANSWER, ""), request.POST.get("name", "")
    try:
        act.finish_registration(session, answer, name, passkeys.site(request), request.actor)
    except act.PasskeysNotAllowed:
        return redirect("account")
    except Refusal as refusal:
        return _form(request, name, refusal)
    messages.success(request, N_("The passkey has been added. From now on it can take the place of the code."))
    return redirect("account-passkeys")


@page(may="account.own", methods=("POST",), fresh=OWN)
def rename(request: Request, passkey_id: UUID) -> HttpResponse:
    act.rename(passkey_id, request.POST.get("name", ""), request.actor)
    messages.success(request, N_("The passkey has another name."))
    return redirect("account-passkeys")


@page(may="account.own", methods=("POST",), fresh=OWN)
def remove(request: Request, passkey_id: UUID) -> HttpResponse:
    session: Any = request.session
    act.remove(session, passkey_id, request.actor)
    messages.success(
        request, N_("The passkey has been removed. Your other sessions and remembered devices have ended.")
    )
    return redirect("account-passkeys")


def _form(request: Request, name: str = "", refusal: Refusal | None = None) -> HttpResponse:
    values = {
        "name": name or name_of(request.actor.user_agent, request.language),
        "here": passkeys.site(request) is not None,
        "longest": LONGEST_NAME,
        "refusal": refusal,
    }
    return render(request, "pages/identity/account_passkey_new.html", values, status=REFUSED if refusal else 200)
