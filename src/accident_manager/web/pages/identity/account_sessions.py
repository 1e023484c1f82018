"""Where one is logged in: sessions and remembered devices, each ended with one click, and all the others at once."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accident_manager.foundation.refusal import N_
from accident_manager.identity import own, queries
from accident_manager.identity.actions import devices, sessions_of
from accident_manager.identity.actions.step_up import OWN
from accident_manager.identity.doors import door
from accident_manager.identity.doors.interface import DoneHereOnly
from accident_manager.web.access import Request, page
from accident_manager.web.components.happened import spoken
from accident_manager.web.pages.identity import cookies
from accident_manager.web.pages.identity.browsers import name_of


@page(may="account.own", methods=("GET", "HEAD"))
def sessions(request: Request) -> HttpResponse:
    account_id = cast(UUID, request.actor.account_id)
    session: Any = request.session
    rows = [
        (row, name_of(row.user_agent, request.language), row.id == session.row_id, spoken("factor", row.factor))
        for row in own.sessions_of(account_id)
    ]
    remembered = queries.own_account(account_id).devices
    this_device = devices.id_of(account_id, request.COOKIES.get(cookies.DEVICE, ""))
    values = {
        "sessions": sorted(rows, key=lambda row: not row[2]),
        "devices": [
            (device, name_of(device.user_agent, request.language), device.id == this_device) for device in remembered
        ],
        "others": len(rows) > 1 or bool(remembered),
    }
    return render(request, "pages/identity/account_sessions.html", values)


@page(may="account.own", methods=("POST",), fresh=OWN)
def end_session(request: Request, session_id: UUID) -> HttpResponse:
    sessions_of.end(session_id, request.actor)
    _elsewhere_too(request)
    messages.success(request, N_("The session has been ended."))
    return redirect("account-sessions")


@page(may="account.own", methods=("POST",), fresh=OWN)
def end_others(request: Request) -> HttpResponse:
    session: Any = request.session
    sessions_of.end_others(session, request.actor)
    _elsewhere_too(request)
    messages.success(request, N_("Everything else has been ended. Only this browser is still logged in."))
    return redirect("account-sessions")


@page(may="account.own", methods=("POST",), fresh=OWN)
def forget_device(request: Request, device_id: UUID) -> HttpResponse:
    devices.forget(device_id, request.actor)
    messages.success(request, N_("The device has been forgotten."))
    return redirect("account-sessions")


def _elsewhere_too(request: Request) -> None:
    """A session that is open at Auth0 would bring the other browser in again."""
    try:
        door().revoke(cast(UUID, request.actor.account_id))
    except DoneHereOnly as refusal:
        messages.warning(request, refusal.sentence)
