"""What the pages of the settings have in common: their tabs, and telling the second of two that save at once."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from accident_manager.foundation.refusal import N_

REFUSED, CONFLICT = 422, 409
SAVED = N_("Saved. It holds from now on.")
_TABS = (
    ("settings-help-desk", N_("Help desk")),
    ("settings-branding", N_("Branding")),
    ("settings-security", N_("Rules of the login")),
    ("settings-login", N_("How people log in")),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": words, "url": reverse(name), "current": name == current} for name, words in _TABS]


def summary(errors: Mapping[str, Any], labels: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """The errors for the summary: each with the name of its field."""
    return [(error, name) for name, error in errors.items() if name in labels]


def set_now(typed: Mapping[str, Any], now: Mapping[str, Any], labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where what somebody typed and what is set now differ: what each field is called, and what is set."""
    return [
        {"term": label, "value": now[name] or "–"}
        for name, label in labels.items()
        if str(typed.get(name, "")) != str(now[name])
    ]
