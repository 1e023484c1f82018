"""The people and pages of tests/web, for whoever means harm."""

from web.conftest import _today, world  # noqa: F401
