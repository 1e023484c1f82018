"""Adding employers, establishment units and policies."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from accident_manager.audit import trail
from accident_manager.foundation import clock, identifiers
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, InvalidInput, NotAllowed, Refusal
from accident_manager.policies import events
from accident_manager.policies.models import Employer, EstablishmentUnit, Law, Policy
from accident_manager.policies.queries import EmployerInfo, PolicyInfo, UnitInfo, employer, policies_of, units_of


class EmployerExists(Refusal):
    code = "policies.employer-exists"
    sentence = N_("There is already an employer with this enterprise number.")


class UnitExists(Refusal):
    code = "policies.unit-exists"
    sentence = N_("There is already an establishment unit with this number.")


class PolicyOverlaps(Refusal):
    code = "policies.overlap"
    sentence = N_("Another policy of this employer under the same law already covers days of this period.")


def add_employer(
    *,
    by: Actor,
    kbo_number: str,
    name: str,
    street: str,
    house_number: str,
    postcode: str,
    municipality: str,
    activity: str = "",
    nace: str = "",
    size: str = "",
    nsso_number: str = "",
    language: str = "fr",
    contact_name: str = "",
    contact_phone: str = "",
    contact_email: str = "",
    iban: str = "",
) -> EmployerInfo:
    """A new employer. InvalidInput for a number that cannot be right, EmployerExists when it is there already."""
    _operator(by)
    number = identifiers.parse_enterprise_number(kbo_number)
    try:
        with transaction.atomic():
            row = Employer.objects.create(
                kbo_number=number,
                name=name,
                street=street,
                house_number=house_number,
                postcode=postcode,
                municipality=municipality,
                activity=activity,
                nace=nace,
                size=size,
                nsso_number=nsso_number,
                language=language,
                contact_name=contact_name,
                contact_phone=contact_phone,
                contact_email=contact_email,
                iban=identifiers.parse_iban(iban) if iban else "",
                created_at=clock.now(),
            )
            trail.record(events.EMPLOYER_ADDED, subject=("employer", row.id), actor=by, employer_id=row.id)
    except IntegrityError as problem:
        raise EmployerExists(field="kbo_number") from problem
    return employer(row.id)


def add_unit(
    *,
    by: Actor,
    employer_id: UUID,
    number: str,
    name: str,
    street: str,
    house_number: str,
    postcode: str,
    municipality: str,
) -> UnitInfo:
    """A new establishment unit of an employer. UnitExists when its number is there already."""
    _operator(by)
    digits = identifiers.parse_establishment_unit(number)
    employer(employer_id)
    try:
        with transaction.atomic():
            row = EstablishmentUnit.objects.create(
                employer_id=employer_id,
                number=digits,
                name=name,
                street=street,
                house_number=house_number,
                postcode=postcode,
                municipality=municipality,
            )
            trail.record(events.UNIT_ADDED, subject=("employer", employer_id), actor=by, unit_id=row.id)
    except IntegrityError as problem:
        raise UnitExists(field="number") from problem
    return next(unit for unit in units_of(employer_id) if unit.id == row.id)


def add_policy(
    *, by: Actor, employer_id: UUID, number: str, law: str, starts_on: date, ends_on: date | None = None
) -> PolicyInfo:
    """A new policy. PolicyOverlaps when another of the same employer and law covers one of its days."""
    _operator(by)
    employer(employer_id)
    if law not in Law.values:
        raise InvalidInput(field="law")
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput(N_("A policy cannot end before it starts."), field="ends_on")
    try:
        with transaction.atomic():
            row = Policy.objects.create(
                employer_id=employer_id, number=number, law=law, starts_on=starts_on, ends_on=ends_on
            )
            trail.record(
                events.POLICY_ADDED, subject=("employer", employer_id), actor=by, policy_id=row.id, starts_on=starts_on
            )
    except IntegrityError as problem:
        raise PolicyOverlaps(field="starts_on") from problem
    return next(policy for policy in policies_of(employer_id) if policy.id == row.id)


def _operator(by: Actor) -> None:
    """Employers and policies come from the insurer's own systems: the operator's door and the demo, no account's
    page.
    """
    if not by.is_system:
        raise NotAllowed
