"""What somebody searches people with stays out of addresses: the form is posted, and the address of the list that it
leads to holds the words sealed with the insurer's key. So one can go back to it, and a history or a log tells nothing.
"""

import base64
import binascii

from django.http import HttpRequest

from accident_manager.crypto import keys

# Under this name sealed, and as typed where a form or a link of old says so.
SEALED, TYPED = "w", "q"
_PURPOSE = b"words of a search"


def words(request: HttpRequest, longest: int) -> str:
    """What is searched for; nothing for an address that is not one of ours."""
    sealed = request.GET.get(SEALED, "")
    sent = request.POST if request.method == "POST" else request.GET
    return (_opened(sealed) if sealed else sent.get(TYPED, "")).strip()[:longest]


def in_address(text: str) -> dict[str, str]:
    """The part of an address that leads to a list searched for this; nothing for nothing."""
    if not text:
        return {}
    sealed = keys.keyring_for_sealing().seal(text.encode("utf-8", "replace"), _PURPOSE)
    return {SEALED: base64.urlsafe_b64encode(sealed).decode().rstrip("=")}


def _opened(sealed: str) -> str:
    try:
        ciphertext = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        return keys.keyring_that_opens(ciphertext).open(ciphertext, _PURPOSE).decode()
    except (binascii.Error, ValueError, keys.CannotOpen):
        return ""
