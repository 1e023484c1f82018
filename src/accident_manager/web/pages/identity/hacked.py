""" "I think my account was hacked": everything ends, a new password and a new app follow, support is told."""

from contextlib import suppress
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accident_manager.identity import own
from accident_manager.identity.actions.step_up import OWN
from accident_manager.identity.auth0.refused import Auth0Refused
from accident_manager.identity.doors import door
from accident_manager.identity.doors.interface import DoneHereOnly
from accident_manager.web.access import Request, page, public_page


@page(may="account.own", methods=("GET", "HEAD"))
def explain(request: Request) -> HttpResponse:
    values = {"passkeys": own.passkeys_of(cast(UUID, request.actor.account_id))}
    return render(request, "pages/identity/hacked.html", values)


@page(may="account.own", methods=("POST",), fresh=OWN)
def report(request: Request) -> HttpResponse:
    # What could not be told elsewhere holds here all the same.
    with suppress(DoneHereOnly, Auth0Refused):
        door().secure_after_hack(request.actor)
    request.session.flush()
    return redirect("account-hacked-done")


@public_page
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/identity/hacked_done.html")
