"""The two cookies of the login beside the session: the remembered device, and the link that was opened."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accident_manager.identity.actions.devices import REMEMBERED_FOR
from accident_manager.identity.actions.passwords import LINK_HOURS

DEVICE, LINK = "acm_device", "acm_link"


def remember_device(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        DEVICE,
        token,
        max_age=int(REMEMBERED_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def keep_link(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """The token of a link leaves the address for a cookie that only the form behind it gets; no row changes."""
    response.set_cookie(
        LINK,
        token,
        max_age=LINK_HOURS * 3600,
        path=reverse("reset-password-form"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_link(response: HttpResponse) -> None:
    response.delete_cookie(LINK, path=reverse("reset-password-form"), samesite="Lax")
