"""The application that granian serves, in each of its worker processes."""

import ctypes
import gc
import importlib
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

_PR_SET_PDEATHSIG = 1
_BOUNDARY = re.compile(r";\s*(boundary=(\"?)[\w'()+,./:=?-]{1,70}\2)\s*(?:;|$)", re.IGNORECASE)


def _end_with_the_server() -> None:
    """A server that is killed must leave no worker behind that goes on holding its port (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def plain(content_type: str) -> str:
    """A content type with nothing but its boundary. Our pages send UTF-8, and nothing else is read.

    Django would read the form in whatever alphabet a stranger names, before any middleware is asked: some of Python's
    take minutes for a megabyte, others are no alphabets at all.
    """
    found = _BOUNDARY.search(content_type)
    kind = content_type.partition(";")[0].strip()
    return f"{kind}; {found[1]}" if found else kind


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    environ["CONTENT_TYPE"] = plain(environ.get("CONTENT_TYPE", ""))
    return _django(environ, start_response)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accident_manager.config.settings")
_end_with_the_server()
_django = get_wsgi_application()
# What is loaded by now stays loaded. Looking through it for garbage took one part in twenty of all processor time.
importlib.import_module("accident_manager.config.urls_insurer")
gc.collect()
gc.freeze()
