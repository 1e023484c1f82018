"""Coming in by the insurer's Auth0 tenant: there and back, what Auth0 tells us, and what to say when it does not."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accident_manager.foundation.refusal import NotFound, Refusal
from accident_manager.identity import doors
from accident_manager.identity.actions import federated, login, step_up
from accident_manager.identity.auth0 import not_let_in as no
from accident_manager.identity.auth0 import tokens
from accident_manager.identity.auth0.check import Addresses, addresses
from accident_manager.identity.auth0.refused import Auth0Refused
from accident_manager.identity.doors import Auth0Door
from accident_manager.identity.doors.interface import Arrived, Elsewhere, LoginDoor, Visit
from accident_manager.identity.rules.addresses import is_path_inside
from accident_manager.web.access import actor_of, public_page
from accident_manager.web.pages.identity import cookies, half

_SID, _HERE = "auth0_sid", "here"
_REFUSED = 403


@public_page
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To Auth0. Of the address only the page to come back to is read, and only one behind this door."""
    door = auth0_door()
    wanted = half.next_path(request)
    if request.user.is_authenticated:
        return redirect(wanted or "home")
    elsewhere = _at_the_right_host(request, wanted)
    if elsewhere is not None:
        return elsewhere
    return _go(request, lambda: door.begin(_visit(request), {}, wanted=wanted))


@public_page
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    door = auth0_door()
    try:
        arrived = door.complete(_visit(request), request.GET.dict())
        return _confirmed(request, arrived) if arrived.confirmed else _in(request, arrived)
    except no.NotLetIn as refusal:
        return _refused(request, refusal)
    except Auth0Refused:
        return redirect("login-unavailable")
    except login.HalfLoginIsOver:
        # Blocked in this very moment.
        return _refused(request, no.DisabledHere())


@public_page
@require_safe
def unavailable(request: HttpRequest) -> HttpResponse:
    """Auth0 does not answer: nobody new comes in, nobody is put out."""
    auth0_door()
    values = {"is_in": request.user.is_authenticated}
    response = render(request, "pages/identity/auth0_unavailable.html", values, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = "60"
    return response


@public_page
@csrf_exempt
@require_POST
def back_channel(request: HttpRequest) -> HttpResponse:
    """Auth0 itself says that somebody has logged out (OpenID Connect Back-Channel Logout 1.0)."""
    tenant = auth0_door().tenant
    if not tenant.back_channel:
        raise NotFound
    by = half.visitor(request)
    try:
        claims = tokens.logout_token(tenant, request.POST.get("logout_token", ""))
        federated.end_told(
            tenant, jti=claims["jti"], sid=claims.get("sid", ""), subject=claims.get("sub", ""), by=by
        )  # fmt: skip
    except no.NotLetIn as refusal:
        federated.note_logout_refusal(refusal, by)
        return JsonResponse({"error": "invalid_request"}, status=HTTPStatus.BAD_REQUEST)
    except Auth0Refused:
        return JsonResponse({"error": "temporarily_unavailable"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponse(status=HTTPStatus.OK)


def to_confirm(request: HttpRequest, kind: str, wanted: str) -> HttpResponse:
    """To Auth0 to say again who one is, for this kind of act."""
    door = auth0_door()
    return _go(request, lambda: door.confirm(_visit(request), kind, wanted=wanted))


def auth0_door() -> Auth0Door:
    """The door, when it is an Auth0 tenant. NotFound."""
    door: LoginDoor = doors.door()
    if not isinstance(door, Auth0Door):
        raise NotFound
    return door


def _go(request: HttpRequest, begin: Callable[[], Elsewhere]) -> HttpResponse:
    try:
        return HttpResponseRedirect(begin().address)
    except no.NotLetIn as refusal:
        federated.note_refusal(refusal, half.visitor(request))
        return _refused(request, refusal)
    except Auth0Refused:
        return redirect("login-unavailable")


def _in(request: HttpRequest, arrived: Arrived) -> HttpResponse:
    assert arrived.half is not None and arrived.sid_token is not None
    session = half.session(request)
    # Whoever was in before in this browser is out, and nothing of his stays.
    session.flush()
    session[_SID] = arrived.sid
    session.belongs_to(arrived.sid_token)
    login.open_session(request, arrived.half, half.visitor(request), device_marks=cookies.device_marks(request))
    response = redirect(_inside(arrived.wanted))
    cookies.keep_device_mark(request, response, arrived.half.account_id)
    return response


def _confirmed(request: HttpRequest, arrived: Arrived) -> HttpResponse:
    step_up.confirmed_elsewhere(half.session(request), arrived.confirmed, actor_of(request))
    return redirect(_inside(arrived.wanted))


def _inside(path: str) -> str:
    door = reverse("home")
    return path if is_path_inside(path, door) else door


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    disabled = isinstance(refusal, no.DisabledHere | no.BlockedThere)
    values = {"refusal": refusal, "disabled": disabled, "is_in": request.user.is_authenticated}
    return render(request, "pages/identity/auth0_refused.html", values, status=_REFUSED)


def _visit(request: HttpRequest) -> Visit:
    by = actor_of(request) if request.user.is_authenticated else half.visitor(request)
    return Visit(half.session(request), by, request.language, callback=_registered(request).callback)  # type: ignore[attr-defined]


def _registered(request: HttpRequest) -> Addresses:
    return addresses(request.insurer)  # type: ignore[attr-defined]


def _at_the_right_host(request: HttpRequest, wanted: str) -> HttpResponse | None:
    """Auth0 sends people back to the one address that is registered there; the session has to be of the same host."""
    right = urlsplit(_registered(request).logged_out)
    if request.get_host() == right.netloc or _HERE in request.GET:
        return None
    asked = {_HERE: "1", **({"next": wanted} if wanted else {})}
    return HttpResponseRedirect(f"{right.geturl()}?{urlencode(asked)}")
