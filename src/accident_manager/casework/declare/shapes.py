"""What declaring gives to the pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from accident_manager.claims.queries.shapes import Clock, DocumentRow
from accident_manager.claims.rules.declaration import Problem, StepState
from accident_manager.foundation.explained import Reason
from accident_manager.policies.queries import EmployerInfo, UnitInfo


@dataclass(frozen=True, slots=True)
class EmployerChoice:
    """An employer one may declare for, and under which laws ("private_1971", "public_1967")."""

    id: UUID
    name: str
    kbo_number: str
    municipality: str
    laws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftInfo:
    """A draft in a list. `victim` and `accident_on` are as far as known; `clock` is None until the day is known."""

    id: UUID
    employer_id: UUID
    employer: str
    scheme: str
    state: str
    version: int
    victim: str
    accident_on: date | None
    clock: Clock | None
    steps_done: int
    steps: int
    updated_at: datetime
    updated_by: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else changed meanwhile. Sending `keep.<field>=mine` overwrites it.

    `theirs` and `mine` are values for `claims.rules.declaration.display`, or the text typed where it cannot be read.
    """

    field: str
    theirs: Any
    mine: Any
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as its pages show it: `answers` in the stored shape of `claims.rules.declaration`, the task list, and
    what is still wrong.

    `problems` are those of the whole declaration: what "Check your answers" lists.
    """

    info: DraftInfo
    answers: Mapping[str, Any]
    steps: tuple[StepState, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    documents: tuple[DocumentRow, ...]
    employer: EmployerInfo
    units: tuple[UnitInfo, ...]
    # Why it looks like a serious accident and what the employer then owes the inspection; empty when it does not.
    serious: tuple[Reason, ...] = ()

    @property
    def can_be_sent(self) -> bool:
        return self.info.state == "open" and not self.problems


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of saving a step. `answers` is the stored shape after it; a conflicting field keeps theirs.

    `problems` and `warnings` are those of the step, and empty when it was not final.
    """

    version: int
    saved_at: datetime
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    conflicts: tuple[Conflict, ...]
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a declaration was received. `declare_by` and `decide_by` carry their reasons (rule and article).

    `days_before` is how many days were left, 0 when it was late; `content_hash` is a SHA-256, hexadecimal.
    """

    claim_id: UUID
    number: str
    scheme: str
    received_at: datetime
    content_hash: str
    declare_by: date
    declare_because: tuple[Reason, ...]
    days_late: int
    days_before: int
    decide_by: date
    decide_because: tuple[Reason, ...]
    employer: str
    employer_municipality: str
    victim: str
    victim_language: str
    accident_on: date
    accident_at: time | None
    sent_to: str
    certificate_here: bool
    documents: tuple[DocumentRow, ...]
