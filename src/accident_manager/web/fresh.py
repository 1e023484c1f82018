"""Asking for password and code again before a page that a stolen session must not use.

A page that was only opened goes to the screen `account/confirm` and comes back. A form that was sent is asked on the
spot: the screen carries what was sent, so that nothing typed is lost, and goes on with it.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity import doors
from accident_manager.identity.actions import step_up
from accident_manager.web import kept_forms, passkeys, used_codes

PASSWORD, CODE, SEND = "confirm-password", "confirm-code", "confirm-send"
BY_RECOVERY, BY_APP, PASSKEY = "confirm-recovery", "confirm-app", "confirm-passkey"
_OURS = frozenset({PASSWORD, CODE, SEND, BY_RECOVERY, BY_APP, PASSKEY, "confirm-email", "csrfmiddlewaretoken"})
_REFUSED = 422


def ask_first(request: HttpRequest, kind: str) -> HttpResponse | None:
    """The answer that asks for the confirmation; None when there is one and the page can go on."""
    session: Any = request.session
    if step_up.is_fresh(session, kind):
        return None
    where = f"{reverse('account-confirm')}?{urlencode({'for': kind, 'next': _path(request)})}"
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Redirect": where})
    if request.method != "POST":
        return HttpResponse(status=302, headers={"Location": where})
    if doors.door() is not doors.EMBEDDED:
        is_kept = kept_forms.keep(request, request.get_full_path(), _carried(request.POST))
        wanted = reverse("account-confirm-go-on") if is_kept else _path(request)
        return elsewhere(request, kind, wanted, is_lost=bool(request.FILES) or not is_kept)
    refusal = None
    if SEND in request.POST:
        refusal = try_to_confirm(request, kind)
        if refusal is None:
            kept = request.POST.copy()
            for name in _OURS:
                kept.pop(name, None)
            kept._mutable = False
            request.POST = kept  # type: ignore[assignment]
            return None
    return screen(request, refusal, to=request.get_full_path(), carried=_carried(request.POST))


def try_to_confirm(request: HttpRequest, kind: str) -> Refusal | None:
    """Confirm with what the screen sent; gives what is wrong with it."""
    session: Any = request.session
    code, account_id = request.POST.get(CODE, ""), request.actor.account_id  # type: ignore[attr-defined]
    passkey = request.POST.get(PASSKEY, "")
    by_recovery = BY_RECOVERY in request.POST and not passkey
    try:
        step_up.confirm(
            session, kind, password=request.POST.get(PASSWORD, ""), code=code, by_recovery_code=by_recovery,
            by=request.actor, passkey=passkey, site=passkeys.site(request),  # type: ignore[attr-defined]
        )  # fmt: skip
    except Refusal as refusal:
        return used_codes.as_told(request, account_id, code, refusal)
    if by_recovery:
        messages.warning(request, N_("Your recovery code has been used and no longer works. Make a new one now."))
    elif not passkey:
        used_codes.remember(request, account_id, code)
    return None


def elsewhere(request: HttpRequest, kind: str, wanted: str, *, is_lost: bool = False) -> HttpResponse:
    """The screen that leads to Auth0 to confirm, and back to `wanted`."""
    asked = urlencode({"for": kind, "next": wanted})
    values = {"to": f"{reverse('account-confirm-auth0')}?{asked}", "is_lost": is_lost}
    return render(request, "pages/identity/confirm_auth0.html", values)


def screen(request: HttpRequest, refusal: Refusal | None, *, to: str, carried: Any = ()) -> HttpResponse:
    """The screen itself: its form goes to `to` and carries the hidden (name, value) pairs."""
    values = {
        "to": to,
        "carried": list(carried),
        "files_are_lost": bool(request.FILES),
        "by_recovery": BY_RECOVERY in request.POST and BY_APP not in request.POST,
        "passkey": passkeys.are_usable(request, request.actor.account_id),  # type: ignore[attr-defined]
        "email": request.user.email if request.user.is_authenticated else "",
        "errors": {refusal.field or "password": refusal} if refusal else {},
    }
    return render(request, "pages/identity/confirm.html", values, status=_REFUSED if refusal else 200)


def _carried(sent: QueryDict) -> Iterator[tuple[str, str]]:
    for name, given in sent.lists():
        if name not in _OURS:
            yield from ((name, str(value)) for value in given)


def _path(request: HttpRequest) -> str:
    """Where to come back to: the page itself, or the one whose form or link asked for it."""
    if request.method in {"GET", "HEAD"} and not getattr(request, "htmx", False):
        return request.get_full_path()
    address = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    path = address.removeprefix(f"{request.scheme}://{request.get_host()}")
    return path if path.startswith(reverse("home")) else reverse("home")
