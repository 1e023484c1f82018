"""What every template knows: the insurer, the language, who is logged in, where he can go, what its door offers,
the nonce of scripts.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accident_manager.foundation import clock
from accident_manager.identity.doors import door
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.web.navigation import links_for


def page(request: HttpRequest) -> dict[str, Any]:
    insurer: InsurerInfo | None = getattr(request, "insurer", None)
    actor = getattr(request, "actor", None)
    return {
        "insurer": insurer,
        "language": getattr(request, "language", "en"),
        "actor": actor,
        "nonce": getattr(request, "csp_nonce", ""),
        "offers": SimpleLazyObject(lambda: door().offers if insurer else frozenset()),
        "today": clock.today(),
        "nav": links_for(actor, request.path) if actor else [],
        "help_desk": insurer.help_desk(clock.now()) if insurer else None,
    }
