"""The cookies of the login beside the session: the remembered device, accounts seen here, the link that was opened."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accident_manager.identity.actions.devices import REMEMBERED_FOR
from accident_manager.identity.actions.suspicion import device_mark

DEVICE, LINK, SEEN = (f"{settings.ACM_COOKIE_PREFIX}acm_{name}" for name in ("device", "link", "seen"))
UNBLOCK = f"{settings.ACM_COOKIE_PREFIX}acm_unblock"
# Accounts that one browser is known to, and how long browsers keep a cookie at most (days).
_MARKS, _KEPT_DAYS = 8, 400
# No link works longer than this.
_LINK_HOURS = 24


def remember_device(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        DEVICE,
        token,
        max_age=int(REMEMBERED_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def device_marks(request: HttpRequest) -> list[str]:
    """What this browser has kept of the accounts that logged in with it."""
    return [mark for mark in request.COOKIES.get(SEEN, "").split(".") if mark][:_MARKS]


def keep_device_mark(request: HttpRequest, response: HttpResponse, account_id: UUID) -> None:
    """This browser has been seen with this account; the cookie opens nothing, it only keeps a notice from going out."""
    mine = device_mark(account_id)
    marks = [mine, *(mark for mark in device_marks(request) if mark != mine)][:_MARKS]
    response.set_cookie(
        SEEN,
        ".".join(marks),
        max_age=_KEPT_DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def keep_link(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """The token of a link leaves the address for a cookie that only the form behind it gets; no row changes."""
    _keep_token(response, LINK, token, "reset-password-form")


def forget_link(response: HttpResponse) -> None:
    response.delete_cookie(LINK, path=reverse("reset-password-form"), samesite="Lax")


def keep_unblock_link(response: HttpResponse, token: str) -> None:
    _keep_token(response, UNBLOCK, token, "unblock-form")


def forget_unblock_link(response: HttpResponse) -> None:
    response.delete_cookie(UNBLOCK, path=reverse("unblock-form"), samesite="Lax")


def _keep_token(response: HttpResponse, cookie: str, token: str, form: str) -> None:
    response.set_cookie(
        cookie,
        token,
        max_age=_LINK_HOURS * 3600,
        path=reverse(form),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
