"""What is looked for in the journal: read from the page's address, where neither an e-mail nor a network address
stands, only the account's id and a keyed token.
"""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from accident_manager.claims.rules.declaration.parsing import parse_day_parts
from accident_manager.foundation.refusal import N_, InvalidInput, Refusal
from accident_manager.identity import journal
from accident_manager.identity import queries as identity
from accident_manager.identity.journal import GROUPS, OUTCOMES, Filter

_TOKEN = re.compile(r"[0-9a-f]{32}")
_PARTS = ("day", "month", "year")


def of(query: QueryDict) -> Filter:
    """The filter that an address says; what cannot be is left out."""
    return Filter(
        since=_day(query.get("from", "")),
        until=_day(query.get("to", "")),
        group=_one_of(GROUPS, query.get("group", "")),
        outcome=_one_of(OUTCOMES, query.get("outcome", "")),
        account_id=_id(query.get("account", "")),
        network=query.get("network", "") if _TOKEN.fullmatch(query.get("network", "")) else "",
    )


def typed(sent: QueryDict) -> tuple[Filter, dict[str, Refusal]]:
    """The filter that somebody typed into the form, and what is wrong with it by field."""
    errors: dict[str, Refusal] = {}
    account_id, network = None, ""
    if email := sent.get("email", "").strip():
        account = identity.by_email(email)
        if account is None:
            errors["email"] = InvalidInput(N_("No account has this email address."))
        else:
            account_id = account.id
    if ip := sent.get("ip", "").strip():
        network = journal.network_token(ip)
        if not network:
            errors["ip"] = InvalidInput(N_("A network address looks like 192.0.2.7 or 2001:db8::1."))
    days: dict[str, date | None] = {"from": None, "to": None}
    for name in days:
        typed_day = day_typed(sent, name)
        try:
            days[name] = parse_day_parts(**typed_day) if any(typed_day.values()) else None
        except InvalidInput as refusal:
            errors[name] = refusal
    if days["from"] and days["to"] and days["to"] < days["from"]:
        errors["to"] = InvalidInput(N_("The period ends before it begins."))
    wanted = Filter(
        since=days["from"],
        until=days["to"],
        group=_one_of(GROUPS, sent.get("group", "")),
        outcome=_one_of(OUTCOMES, sent.get("outcome", "")),
        account_id=account_id,
        network=network,
    )
    return wanted, errors


def as_query(wanted: Filter, **more: Any) -> str:
    """The filter as the end of an address ("?group=login"); "?" for none."""
    said = {
        "from": wanted.since.isoformat() if wanted.since else "",
        "to": wanted.until.isoformat() if wanted.until else "",
        "group": wanted.group,
        "outcome": wanted.outcome,
        "account": wanted.account_id or "",
        "network": wanted.network,
        **more,
    }
    return "?" + urlencode({name: value for name, value in said.items() if value})


def day_typed(sent: QueryDict, name: str) -> dict[str, str]:
    """The three inputs of a day, by the name of its part."""
    return {part: sent.get(f"{name}.{part}", "").strip() for part in _PARTS}


def _one_of(known: Any, text: str) -> str:
    return text if text in known else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
