"""The half-logged-in state in the browser's session: under a key of our own, never Django's."""

from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accident_manager.foundation.actor import Actor
from accident_manager.identity import queries
from accident_manager.identity.actions import login
from accident_manager.identity.actions.login import HalfLogin, HalfLoginIsOver
from accident_manager.identity.doors.interface import Visit
from accident_manager.identity.rules.addresses import is_path_inside
from accident_manager.identity.sessions import SessionStore
from accident_manager.web import used_codes
from accident_manager.web.access import actor_of, address_of
from accident_manager.web.pages.identity import cookies

_HALF, _NEXT = "half_login", "half_login_next"
_SCREENS = {login.ENROL: "mfa-enrol", login.CHALLENGE: "mfa-challenge", login.RECOVERY: "mfa-recovery-code"}
STEPS = tuple(_SCREENS)


def visitor(request: HttpRequest) -> Actor:
    """Whoever is at the login pages: nobody yet, but from somewhere."""
    return queries.visitor(address_of(request), request.headers.get("User-Agent", "")[:300])


def visit(request: HttpRequest) -> Visit:
    """The browser as a door sees it."""
    token = request.COOKIES.get(cookies.DEVICE, "")
    return Visit(session(request), visitor(request), request.language, device_token=token)  # type: ignore[attr-defined]


def next_path(request: HttpRequest) -> str:
    """Where to go after the login: a path behind this insurer's door, or nothing."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    return wanted if is_path_inside(wanted, reverse("home")) else ""


def begin(request: HttpRequest, half: HalfLogin, wanted: str) -> HttpResponse:
    """Keep a new half-login under a new session key, and go to its screen."""
    used = used_codes.used_by(request)
    if request.user.is_authenticated:
        # A form that was opened before somebody came in.
        login.end_session(request, actor_of(request))
    else:
        request.session.flush()
    # Another tab of this browser may have used the code that is on the phone at this moment.
    used_codes.carry(request, used)
    request.session[_NEXT] = wanted
    return go_on(request, half)


def current(request: HttpRequest, *steps: str) -> HalfLogin | None:
    """The half-login of this browser when it is at one of these steps and alive."""
    data = request.session.get(_HALF)
    half = HalfLogin.from_data(data) if data else None
    if half is None or half.step not in steps:
        return None
    # Who is given a code asks that himself, before he looks at it.
    asked_later = request.method == "POST" and half.step != login.RECOVERY
    return half if asked_later or login.is_alive(half) else None


def go_on(request: HttpRequest, half: HalfLogin) -> HttpResponse:
    """To the screen of the next step; after the last one, into the session."""
    if half.step != login.DONE:
        request.session[_HALF] = half.as_data()
        return redirect(_SCREENS[half.step])
    wanted = request.session.pop(_NEXT, "")
    request.session.pop(_HALF, None)
    try:
        login.open_session(request, half, visitor(request), device_marks=cookies.device_marks(request))
    except HalfLoginIsOver:
        # Blocked, or the password changed, since the last step was asked for.
        request.session.flush()
        return redirect(f"{reverse('login')}?{urlencode({'failed': '1'})}")
    response = redirect(wanted if is_path_inside(wanted, reverse("home")) else "home")
    cookies.keep_device_mark(request, response, half.account_id)
    return response


def elsewhere(request: HttpRequest) -> HttpResponse:
    """For a step that is not this browser's next one: to the screen that is, home, or to the login."""
    data = request.session.get(_HALF)
    half = HalfLogin.from_data(data) if data else None
    if half and half.step in _SCREENS and login.is_alive(half):
        return redirect(_SCREENS[half.step])
    if request.user.is_authenticated:
        return redirect("home")
    ended = {"ended": "1"} if data or request.method == "POST" else {}
    return redirect(f"{reverse('login')}?{urlencode(ended)}" if ended else reverse("login"))


def session(request: HttpRequest) -> SessionStore:
    return cast(SessionStore, request.session)


def session_key(request: HttpRequest) -> str:
    return request.session.session_key or ""
