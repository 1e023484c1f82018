"""Passkeys: where they are good, how long a question to one is, how many there may be and what they are called."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from accident_manager.foundation.typed import one_line

# 256 bits; asked once, answered within this time.
CHALLENGE_BYTES = 32
ASKED_FOR = timedelta(minutes=5)
MOST = 10
LONGEST_NAME = 60
# A browser's answer is about a kilobyte; more than this is none.
LONGEST_ANSWER = 20_000

# What an authenticator may be: a part of this device or of the phone, or something that one plugs in or holds near.
PLATFORM, ROAMING = "platform", "roaming"
_PLATFORM, _ROAMING = frozenset({"internal", "hybrid", "cable"}), frozenset({"usb", "nfc", "ble"})
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are made and used: the host name that they are bound to, and the origin that a browser tells."""

    rp_id: str
    origin: str


def site_of(origin: str, *, public_url: str, hosts: Collection[str]) -> Site | None:
    """The site of a request that came to this origin ("https://acm.example.be"); None where no passkey is good.

    It must be the public address or one of the insurer's own host names, and one that browsers trust: https, or
    "localhost" on one's own machine. A passkey is never bound to a bare network address.
    """
    parts, public = urlsplit(origin.lower()), urlsplit(public_url.lower())
    name = parts.hostname or ""
    here = name == "localhost" and public.hostname in _HERE and parts.port == public.port
    known = here or name in hosts or (parts.scheme, parts.netloc) == (public.scheme, public.netloc)
    if not known or _is_address(name) or (parts.scheme != "https" and name != "localhost"):
        return None
    return Site(rp_id=name, origin=f"{parts.scheme}://{parts.netloc}")


def name_of(typed: str) -> str:
    """A name as it is kept: one line, no longer than `LONGEST_NAME`; it may be empty."""
    return one_line(typed)[:LONGEST_NAME].strip()


def kind_of(transports: Collection[str]) -> str:
    """`PLATFORM`, `ROAMING`, or "" when the browser did not say how it reaches the authenticator."""
    ways = set(transports)
    if ways & _PLATFORM:
        return PLATFORM
    return ROAMING if ways & _ROAMING else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
