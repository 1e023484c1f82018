"""The accounts: by tab, by name with a typing error in it or by address, by role and employer; mails sent again."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.foundation.refusal import N_
from accident_manager.identity import directory
from accident_manager.identity.directory import AccountRow, Count, Wanted
from accident_manager.identity.doors import door
from accident_manager.identity.rules.permissions import ROLE_NAMES, Role
from accident_manager.policies import queries as policies
from accident_manager.web import searched
from accident_manager.web.access import Request, page
from accident_manager.web.pages.accounts.words import STATES, employer_names
from accident_manager.wording import form, say

PAGE = 50
_EMPLOYERS = 50
_TABS = {
    "all": N_("All accounts"),
    "never": N_("Never activated"),
    "blocked": N_("Blocked"),
    "no-factor": N_("Without second factor"),
    "no-role": N_("Without a role today"),
}
_TONES = {"never": "warn", "blocked": "stop"}


@page(may="accounts.see")
def accounts(request: Request) -> HttpResponse:
    """The form is posted, so that neither a name nor an e-mail address gets into the page's address."""
    text, role = searched.words(request, 100), request.GET.get("role", "")
    if request.method == "POST":
        sent = {name: request.POST.get(name, "").strip()[:100] for name in ("tab", "role", "employer")}
        return redirect(reverse("accounts") + _url(**sent, text=text))
    employer = request.GET.get("employer", "").strip()[:100]
    tab = request.GET.get("tab", "all")
    matched = policies.find_employers(employer, limit=_EMPLOYERS) if employer else None
    wanted = Wanted(
        text=text,
        role=role if role in set(Role) else "",
        employer_ids=None if matched is None else frozenset(one.id for one in matched),
        tab=tab if tab in directory.TABS else "all",
    )
    after = _position(request.GET.get("after", ""))
    found = directory.find(wanted, request.actor, after=after, limit=PAGE)
    asked = {"text": text, "role": wanted.role, "employer": employer}
    names = employer_names(one for row in found.rows for one in row.roles)
    context = {
        "rows": [_shown(row, names) for row in found.rows],
        "tabs": [_tab(name, words, wanted.tab, found.counts[name], asked, request) for name, words in _TABS.items()],
        "tab": wanted.tab,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "employers": matched,
        "roles": [(str(one), ROLE_NAMES[one]) for one in Role],
        "total": _words(found.counts[wanted.tab], request.language),
        "next_url": _url(tab=wanted.tab, **asked, after=str(found.next_after)) if found.next_after else "",
        "first_url": _url(tab=wanted.tab, **asked) if after else "",
        "may_write": request.actor.may("accounts.write"),
    }
    return render(request, "pages/accounts/list.html", context)


@page(may="accounts.write", methods=("POST",))
def resend(request: Request) -> HttpResponse:
    """The mail once more: to those that were ticked, or to everybody on the page."""
    chosen = request.POST.getlist("shown" if "all" in request.POST else "account")[:PAGE]
    sent = door().send_activations([found for one in chosen if (found := _position(one))], request.actor)
    if sent:
        messages.success(request, say(N_("The mail was sent to %(count)s people."), request.language, count=sent))
    else:
        messages.warning(request, N_("No mail was sent: nobody was chosen, or they all had one a moment ago."))
    return redirect(f"{reverse('accounts')}?tab=never")


def _shown(row: AccountRow, employers: Mapping[UUID, str]) -> dict[str, object]:
    words, tone = STATES[row.state]
    roles: dict[str, list[str]] = {}
    for one in row.roles:
        roles.setdefault(ROLE_NAMES[Role(one.role)], []).append(
            employers.get(one.employer_id, "") if one.employer_id else ""
        )
    return {
        "account": row,
        "roles": [(role, sorted(filter(None, names))) for role, names in roles.items()],
        "state": words,
        "tone": tone,
    }


def _tab(
    name: str, words: str, current: str, count: Count, asked: dict[str, str], request: Request
) -> dict[str, object]:
    return {
        "label": words,
        "url": _url(tab=name, **asked),
        "current": name == current,
        "count": _words(count, request.language),
        "tone": _TONES.get(name, "") if count.number else "",
    }


def _words(count: Count, language: str) -> str:
    if count.more:
        return say(N_("more than %(count)s"), language, count=count.number)
    return form.integer(count.number, language)


def _url(*, text: str = "", **asked: str) -> str:
    return "?" + urlencode({name: value for name, value in asked.items() if value} | searched.in_address(text))


def _position(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
