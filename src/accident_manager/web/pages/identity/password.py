"""Asking for a link to set the password, and setting it. Opening the link changes nothing; only its button does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accident_manager.foundation.refusal import N_
from accident_manager.identity.actions import passwords
from accident_manager.identity.rules.passwords import UnfitPassword
from accident_manager.web.access import public_page
from accident_manager.web.pages.identity import cookies, half
from accident_manager.web.pages.identity.company import words_of_employers
from accident_manager.web.pages.identity.login import REFUSED


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "pages/identity/forgot_password.html", {"errors": {}})
    email = request.POST.get("email", "").strip()
    if not email:
        values = {"errors": {"email": N_("Please enter an email address")}}
        return render(request, "pages/identity/forgot_password.html", values, status=REFUSED)
    passwords.request_link(email=email, by=half.visitor(request))
    return _sent(request, email)


@public_page
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same page without the address, which stands in no URL: after a reload or a change of language."""
    return _sent(request, "")


@public_page
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: its token leaves the address at once."""
    response = redirect("reset-password-form")
    cookies.keep_link(request, response, token)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public_page
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    token_hash = passwords.link_hash(request.COOKIES.get(cookies.LINK, ""))
    if request.method != "POST":
        state = passwords.link_state(token_hash)
        return _form(request, {}) if state == "usable" else _gone(request, state)
    try:
        passwords.set_by_link(
            token_hash=token_hash,
            password=request.POST.get("password", ""),
            again=request.POST.get("again", ""),
            by=half.visitor(request),
            company_words=words_of_employers,
        )
    except passwords.LinkIsGone as gone:
        return _gone(request, gone.state)
    except UnfitPassword as unfit:
        return _form(request, {unfit.field or "password": unfit}, REFUSED)
    response = redirect("reset-password-done")
    cookies.forget_link(response)
    return response


@public_page
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/identity/reset_password_done.html")


def _sent(request: HttpRequest, email: str) -> HttpResponse:
    return render(request, "pages/identity/forgot_password_sent.html", {"email": email})


def _form(request: HttpRequest, errors: dict[str, object], status: int = 200) -> HttpResponse:
    # The address has no token any more. Under "no-referrer" a browser would send this form with "Origin: null",
    # which is refused as a forgery; the middleware's "same-origin" tells nobody else anything.
    return render(request, "pages/identity/reset_password.html", {"errors": errors}, status=status)


def _gone(request: HttpRequest, state: str) -> HttpResponse:
    title, text = {
        "expired": (
            N_("Link Expired"),
            N_(
                'To reset your password, return to the login page and select "Forgot Your Password" '
                "to send a new email."
            ),
        ),
        "used": (
            N_("Invalid Link"),
            N_(
                "This link has already been used. To reset your password, return to the login page and select "
                '"Forgot Your Password" to send a new email.'
            ),
        ),
    }.get(
        state,
        (
            N_("Please Try Again"),
            N_('Something went wrong. Please return to the login page and select "Forgot Your Password" to try again.'),
        ),
    )
    values = {"heading": title, "text": text}
    response = render(request, "pages/identity/reset_password_error.html", values, status=410)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
