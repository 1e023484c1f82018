"""A form that was sent and has to wait while its sender confirms elsewhere who he is: sealed, in his own session."""

import base64
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.http import HttpRequest

from accident_manager.crypto import keys
from accident_manager.foundation import clock
from accident_manager.foundation.scope import current

_KEY, _LASTS = "kept_form", timedelta(minutes=15)
# Longer ones (a page of hundreds of fields) are not kept; their sender is told.
_LONGEST = 200_000


def keep(request: HttpRequest, to: str, fields: Iterable[tuple[str, str]]) -> bool:
    """Keep one form, in the place of the one before; False when it is too long."""
    plain = json.dumps([to, list(fields)]).encode()
    if len(plain) > _LONGEST:
        request.session.pop(_KEY, None)
        return False
    sealed = keys.keyring_for_sealing().seal(plain, _purpose())
    request.session[_KEY] = [base64.b64encode(sealed).decode(), clock.now().isoformat()]
    return True


def kept(request: HttpRequest) -> tuple[str, list[tuple[str, str]]] | None:
    """Where the form goes and its fields; None when there is none, or it has waited too long."""
    sealed, at = request.session.get(_KEY, ["", ""])
    if not sealed or datetime.fromisoformat(at) + _LASTS < clock.now():
        return None
    try:
        to, fields = json.loads(keys.keyring().open(base64.b64decode(sealed), _purpose()))
    except keys.CannotOpen:
        return None
    return to, [(name, value) for name, value in fields]


def _purpose() -> bytes:
    return f"kept-form|{current()}".encode()
