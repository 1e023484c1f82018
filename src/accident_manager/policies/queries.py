"""What others ask about employers and policies. All inside the scope of an insurer; rights are the caller's to
check.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from accident_manager.foundation.refusal import NotFound
from accident_manager.policies.models import Employer, EstablishmentUnit, Policy


@dataclass(frozen=True, slots=True)
class EmployerInfo:
    """An employer as others may know it; the contact person's data belong to the employer and the insurer."""

    id: UUID
    kbo_number: str
    name: str
    street: str
    house_number: str
    postcode: str
    municipality: str
    activity: str
    nace: str
    size: str
    nsso_number: str
    language: str
    contact_name: str
    contact_phone: str
    contact_email: str
    iban: str

    @property
    def street_line(self) -> str:
        return f"{self.street} {self.house_number}".strip()

    @property
    def address(self) -> str:
        """The address on one line."""
        return f"{self.street_line}, {self.postcode} {self.municipality}"


@dataclass(frozen=True, slots=True)
class UnitInfo:
    id: UUID
    number: str
    name: str
    street: str
    house_number: str
    postcode: str
    municipality: str


@dataclass(frozen=True, slots=True)
class PolicyInfo:
    """A policy and its period, both days included; `ends_on` None until further notice."""

    id: UUID
    number: str
    law: str
    employer_id: UUID
    starts_on: date
    ends_on: date | None


def employer(employer_id: UUID) -> EmployerInfo:
    """NotFound when this insurer has no such employer."""
    found = employers([employer_id])
    if not found:
        raise NotFound
    return found[0]


def employers(ids: Iterable[UUID]) -> list[EmployerInfo]:
    """Those of these employers that exist, by name."""
    return [_employer(row) for row in Employer.objects.filter(id__in=list(ids)).order_by("name", "id")]


def employer_by_number(kbo_number: str) -> EmployerInfo | None:
    """The employer with this enterprise number (10 digits), or None."""
    row = Employer.objects.filter(kbo_number=kbo_number).first()
    return _employer(row) if row else None


def employers_by_number(kbo_numbers: Iterable[str]) -> dict[str, EmployerInfo]:
    """Those of these enterprise numbers (10 digits) that are known, in one query."""
    asked = [number for number in kbo_numbers if number.isdecimal()]
    return {row.kbo_number: _employer(row) for row in Employer.objects.filter(kbo_number__in=asked)}


def find_employers(text: str, *, limit: int = 10) -> list[EmployerInfo]:
    """The employers whose number begins so, or whose name or municipality holds these words, by name."""
    text = text.replace("\0", " ")  # no database holds it
    words, digits = text.split(), re.sub(r"[\s.]", "", text)
    if not words:
        return []
    wanted = Q(kbo_number__startswith=digits) if digits.isdigit() else Q()
    for word in [] if digits.isdigit() else words[:6]:
        wanted &= Q(name__icontains=word) | Q(municipality__icontains=word)
    return [_employer(row) for row in Employer.objects.filter(wanted).order_by("name", "id")[:limit]]


def units_of(employer_id: UUID) -> list[UnitInfo]:
    """The establishment units of an employer, by name."""
    rows = EstablishmentUnit.objects.filter(employer_id=employer_id).order_by("name", "number")
    return [unit_info(row) for row in rows]


def unit_info(row: EstablishmentUnit) -> UnitInfo:
    return UnitInfo(row.id, row.number, row.name, row.street, row.house_number, row.postcode, row.municipality)


def policies_of(employer_id: UUID) -> list[PolicyInfo]:
    """All policies of an employer, the latest first."""
    return [policy_info(row) for row in Policy.objects.filter(employer_id=employer_id).order_by("-starts_on", "law")]


def policy_covering(employer_id: UUID, law: str, day: date) -> PolicyInfo | None:
    """The policy that covers an accident of this employer's people under this law on this day; there is at most one."""
    rows = Policy.objects.filter(employer_id=employer_id, law=law, starts_on__lte=day)
    row = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).first()
    return policy_info(row) if row else None


def laws_of(employer_ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """Under which laws each of these employers has or had a policy."""
    laws: dict[UUID, set[str]] = {employer_id: set() for employer_id in employer_ids}
    for employer_id, law in Policy.objects.filter(employer_id__in=laws).values_list("employer_id", "law").distinct():
        laws[employer_id].add(law)
    return {employer_id: frozenset(found) for employer_id, found in laws.items()}


def _employer(row: Employer) -> EmployerInfo:
    return EmployerInfo(**{name: getattr(row, name) for name in EmployerInfo.__dataclass_fields__})


def policy_info(row: Policy) -> PolicyInfo:
    return PolicyInfo(row.id, row.number, row.law, row.employer_id, row.starts_on, row.ends_on)
