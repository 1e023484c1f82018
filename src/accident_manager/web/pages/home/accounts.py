"""The accounts of the insurer, to read: who, which roles, whether they can log in."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from accident_manager.foundation.refusal import N_
from accident_manager.identity import queries
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules.permissions import ROLE_NAMES, Role
from accident_manager.web.access import Request, page
from accident_manager.wording import NATIVE_NAMES

_PAGE = 50
# words and tone
_ACTIVE = (N_("Active"), "ok")
_NEVER_ACTIVATED = (N_("Never activated"), "warn")
_BLOCKED = (N_("Blocked"), "stop")


@page(may="accounts.see", methods=("GET", "HEAD"))
def accounts(request: Request) -> HttpResponse:
    after = _position(request.GET.get("after", ""))
    found = queries.accounts_page(after=after, limit=_PAGE + 1)
    shown = found[:_PAGE]
    context = {
        "rows": [
            (info, [ROLE_NAMES[Role(role)] for role in info.roles], NATIVE_NAMES[info.language], state_of(info))
            for info in shown
        ],
        "next_url": f"?after={shown[-1].id}" if len(found) > _PAGE else "",
        "first_url": "?" if after else "",
    }
    return render(request, "pages/home/accounts.html", context)


def state_of(info: AccountInfo) -> tuple[str, str]:
    if info.state != "active":
        return _BLOCKED
    return _ACTIVE if info.has_password else _NEVER_ACTIVATED


def _position(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
