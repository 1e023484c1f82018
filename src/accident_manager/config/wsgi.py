"""The application that granian serves, in each of its worker processes."""

import ctypes
import gc
import importlib
import os
import signal
import sys

from django.core.wsgi import get_wsgi_application

_PR_SET_PDEATHSIG = 1


def _end_with_the_server() -> None:
    """A server that is killed must leave no worker behind that goes on holding its port (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accident_manager.config.settings")
_end_with_the_server()
application = get_wsgi_application()
# What is loaded by now stays: looking through it for garbage again and again takes a tenth of a login's time.
importlib.import_module("accident_manager.config.urls_insurer")
gc.collect()
gc.freeze()
