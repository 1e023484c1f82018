"""One's own second factor: another authenticator app in the place of the one there is, another recovery code.

Both begin with a button and a confirmation (`web.fresh`). What was begun is kept in the session, for half an hour: the
screens that follow ask for nothing again, while somebody looks for his phone or a pen.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accident_manager.foundation import clock
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity.actions import factors
from accident_manager.identity.actions.step_up import OWN
from accident_manager.identity.rules import codes
from accident_manager.web import used_codes
from accident_manager.web.access import Request, page
from accident_manager.web.pages.identity import half
from accident_manager.web.pages.identity.browsers import is_phone
from accident_manager.web.pages.identity.login import REFUSED
from accident_manager.web.pages.identity.second_factor import hint_of, qr

_APP, _CODE = "own_app_begun", "own_code_begun"
_LASTS = timedelta(minutes=30)


@page(may="account.own", methods=("POST",), fresh=OWN)
def begin_app(request: Request) -> HttpResponse:
    _keep(request, _APP, str(factors.begin_replacement(request.actor)))
    return redirect("account-authenticator")


@sensitive_post_parameters("code")
@page(may="account.own")
def app(request: Request) -> HttpResponse:
    begun = _begun(request, _APP)
    try:
        enrolment = factors.enrolment(UUID(begun)) if begun else None
    except NotFound:
        enrolment = None
    if enrolment is None:
        return redirect("account")
    refusal: Refusal | None = None
    if request.method == "POST":
        code = request.POST.get("code", "")
        session: Any = request.session
        try:
            factors.replace_by(session, UUID(begun), code, request.actor)
        except Refusal as refused:
            refusal = refused
        else:
            request.session.pop(_APP, None)
            used_codes.remember(request, request.actor.account_id, code)
            messages.success(
                request,
                N_("Your new app is linked. The old one, your other sessions and remembered devices have ended."),
            )
            return redirect("account")
    values = {
        "enrolment": enrolment,
        "qr": qr(enrolment.uri),
        "is_phone": is_phone(request.actor.user_agent),
        "refusal": refusal,
        "hint": hint_of(refusal),
    }
    return render(request, "pages/identity/account_app.html", values, status=REFUSED if refusal else 200)


@page(may="account.own", methods=("POST",), fresh=OWN)
def begin_recovery_code(request: Request) -> HttpResponse:
    _keep(request, _CODE, factors.make_recovery_code(request.actor))
    return redirect("account-recovery-code")


@page(may="account.own")
def recovery_code(request: Request) -> HttpResponse:
    begun = _begun(request, _CODE)
    if not begun:
        return redirect("account")
    session: Any = request.session
    code = factors.recovery_code_from(half.session_key(request), begun)
    error = ""
    if request.method == "POST":
        if "kept" in request.POST:
            request.session.pop(_CODE, None)
            factors.replace_recovery_code(session, code, request.actor)
            messages.success(
                request,
                N_("Your new recovery code is in use. Your other sessions and remembered devices have ended."),
            )
            return redirect("account")
        error = N_("Please confirm you have recorded the code")
    values = {"code": codes.in_groups(code), "error": error}
    return render(request, "pages/identity/account_recovery_code.html", values, status=REFUSED if error else 200)


def _keep(request: Request, key: str, begun: str) -> None:
    request.session[key] = [begun, clock.now().isoformat()]


def _begun(request: Request, key: str) -> str:
    """What was begun, or "" when nothing was, or too long ago."""
    begun, at = request.session.get(key, ["", ""])
    return begun if begun and datetime.fromisoformat(at) + _LASTS > clock.now() else ""
