"""Passkeys between the browser and the house: at which site a request is, and what is said to the script."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from accident_manager.foundation.refusal import Refusal
from accident_manager.identity.actions import passkeys
from accident_manager.identity.rules.passkeys import Site, site_of
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.wording import say

# The field in which the script sends the browser's answer.
ANSWER = "passkey"
_REFUSED = 422


def site(request: HttpRequest) -> Site | None:
    """The site that this request came to; None where no passkey is good."""
    insurer: InsurerInfo = request.insurer  # type: ignore[attr-defined]
    origin = f"{request.scheme}://{request.get_host()}"
    return site_of(origin, public_url=settings.ACM_PUBLIC_URL, hosts=insurer.hosts)


def are_usable(request: HttpRequest, account_id: UUID | None) -> bool:
    """True when this account can give a passkey here."""
    return account_id is not None and passkeys.are_usable(account_id, site(request))


def asked(request: HttpRequest, ask: Callable[[], dict[str, Any]]) -> JsonResponse:
    """What the script hands to the browser; or why not, in the reader's language."""
    try:
        return JsonResponse(ask())
    except Refusal as refusal:
        language: str = request.language  # type: ignore[attr-defined]
        return JsonResponse({"said": say(refusal, language)}, status=_REFUSED)
