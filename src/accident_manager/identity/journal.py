"""The security journal: what happened to logins, accounts, factors, sessions and settings. Never a file's events."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from accident_manager.audit import search, trail
from accident_manager.audit.events import all_events
from accident_manager.audit.search import Found, Wanted
from accident_manager.foundation import clock
from accident_manager.foundation.clock import BRUSSELS
from accident_manager.foundation.refusal import N_

# Kinds of events by the first word of their code. Nothing else is ever in this journal.
GROUPS: Mapping[str, str] = {
    "login": N_("Logins"),
    "throttle": N_("Blocked and slowed"),
    "password": N_("Password changes"),
    "mfa": N_("Second factor"),
    "recovery": N_("Recovery codes"),
    "device": N_("Remembered devices"),
    "session": N_("Sessions"),
    "account": N_("Accounts"),
    "admin": N_("Acts of support"),
    "security": N_("Suspicions and exports"),
    "federation": N_("Logins elsewhere"),
    "insurer": N_("Settings"),
}
DONE, FAILED, STOPPED, SUSPICIOUS = "done", "failed", "stopped", "suspicious"
OUTCOMES: Mapping[str, str] = {
    DONE: N_("Done"),
    FAILED: N_("Failed"),
    STOPPED: N_("Blocked or slowed"),
    SUSPICIOUS: N_("Suspicious"),
}
# Counting on costs more than anybody learns from it.
CAP = 1000
_HOURS = 24


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: Brussels days (both counted), a group, an outcome, an account, a network address.

    `network` is the keyed token of the address in hexadecimal (`network_token`), so that no page's address names one.
    """

    since: date | None = None
    until: date | None = None
    group: str = ""
    outcome: str = ""
    account_id: UUID | None = None
    network: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The last 24 hours, oldest first: the hour's beginning and how much of each kind there was; capped at `CAP`."""

    hours: tuple[tuple[datetime, Mapping[str, int]], ...]

    def total(self, kind: str) -> int:
        return sum(counts[kind] for _, counts in self.hours)

    def is_capped(self, kind: str) -> bool:
        return any(counts[kind] > CAP for _, counts in self.hours)


def group_of(code: str) -> str:
    return code.partition(".")[0]


def outcome_of(code: str) -> str:
    """How an event of this code ended, by how the codes are named."""
    group, _, what = code.partition(".")
    if code == "account.hacked" or (group == "security" and not what.startswith("export")):
        return SUSPICIOUS
    if what.endswith("failed") or code == "password.breached":
        return FAILED
    if group != "admin" and any(word in what for word in ("throttled", "blocked", "slowed", "suspended")):
        return STOPPED
    return DONE


def codes(group: str = "", outcome: str = "") -> tuple[str, ...]:
    """The codes of the journal's events, of one group and of one outcome when they are named."""
    return tuple(
        event.code
        for event in all_events()
        if (group_of(event.code) == group if group else group_of(event.code) in GROUPS)
        and (not outcome or outcome_of(event.code) == outcome)
    )


def events_of_account(account_id: UUID, limit: int = 20) -> list[Found]:
    """What happened to an account of the insurer in scope, and what its owner did, newest first."""
    return search.find(Wanted(codes(), account_id=account_id), limit=limit)


def events(wanted: Filter, *, limit: int, before_seq: int | None = None) -> list[Found]:
    """A page of the journal, newest first; `before_seq` gives the one after that row."""
    return search.find(_wanted(wanted), limit=limit, before_seq=before_seq)


def number(wanted: Filter) -> tuple[int, bool]:
    """How many events there are, and whether there are more than that: counting stops at `CAP`."""
    found = search.count(_wanted(wanted), at_most=CAP + 1)
    return min(found, CAP), found > CAP


def to_export(wanted: Filter, last_seq: int) -> tuple[int, Iterator[Found]]:
    """How many events there are up to this one, and the events, newest first; the trail only grows, so both agree."""
    exact = _wanted(wanted, last_seq)
    return search.count(exact), search.every(exact)


def network_token(ip: str) -> str:
    """What stands for a network address in `Filter.network`; "" for what is no address."""
    token = trail.ip_token(ip.strip())
    return token.hex() if token else ""


def overview() -> Overview:
    """Logins, failures, blocks and suspicions of the last 24 hours, hour by hour."""
    this_hour = clock.now().replace(minute=0, second=0, microsecond=0)
    hours = [this_hour - timedelta(hours=ago) for ago in reversed(range(_HOURS))]
    kinds = {
        DONE: ("login.succeeded",),
        FAILED: codes(outcome=FAILED),
        STOPPED: codes(outcome=STOPPED),
        SUSPICIOUS: codes(outcome=SUSPICIOUS),
    }
    counted = search.count_by_hour([code for some in kinds.values() for code in some], hours, at_most=CAP + 1)
    return Overview(
        tuple(
            (hour, {kind: sum(counted.get((code, hour), 0) for code in some) for kind, some in kinds.items()})
            for hour in hours
        )
    )


def _wanted(wanted: Filter, last_seq: int | None = None) -> Wanted:
    return Wanted(
        codes=codes(wanted.group, wanted.outcome),
        since=_midnight(wanted.since) if wanted.since else None,
        until=_midnight(wanted.until + timedelta(days=1)) if wanted.until and wanted.until < date.max else None,
        account_id=wanted.account_id,
        token=bytes.fromhex(wanted.network) if wanted.network else None,
        last_seq=last_seq,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BRUSSELS)
