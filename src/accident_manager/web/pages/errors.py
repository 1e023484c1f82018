"""Pages for when something is not there, not allowed, or broken. They need no database and no login."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# It cannot be reached or was lost on the way; any other error of the database is a mistake of ours, logged as one.
DATABASE_LOST = (OperationalError, InterfaceError)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    language = getattr(request, "language", "en")
    context = {"insurer": getattr(request, "insurer", None), "language": language}
    return HttpResponse(render_plain(request, template, context), status=status)


def render_plain(request: HttpRequest, template: str, context: dict[str, object]) -> bytes:
    return render(request, template, context).content


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too much or too broken to be read as a form at all."""
    return _page(request, "400.html", 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "csrf.html", 403)


def broken(request: HttpRequest) -> HttpResponse:
    # Lost before any view was asked: the insurers and the session are read on the way to it.
    if isinstance(sys.exc_info()[1], DATABASE_LOST):
        return unavailable(request)
    return _page(request, "500.html", 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = _page(request, "503.html", 503)
    response.headers["Retry-After"] = "15"
    return response
