"""Where a person can go, by what he may do."""

from dataclasses import dataclass

from django.urls import reverse

from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_

_LINKS = (
    # (act, address, words); the first that is allowed stands first
    ("claims.decide", "claims", N_("To do")),
    ("home.see", "home", N_("Home")),
    ("declarations.write", "declarations", N_("Declarations")),
    ("claims.list", "claims", N_("Files")),
    ("accounts.see", "accounts", N_("Accounts")),
    ("calculator.use", "calculator", N_("Calculator")),
    ("amounts.read", "amounts", N_("Amounts")),
    ("audit.read", "audit", N_("Journal")),
    ("security.read", "security", N_("Security")),
    ("insurer.settings", "settings", N_("Settings")),
)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool


def links_for(actor: Actor, path: str) -> list[Link]:
    """The links of the header; an address appears once, the one that holds the path is the current one."""
    links: dict[str, str] = {}
    for act, name, words in _LINKS:
        if actor.may(act):
            links.setdefault(reverse(name), words)
    home = reverse("home")
    declarations = reverse("declarations")
    if declarations in links and (path.startswith(reverse("declare")) or path.endswith("/receipt")):
        # A declaration in the making, and its receipt, have their address below the files.
        path = declarations
    current = max((url for url in links if path.startswith(url) and (url != home or path == home)), key=len, default="")
    return [Link(words, url, url == current) for url, words in links.items()]
