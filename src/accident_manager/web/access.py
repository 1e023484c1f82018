"""Who may open a page. Every page names the act it needs; a test walks all addresses as every role and as nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accident_manager.foundation.actor import Actor
from accident_manager.foundation.networks import without_port
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import doors
from accident_manager.identity import queries as identity
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.web.fresh import ask_first

View = Callable[..., HttpResponseBase]
_log = structlog.get_logger("accident_manager.web")


class Request(HttpRequest):
    """A request as a page gets it: a page cannot be written without them."""

    actor: Actor
    insurer: InsurerInfo
    language: str
    htmx: Any


def page(*, may: str, methods: tuple[str, ...] = ("GET", "HEAD", "POST"), fresh: str = "") -> Callable[[View], View]:
    """A page for whoever may do this act; others find nothing, and nobody is asked to log in and brought back.

    `fresh`: only after password and code were given again for this kind of act (`identity.actions.step_up`).
    """

    def decorate(view: View) -> View:
        # Rights are asked first: whoever may not know of a page does not learn which methods it takes.
        answered = require_http_methods(methods)(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_log_in(request)
            request.actor = actor_of(request)  # type: ignore[attr-defined]
            structlog.contextvars.bind_contextvars(account=str(request.user.pk))
            if goes_to := doors.door().goes_to:
                # A form whose session has ended meanwhile, and logging out, lead there.
                request.form_target = f" {goes_to}"  # type: ignore[attr-defined]
            if not request.actor.may(may):  # type: ignore[attr-defined]
                _log.warning("not allowed", act=may, path=request.path)
                raise NotFound
            if fresh and request.method in methods:
                asked = ask_first(request, fresh)
                if asked is not None:
                    return asked
            return answered(request, *args, **kwargs)

        guarded.act = may  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return guarded

    return decorate


def embedded_only(view: View) -> View:
    """A page of a door of our own: where people come in by Auth0, passwords and factors are kept there."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if doors.door() is not doors.EMBEDDED:
            raise NotFound
        return view(request, *args, **kwargs)

    return answered


def public_page(view: View) -> View:
    """A page for everybody, logged in or not: the login itself, the FAQ."""
    view.act = None  # type: ignore[attr-defined]
    return view


def actor_of(request: HttpRequest) -> Actor:
    assert request.user.pk is not None
    session: Any = request.session
    return identity.actor_of(
        request.user.pk,
        ip=address_of(request),
        user_agent=request.headers.get("User-Agent", "")[:300],
        session_id=session.row_id,
    )


def address_of(request: HttpRequest) -> str:
    """The visitor's address; behind our own proxy the last one it added, never one the visitor wrote."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.ACM_BEHIND_PROXY else ""
    return without_port(forwarded.rsplit(",", 1)[-1].strip()) or request.META.get("REMOTE_ADDR", "")


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """To the login page, and back here afterwards. A script that saves in the background is told 401 instead."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else request.headers.get("Referer", "")
    # A cookie without a session behind it: there was one, and it has ended.
    lost = settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty()
    asked = {"next": _inside(request, back), **({"ended": "session"} if lost else {})}
    where = f"{reverse('login')}?{urlencode(asked)}"
    if getattr(request, "htmx", False) or request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=401, headers={"HX-Redirect": where} if getattr(request, "htmx", False) else {})
    return redirect(where)


def _inside(request: HttpRequest, address: str) -> str:
    """The path of an address when it lies behind this insurer's door, else the door itself."""
    origin = f"{request.scheme}://{request.get_host()}"
    path = address.removeprefix(origin)
    door = reverse("home")
    return path if path.startswith(door) and not path.startswith("//") else door
