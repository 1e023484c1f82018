"""A passkey in place of the one-time code, in the second step of the login."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accident_manager.foundation.refusal import Refusal
from accident_manager.identity.actions import login
from accident_manager.identity.actions.login import CHALLENGE, HalfLoginIsOver
from accident_manager.web import passkeys
from accident_manager.web.access import public_page
from accident_manager.web.pages.identity import half
from accident_manager.web.pages.identity.login import REFUSED


@public_page
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """What the browser needs, for the script of the page below."""
    at = half.current(request, CHALLENGE)
    if at is None:
        return half.elsewhere(request)
    session, by = half.session(request), half.visitor(request)
    return passkeys.asked(request, lambda: login.begin_passkey(at, session, passkeys.site(request), by))


@public_page
@sensitive_post_parameters(passkeys.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: HttpRequest) -> HttpResponse:
    at = half.current(request, CHALLENGE)
    if at is None:
        return half.elsewhere(request)
    if request.method != "POST":
        if not passkeys.are_usable(request, at.account_id):
            return redirect("mfa-methods")
        return _page(request)
    try:
        passed = login.verify_passkey(
            at,
            half.session(request),
            answer=request.POST.get(passkeys.ANSWER, ""),
            site=passkeys.site(request),
            by=half.visitor(request),
        )
    except HalfLoginIsOver:
        return half.elsewhere(request)
    except Refusal as refusal:
        return _page(request, refusal)
    return half.go_on(request, passed)


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    values = {"refusal": refusal}
    return render(request, "pages/identity/passkey_challenge.html", values, status=REFUSED if refusal else 200)
