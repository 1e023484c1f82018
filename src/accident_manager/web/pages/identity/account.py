"""One's own account: who one is here, the language, password and factors, where one is logged in, what happened."""

from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accident_manager.foundation.refusal import InvalidInput
from accident_manager.identity import own as own_rows
from accident_manager.identity import queries
from accident_manager.identity.actions import accounts
from accident_manager.identity.rules.permissions import ROLE_NAMES, Role
from accident_manager.web.access import Request, page
from accident_manager.web.middleware import LANGUAGE_COOKIE
from accident_manager.web.pages.identity.happened import happened_to
from accident_manager.web.pages.identity.login import REFUSED
from accident_manager.wording import NATIVE_NAMES

_LATEST = 4


@page(may="account.own", methods=("GET", "HEAD"))
def own(request: Request) -> HttpResponse:
    return _page(request)


@page(may="account.own", methods=("POST",))
def language(request: Request) -> HttpResponse:
    chosen = request.POST.get("language", "")
    try:
        accounts.choose_language(chosen, request.actor)
    except InvalidInput as refusal:
        return _page(request, refusal)
    response = redirect("account")
    # A language chosen for this visit gives way to the one chosen for good.
    response.delete_cookie(LANGUAGE_COOKIE)
    return response


def _page(request: Request, refusal: InvalidInput | None = None) -> HttpResponse:
    account_id = cast(UUID, request.actor.account_id)
    account = queries.own_account(account_id)
    latest, more = happened_to(account_id, request, limit=_LATEST)
    values = {
        "own": account,
        "roles": [ROLE_NAMES[Role(role)] for role in account.info.roles],
        "sessions": len(own_rows.sessions_of(account_id)),
        "devices": len(account.devices),
        "passkeys": len(own_rows.passkeys_of(account_id)),
        "languages": [(code, NATIVE_NAMES[code]) for code in request.insurer.languages],
        "latest": latest,
        "more": more,
        "refusal": refusal,
    }
    return render(request, "pages/identity/account.html", values, status=REFUSED if refusal else 200)
