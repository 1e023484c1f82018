"""The environment of the tests, set before Django's settings are read (`-p tests.environment` in pyproject.toml)."""

import os
import tempfile

os.environ["ACM_DEVELOPMENT"] = "1"
os.environ["ACM_NO_POOL"] = "1"
os.environ.setdefault("ACM_HOME", tempfile.mkdtemp(prefix="acm-tests-"))
os.environ.setdefault("ACM_SECRET_KEY", "a key for tests only, of more than fifty characters in length")
os.environ.setdefault("ACM_MASTER_KEY", "a master key for tests only, of more than fifty characters")
# Replaced as soon as a database is there; settings only need an address that can be read.
os.environ.setdefault("DATABASE_URL", "postgresql:///none")
# The browser's driver keeps an event loop in the thread of the tests; nothing here is asynchronous for that.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
