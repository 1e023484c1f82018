"""A browser of a few lines, straight on a WSGI application: it keeps cookies and fills in the form it was shown."""

import io
import re
import time
from collections.abc import Callable, Iterable, Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """`spent` is the processor time, in seconds, that the application took for this browser's requests, by method."""

    def __init__(self, application: Callable[..., Iterable[bytes]], address: str) -> None:
        self._application = application
        self._address = address
        self._token = ""
        self.cookies: dict[str, str] = {}
        self.spent = {"GET": 0.0, "POST": 0.0}

    def get(self, path: str) -> str:
        """Where it leads: the path itself when it is a page, else the path it redirects to."""
        return self._ask("GET", path, b"")

    def post(self, path: str, **values: str) -> str:
        return self._ask("POST", path, urlencode({**values, "csrfmiddlewaretoken": self._token}).encode())

    def _ask(self, method: str, path: str, body: bytes) -> str:
        answer: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], error: object = None) -> None:
            answer.update(status=status, headers=headers)

        began = time.process_time()
        parts = self._application(self._environ(method, path, body), start_response)
        content = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        self.spent[method] += time.process_time() - began
        headers = {name.lower(): value for name, value in answer["headers"]}
        for name, value in answer["headers"]:
            if name.lower() == "set-cookie":
                self._keep(value)
        if found := _TOKEN.search(content):
            self._token = found[1].decode()
        if answer["status"][:3] == "200":
            return path
        if answer["status"][:3] not in {"302", "303"}:
            raise RuntimeError(f"{method} {path} answered {answer['status']}")
        return str(headers["location"]).partition("?")[0]

    def _keep(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            self.cookies[name] = morsel.value

    def _environ(self, method: str, path: str, body: bytes) -> Mapping[str, Any]:
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": self._address,
            "HTTP_HOST": "127.0.0.1",
            "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0",
            "HTTP_ACCEPT_LANGUAGE": "fr",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
