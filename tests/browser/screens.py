"""What the screens of the login must say, in our own copy: `screens.json`, by screen, label and language."""

import json
from pathlib import Path

_SCREENS = json.loads(Path(__file__).with_name("screens.json").read_text(encoding="utf-8"))
# "accidentmanager" on the login, "app-acm" in the pages of the password.
_CLIENT_NAMES = {"login": "accidentmanager", "mfa": "accidentmanager", "reset": "app-acm"}
LANGUAGES = ("fr", "nl", "de", "en")


def words(screen: str, label: str, language: str, **values: str) -> str:
    """A text of a screen with its values."""
    text = _SCREENS[screen][label][language]
    values.setdefault("clientName", _CLIENT_NAMES.get(screen.partition("-")[0], ""))
    for name, value in values.items():
        text = text.replace("${" + name + "}", value)
    return text
