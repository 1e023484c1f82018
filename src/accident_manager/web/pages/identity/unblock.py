"""Lifting the block of failed attempts by the link of the mail. Opening it changes nothing; only its button does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accident_manager.foundation.refusal import N_
from accident_manager.identity.actions import unblock
from accident_manager.web.access import public_page
from accident_manager.web.pages.identity import cookies, half

_GONE = {
    "expired": N_("This link has expired. The block it was for has ended by itself: try to log in again."),
    "used": N_("This link has been used already, or the block has ended otherwise: try to log in again."),
    "unknown": N_("This link is not valid. Open the link of the newest email, or wait until the block ends by itself."),
}


@public_page
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: its token leaves the address at once."""
    response = redirect("unblock-form")
    cookies.keep_unblock_link(response, token)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest) -> HttpResponse:
    token_hash = unblock.link_hash(request.COOKIES.get(cookies.UNBLOCK, ""))
    if request.method != "POST":
        state = unblock.link_state(token_hash)
        return render(request, "pages/identity/unblock.html") if state == "usable" else _gone(request, state)
    try:
        unblock.lift(token_hash=token_hash, by=half.visitor(request))
    except unblock.LinkIsGone as gone:
        return _gone(request, gone.state)
    response = redirect("unblock-done")
    cookies.forget_unblock_link(response)
    return response


@public_page
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/identity/unblock_done.html")


def _gone(request: HttpRequest, state: str) -> HttpResponse:
    return render(request, "pages/identity/unblock_failed.html", {"text": _GONE[state]}, status=410)
