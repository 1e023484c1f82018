"""The second step of the login: an authenticator app, or the recovery code in its place."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity import own
from accident_manager.identity.actions import devices, factors, login, throttle
from accident_manager.identity.actions.login import CHALLENGE, ENROL, RECOVERY, HalfLogin, HalfLoginIsOver
from accident_manager.identity.doors import EMBEDDED
from accident_manager.identity.rules import codes
from accident_manager.web import passkeys, used_codes
from accident_manager.web.access import public_page
from accident_manager.web.pages.identity import cookies, half
from accident_manager.web.pages.identity.browsers import is_phone
from accident_manager.web.pages.identity.login import REFUSED
from accident_manager.web.pages.identity.passkey_kinds import KINDS

_REMEMBER, _REMEMBER_FOR = N_("Remember this device for 30 days"), N_("Remember this device for %(days)s days")
_LONGEST_DAYS = 30
_SECONDS_OFF = N_(
    "Your phone’s clock is about %(seconds)s seconds off. Set its date and time to be set automatically, then enter "
    "the next code."
)


@public_page
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and "qr" not in request.GET and is_phone(request.headers.get("User-Agent", "")):
        # It cannot scan its own screen.
        return redirect("mfa-enrol-code") if half.current(request, ENROL) else half.elsewhere(request)
    return _enrol(request, "pages/identity/enrol.html")


@public_page
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_by_key(request: HttpRequest) -> HttpResponse:
    return _enrol(request, "pages/identity/enrol_by_key.html")


@public_page
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: HttpRequest) -> HttpResponse:
    at = half.current(request, CHALLENGE)
    if at is None:
        return half.elsewhere(request)
    if request.method != "POST":
        return _challenge(request, at)
    by, remember, code = half.visitor(request), "remember" in request.POST, request.POST.get("code", "")
    try:
        passed = EMBEDDED.complete(half.visit(request), {"code": code}).half or at
    except HalfLoginIsOver:
        return half.elsewhere(request)
    except Refusal as refusal:
        return _challenge(request, at, used_codes.as_told(request, at.account_id, code, refusal), remember)
    used_codes.remember(request, at.account_id, code)
    token = devices.remember(at.account_id, at.version, by) if remember else ""
    response = half.go_on(request, passed)
    if token:
        cookies.remember_device(response, token)
    return response


@public_page
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    at = half.current(request, CHALLENGE)
    if at is None:
        return half.elsewhere(request)
    values = {
        "passkey": passkeys.are_usable(request, at.account_id),
        "kinds": list(dict.fromkeys(KINDS[row.kind] for row in own.passkeys_of(at.account_id) if row.kind)),
    }
    return render(request, "pages/identity/methods.html", values)


@public_page
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_challenge(request: HttpRequest) -> HttpResponse:
    at = half.current(request, CHALLENGE)
    if at is None:
        return half.elsewhere(request)
    refusal = None
    if request.method == "POST":
        try:
            passed = login.verify_recovery_code(at, code=request.POST.get("code", ""), by=half.visitor(request))
        except HalfLoginIsOver:
            return half.elsewhere(request)
        except factors.WrongCode:
            refusal = Refusal(N_("The recovery code you entered is invalid"), field="code")
        except Refusal as refused:
            refusal = refused
        else:
            return half.go_on(request, passed)
    values = {"refusal": refusal}
    return render(request, "pages/identity/recovery_challenge.html", values, status=REFUSED if refusal else 200)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_code(request: HttpRequest) -> HttpResponse:
    """The new recovery code. It can be looked at again until the box is ticked, and never after that."""
    at = half.current(request, RECOVERY)
    if at is None:
        return half.elsewhere(request)
    error = ""
    if request.method == "POST":
        if "kept" in request.POST:
            key = half.session_key(request)
            try:
                return half.go_on(request, login.confirm_recovery_code(at, session_key=key, by=half.visitor(request)))
            except HalfLoginIsOver:
                return half.elsewhere(request)
        error = N_("Please confirm you have recorded the code")
    code = login.recovery_code_of(at, half.session_key(request))
    values = {"code": codes.in_groups(code), "error": error, "replaced": at.replaced}
    return render(request, "pages/identity/recovery_code.html", values, status=REFUSED if error else 200)


def _enrol(request: HttpRequest, template: str) -> HttpResponse:
    at = half.current(request, ENROL)
    if at is None:
        return half.elsewhere(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        code = request.POST.get("code", "")
        try:
            enrolled = login.enrol(at, code=code, by=half.visitor(request))
        except HalfLoginIsOver:
            return half.elsewhere(request)
        except Refusal as refused:
            refusal = used_codes.as_told(request, at.account_id, code, refused)
        else:
            used_codes.remember(request, at.account_id, code)
            return half.go_on(request, enrolled)
    try:
        enrolment = factors.enrolment(at.authenticator_id) if at.authenticator_id else None
    except NotFound:
        enrolment = None
    values = {
        "enrolment": enrolment,
        "qr": qr(enrolment.uri) if enrolment else "",
        "is_phone": is_phone(request.headers.get("User-Agent", "")),
        "refusal": refusal,
        "hint": hint_of(refusal) or _hint(at),
    }
    return render(request, template, values, status=REFUSED if refusal else 200)


def _challenge(
    request: HttpRequest, at: HalfLogin, refusal: Refusal | None = None, remember: bool = False
) -> HttpResponse:
    days = throttle.limits().remember_days
    values = {
        "refusal": refusal, "hint": hint_of(refusal) or _hint(at), "remember": remember, "may_remember": days > 0,
        "remember_words": _REMEMBER if days == _LONGEST_DAYS else Reason(_REMEMBER_FOR, {"days": days}),
    }  # fmt: skip
    return render(request, "pages/identity/challenge.html", values, status=REFUSED if refusal else 200)


def _hint(at: HalfLogin) -> str:
    """After two wrong codes the likely reason is named."""
    if throttle.wrong_codes(at.account_id) < codes.HINT_AFTER:
        return ""
    return N_("Is the code still invalid? Check that the date and time of your phone are set automatically.")


def hint_of(refusal: Refusal | None) -> Reason | None:
    """What is wrong with the phone's clock, when that is what is wrong with the code."""
    seconds = refusal.seconds_off if isinstance(refusal, factors.WrongCode) else None
    return Reason(_SECONDS_OFF, {"seconds": abs(seconds)}) if seconds is not None else None


def qr(uri: str) -> str:
    """The QR code of an address, drawn into the page."""
    drawn = segno.make(uri, error="m", micro=False)
    svg = drawn.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff")
    return mark_safe(svg)  # noqa: S308  drawn by segno: squares only
