"""The browser and the system that a user agent names, as people call them."""

from accident_manager.foundation.refusal import N_
from accident_manager.wording import say

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_PHONES = ("iPhone", "Mobile", "Android")


def browser_of(user_agent: str) -> tuple[str, str]:
    """("Firefox", "Windows"); an empty text for what is not known."""
    return _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)


def name_of(user_agent: str, language: str) -> str:
    """ "Firefox on Windows", or as much of it as is known; "" for nothing."""
    browser, system = browser_of(user_agent)
    if browser and system:
        return say(N_("%(browser)s on %(system)s"), language, browser=browser, system=system)
    return browser or system


def words_of(user_agent: str, ip: str, language: str) -> str:
    """ "Firefox on Windows · 192.0.2.7", as much of it as is known."""
    return " · ".join(part for part in (name_of(user_agent, language), ip) if part)


def is_phone(user_agent: str) -> bool:
    """True for a browser on a phone or a tablet, which cannot scan its own screen."""
    return any(sign in user_agent for sign in _PHONES)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
