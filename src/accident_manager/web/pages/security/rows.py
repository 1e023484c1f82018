"""Rows of the security journal: who, whose account, from where, and what happened, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accident_manager.audit.search import Found
from accident_manager.foundation.refusal import N_
from accident_manager.identity import journal
from accident_manager.identity import queries as identity
from accident_manager.identity.journal import FAILED, STOPPED, SUSPICIOUS
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules.permissions import ROLE_NAMES
from accident_manager.web.components import happened
from accident_manager.web.pages.identity.browsers import browser_of
from accident_manager.wording import say

_TONES = {FAILED: "warn", STOPPED: "stop", SUSPICIOUS: "stop"}
_ROLES: Mapping[str, str] = {str(role): words for role, words in ROLE_NAMES.items()}
_SYSTEM, _VISITOR = N_("The system"), N_("A visitor")


@dataclass(frozen=True, slots=True)
class Row:
    """An event as it is read. `account` is whose account it is about, None for nobody's that is known here."""

    found: Found
    seq: int
    at: datetime
    code: str
    group: str
    outcome: str
    outcome_words: str
    tone: str
    sentence: str
    actor: str
    role: str
    account: AccountInfo | None
    ip: str
    network: str
    browser: str
    system: str

    @property
    def is_own(self) -> bool:
        """Whether the one who acted is the one whose account it is."""
        return self.account is not None and self.account.id == self.found.event.actor_account_id


def rows_of(found: Sequence[Found], language: str) -> list[Row]:
    """In a constant number of queries, however many events."""
    known = {info.id: info for info in identity.accounts(_accounts_in(found))}
    return [_row(one, known, language) for one in found]


def _accounts_in(found: Sequence[Found]) -> set[UUID]:
    about = {one.event.subject_id for one in found if one.event.subject_kind == "account"}
    return {account for account in about | {one.event.actor_account_id for one in found} if account is not None}


def _row(found: Found, known: Mapping[UUID, AccountInfo], language: str) -> Row:
    event = found.event
    account = known.get(event.subject_id) if event.subject_id and event.subject_kind == "account" else None
    if event.actor_account_id is None:
        actor = say(_SYSTEM if event.actor_role == "system" else _VISITOR, language)
    else:
        doer = known.get(event.actor_account_id)
        actor = doer.name if doer else "–"
    browser, system = browser_of(found.origin.user_agent)
    outcome = journal.outcome_of(event.code)
    return Row(
        found=found,
        seq=event.seq,
        at=event.at,
        code=event.code,
        group=journal.group_of(event.code),
        outcome=outcome,
        outcome_words=journal.OUTCOMES[outcome],
        tone=_TONES.get(outcome, ""),
        sentence=happened.sentence(event, language, actor=actor, subject=account.name if account else "–"),
        actor=actor,
        role=_ROLES.get(event.actor_role, ""),
        account=account,
        ip=found.origin.ip,
        network=journal.network_token(found.origin.ip),
        browser=browser,
        system=system,
    )
