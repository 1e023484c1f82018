"""What happens to every request: it is guarded, comes in by an insurer's door, and is answered in a language."""

import secrets
from collections.abc import Callable
from contextlib import nullcontext
from http.cookies import SimpleCookie

import structlog
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix
from django.utils import translation

from accident_manager.foundation.refusal import NotAllowed, NotFound
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.storage import scope
from accident_manager.web.pages import errors, health
from accident_manager.wording import LANGUAGES

Answer = Callable[[HttpRequest], HttpResponseBase]

LANGUAGE_COOKIE = f"{settings.ACM_COOKIE_PREFIX}acm_language"
# Only scripts that this very answer names run, nothing inline, nothing from elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'nonce-%s'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'%s; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
_HEADERS = {
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_log = structlog.get_logger("accident_manager.web")


class Guard:
    """Security headers on every answer, TLS only behind a proxy; a lost database becomes a page that says so."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=secrets.token_hex(8))
        nonce = request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        try:
            response = _to_tls(request) if _came_without_tls(request) else self.get_response(request)
        except errors.DATABASE_LOST as problem:
            _log.error("database lost", path=request.path, problem=type(problem).__name__)
            response = errors.unavailable(request)
        policy = _POLICY % (nonce, getattr(request, "form_target", ""))
        for name, value in {"Content-Security-Policy": policy, **_HEADERS}.items():
            response.headers.setdefault(name, value)
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, DataError):
            # The database is there, but cannot hold such a value (a text with a zero byte): nothing has that address.
            return errors.not_found(request) if request.method in {"GET", "HEAD"} else None
        if isinstance(problem, errors.DATABASE_LOST):
            _log.error("database lost", path=request.path, problem=type(problem).__name__)
            return errors.unavailable(request)
        if isinstance(problem, NotFound | NotAllowed):
            if isinstance(problem, NotAllowed):
                _log.warning("not allowed", path=request.path)
            # "Not allowed" is said as "not found": a stranger learns nothing, not even that something exists.
            return errors.not_found(request)
        return None


def _came_without_tls(request: HttpRequest) -> bool:
    """True when our own proxy says so; what it asks itself (is this process well?) carries no such word."""
    return bool(settings.ACM_BEHIND_PROXY) and request.headers.get("X-Forwarded-Proto") == "http"


def _to_tls(request: HttpRequest) -> HttpResponse:
    """A browser is told where to come instead; what a form has sent in the clear is not taken."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=403)
    return HttpResponse(status=308, headers={"Location": f"https://{request.get_host()}{request.get_full_path()}"})


class Door:
    """Finds the insurer by host name or by the first part of the path, and moves that part into SCRIPT_NAME.

    Addresses inside the application stay free of the insurer, cookies end at the insurer's door, and everything below
    runs in the insurer's scope.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            # Says that this process lives, also when the database does not.
            return health.process(request)
        insurer = insurers.by_host(request.get_host().partition(":")[0])
        door = "/"
        if insurer is None:
            code, _, rest = request.path_info.lstrip("/").partition("/")
            insurer = insurers.by_code(code) if code else None
            if insurer is not None:
                if not request.path_info.startswith(f"/{code}/"):
                    return _to_the_door(request, code)
                door = f"/{code}/"
                request.META["SCRIPT_NAME"] = f"/{code}"
                request.path_info = request.META["PATH_INFO"] = f"/{rest}"
        set_script_prefix(door)
        request.insurer = insurer  # type: ignore[attr-defined]
        if insurer is None:
            return self.get_response(request)
        request.urlconf = "accident_manager.config.urls_insurer"
        structlog.contextvars.bind_contextvars(insurer=insurer.code)
        mark = f".{insurer.code}" if settings.ACM_COOKIE_PREFIX and door != "/" else ""
        _take_own_cookies(request, mark)
        with scope.of(insurer.id):
            response = self.get_response(request)
        if hasattr(response, "cookies"):
            _keep_at_the_door(response.cookies, door, mark)
        return response


def _take_own_cookies(request: HttpRequest, mark: str) -> None:
    """Leave the request the cookies of this door only, under the names that the application knows."""
    given = request.COOKIES
    own = {name.removesuffix(mark): value for name, value in given.items() if name.endswith(mark)}
    # Chosen before the doors, on the page that lists them.
    language = {LANGUAGE_COOKIE: given[LANGUAGE_COOKIE]} if LANGUAGE_COOKIE in given else {}
    request.COOKIES = language | own


def _keep_at_the_door(cookies: SimpleCookie, door: str, mark: str) -> None:
    """Cookies end at the insurer's door: by their path, or, where their prefix wants the path "/", by their name."""
    for name, cookie in list(cookies.items()):
        if settings.ACM_COOKIE_PREFIX:
            cookie["path"] = "/"
            cookie.set(f"{name}{mark}", cookie.value, cookie.coded_value)
            del cookies[name]
            cookies[cookie.key] = cookie
        elif cookie["path"] == "/":
            cookie["path"] = door


def _to_the_door(request: HttpRequest, code: str) -> HttpResponse:
    response = HttpResponse(status=308)
    response.headers["Location"] = f"/{code}/" + (
        f"?{request.META['QUERY_STRING']}" if request.META["QUERY_STRING"] else ""
    )
    return response


class Sessions(SessionMiddleware):
    """Django's, but only a page takes a cookie away that has nothing behind it any more.

    A script may have asked a moment before the session got its new key: its answer must not undo the new cookie.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answered: HttpResponse = super().process_response(request, response)
        if request.session.is_empty() and _is_in_the_background(request):
            answered.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answered


def _is_in_the_background(request: HttpRequest) -> bool:
    by_script = "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"
    return by_script or request.headers.get("Sec-Fetch-Dest", "document") != "document"


class Language:
    """The language of the answer: asked for now, chosen before, the account's, the browser's, the insurer's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        insurer: InsurerInfo | None = request.insurer  # type: ignore[attr-defined]
        offered = insurer.languages if insurer else LANGUAGES
        asked = request.GET.get("lang", "")
        language = asked if asked in offered else self._chosen(request, offered)
        request.language = language  # type: ignore[attr-defined]
        with translation.override(language) if language != translation.get_language() else nullcontext():
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if asked in offered and hasattr(response, "set_cookie"):
            response.set_cookie(
                LANGUAGE_COOKIE,
                asked,
                max_age=31_536_000,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def _chosen(self, request: HttpRequest, offered: tuple[str, ...]) -> str:
        insurer: InsurerInfo | None = request.insurer  # type: ignore[attr-defined]
        account = request.user.language if insurer and request.user.is_authenticated else ""
        for candidate in (request.COOKIES.get(LANGUAGE_COOKIE, ""), account, *_accepted(request)):
            if candidate in offered:
                return candidate
        return insurer.default_language if insurer else "en"


def _accepted(request: HttpRequest) -> list[str]:
    """The languages of the browser, most wanted first."""
    wanted = []
    for part in request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), tag[:2].lower()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(wanted)]
