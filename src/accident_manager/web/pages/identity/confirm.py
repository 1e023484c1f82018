"""Password and code again, for whoever opened a page that asks for it (`web.fresh`)."""

from typing import cast
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import doors
from accident_manager.identity.actions import passkeys as act
from accident_manager.identity.actions import step_up
from accident_manager.web import fresh, kept_forms, passkeys
from accident_manager.web.access import Request, page
from accident_manager.web.pages.identity import auth0, half


@sensitive_post_parameters(fresh.PASSWORD, fresh.CODE, fresh.PASSKEY)
@page(may="account.own")
def confirm(request: Request) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    kind, wanted = sent.get("for", step_up.OWN), half.next_path(request) or reverse("account")
    if kind not in step_up.KINDS:
        raise NotFound
    if doors.door() is not doors.EMBEDDED:
        return fresh.elsewhere(request, kind, wanted)
    refusal = None
    if fresh.SEND in request.POST:
        refusal = fresh.try_to_confirm(request, kind)
        if refusal is None:
            return HttpResponseRedirect(wanted)
    carried = [("for", kind), ("next", wanted)]
    return fresh.screen(request, refusal, to=reverse("account-confirm"), carried=carried)


@page(may="account.own", methods=("POST",))
def begin_passkey(request: Request) -> HttpResponseBase:
    """What the browser needs to give a passkey in place of the code, for the script of the screen."""
    session, account_id, site = half.session(request), cast(UUID, request.actor.account_id), passkeys.site(request)
    return passkeys.asked(
        request, lambda: act.begin_challenge(session, account_id, site, request.actor, purpose=act.CONFIRM)
    )


@page(may="account.own", methods=("GET", "HEAD"))
def at_auth0(request: Request) -> HttpResponse:
    """To Auth0, which asks for password and second factor anew."""
    kind = request.GET.get("for", step_up.OWN)
    if kind not in step_up.KINDS:
        raise NotFound
    if doors.door() is doors.EMBEDDED:
        return HttpResponseRedirect(f"{reverse('account-confirm')}?{request.GET.urlencode()}")
    return auth0.to_confirm(request, kind, half.next_path(request) or reverse("account"))


@page(may="account.own", methods=("GET", "HEAD"))
def go_on(request: Request) -> HttpResponse:
    """The form that waited, as it was typed: one button sends it."""
    kept = kept_forms.kept(request)
    if kept is None:
        return HttpResponseRedirect(reverse("home"))
    to, fields = kept
    return render(request, "pages/identity/confirm_go_on.html", {"to": to, "carried": fields})
