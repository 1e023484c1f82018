"""The first step of the login, and the way out."""

import math
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity import doors
from accident_manager.identity.actions import login, throttle
from accident_manager.web import used_codes
from accident_manager.web.access import actor_of, public_page
from accident_manager.web.pages.identity import half

REFUSED, TOO_MANY = 422, 429
_FAILED = N_("We are sorry, something went wrong when attempting to log in")
# Between the password and the session, and after it.
_ENDED = {
    "1": N_("Your session expired, you will need to start again."),
    "session": N_("Your session has ended. Log in again to go on."),
}
# Said of every address alike.
_LINK_MAILED = N_("If this email address is known here, a link to lift the block has been sent to it.")


@public_page
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    wanted = half.next_path(request)
    if doors.door() is not doors.EMBEDDED:
        return _elsewhere(request, wanted)
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(wanted or "home")
        if "failed" in request.GET:
            return _page(request, {"next": wanted, "refusal": Refusal(_FAILED)})
        return _page(request, {"next": wanted, "notice": _ENDED.get(request.GET.get("ended", ""), "")})
    email, password = request.POST.get("email", "").strip(), request.POST.get("password", "")
    errors = {}
    if not email:
        errors["email"] = N_("Please enter an email address")
    if not password:
        errors["password"] = N_("Password is required")
    if errors:
        return _page(request, {"next": wanted, "email": email, "errors": errors}, REFUSED)
    try:
        begun = doors.EMBEDDED.begin(half.visit(request), {"email": email, "password": password})
    except login.AccountDisabled:
        return _page(request, {"disabled": True}, REFUSED)
    except (throttle.AddressBlocked, throttle.TooManyAttempts) as refusal:
        response = _page(request, {"next": wanted, "email": email, "refusal": refusal}, TOO_MANY)
        response.headers["Retry-After"] = str(math.ceil(refusal.wait.total_seconds()))
        return response
    except throttle.TooManyPasswords as refusal:
        return _page(request, {"next": wanted, "email": email, "refusal": refusal, "notice": _LINK_MAILED}, REFUSED)
    except Refusal as refusal:
        return _page(request, {"next": wanted, "email": email, "refusal": refusal}, REFUSED)
    return half.begin(request, begun, wanted)


@public_page
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    by = actor_of(request) if request.user.is_authenticated else half.visitor(request)
    # Whoever logs in again at once still sees the same code on the phone.
    used = used_codes.used_by(request)
    there = doors.door().leave(half.session(request), language=request.language) if by.account_id else ""  # type: ignore[attr-defined]
    login.end_session(request, by)
    used_codes.carry(request, used)
    response = HttpResponseRedirect(there or reverse("login"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _elsewhere(request: HttpRequest, wanted: str) -> HttpResponse:
    """To the insurer's Auth0 tenant; what was typed into a form of the embedded door is not even read."""
    if request.method == "POST":
        raise NotFound
    kept = {"next": wanted, "here": request.GET.get("here", "")}
    asked = urlencode({name: value for name, value in kept.items() if value})
    return redirect(f"{reverse('login-auth0')}{'?' if asked else ''}{asked}")


def _page(request: HttpRequest, values: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "pages/identity/login.html", values, status=status)
