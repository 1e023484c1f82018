"""Parts that several answers are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accident_manager.foundation.explained import Reason


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A paper that this reader may open with `open_document(id, by)`."""

    id: UUID
    kind: str
    filename: str
    media_type: str
    size: int
    medical: bool
    language: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Missing:
    """Something needed to decide. `state`: "missing", "asked" (then `asked_at`) or "here"."""

    code: str
    sentence: str
    state: str
    asked_at: datetime | None = None

    @property
    def here(self) -> bool:
        return self.state == "here"


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal period, both days included, and why: `because` carries rule and article. Days left are negative when
    late.
    """

    starts_on: date
    last_day: date
    today: date
    because: tuple[Reason, ...]
    met_on: date | None = None

    @property
    def days_left(self) -> int:
        return (self.last_day - (self.met_on or self.today)).days

    @property
    def day_number(self) -> int:
        """Today's place in the period; the day it starts is day 0 and does not count (A5)."""
        return (self.today - self.starts_on).days

    @property
    def length(self) -> int:
        return (self.last_day - self.starts_on).days

    @property
    def article(self) -> str:
        return next((reason.article for reason in self.because if reason.article), "")


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something on the line of a file: at an instant, or on a whole day; `coming` when it has not happened yet.

    `sentence` is an English source sentence with its values, for `say`.
    """

    day: date
    at: datetime | None
    sentence: str
    values: Mapping[str, object]
    coming: bool = False
    key: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of somebody: codes of items and the handler's own words."""

    id: UUID
    asked_of: str
    items: tuple[str, ...]
    text: str
    asked_by: str
    asked_at: datetime
    answer_by: date | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """One step of deciding, as the file shows it. `reasons` is None for readers who may not know them."""

    id: UUID
    kind: str
    stage: str
    by_authority: bool
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    reasons: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class LetterRow:
    id: UUID
    kind: str
    receiver: str
    language: str
    state: str
    document_id: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Victim:
    """The victim in a file. The national number is masked: `claims.queries.file.whole_number` shows it, on the
    trail.
    """

    id: UUID
    name: str
    first_name: str
    last_name: str
    niss_masked: str
    birth_date: date | None
    sex: str
    language: str
    address: str
    phone: str
    email: str
    iban_masked: str
