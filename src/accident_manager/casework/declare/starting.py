"""Starting a declaration, and giving it up."""

from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.casework.declare.reading import drafts_of
from accident_manager.casework.declare.rows import open_draft_row
from accident_manager.casework.declare.shapes import DraftInfo
from accident_manager.claims import events
from accident_manager.claims.models import Draft
from accident_manager.claims.rules import declaration as form
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity.rules.permissions import ROLE_NAMES, Role
from accident_manager.insurers import queries as insurers
from accident_manager.policies import queries as policies
from accident_manager.policies.queries import EmployerInfo
from accident_manager.wording import say


class NoPolicyUnderThisLaw(Refusal):
    code = "declare.no-policy"
    sentence = N_("This employer has no policy under this law here. Choose another employer or law, or call us.")


@transaction.atomic
def start(*, employer_id: UUID, law: str, by: Actor) -> DraftInfo:
    """A new draft, filled in with what we know of the employer. NotFound for an employer that is not this person's."""
    by.require("declarations.write")
    if employer_id not in by.employer_ids or by.account_id is None:
        raise NotFound
    employer = policies.employer(employer_id)
    if law not in policies.laws_of([employer_id])[employer_id]:
        raise NoPolicyUnderThisLaw(field="law")
    now = clock.now()
    values = {**prefilled(employer, law, by), **_first_guess(employer, law)}
    row = Draft.objects.create(
        employer_id=employer_id,
        scheme=law,
        answers={"values": {key: value for key, value in values.items() if value}, "raw": {}},
        created_by=by.account_id,
        updated_by=by.account_id,
        created_at=now,
        updated_at=now,
    )
    trail.record(
        events.DRAFT_STARTED,
        subject=("draft", row.id),
        actor=by,
        on_behalf_of=employer_id,
        draft_id=row.id,
        employer_id=employer_id,
        scheme=law,
    )
    return next(info for info in drafts_of(by) if info.id == row.id)


@transaction.atomic
def discard(*, draft_id: UUID, by: Actor) -> None:
    """Give a draft up: its answers and files are gone for good."""
    row = open_draft_row(draft_id, by)
    row.documents.all().delete()
    row.state, row.answers, row.earlier, row.field_versions = Draft.State.DISCARDED, {}, {}, {}
    row.updated_at = clock.now()
    row.save(update_fields=["state", "answers", "earlier", "field_versions", "updated_at"])
    trail.record(
        events.DRAFT_DISCARDED, subject=("draft", row.id), actor=by, on_behalf_of=row.employer_id, draft_id=row.id
    )


def prefilled(employer: EmployerInfo, law: str, by: Actor) -> dict[str, str]:
    """The facts nobody is asked: from the policy on today's day, the employer and the account that declares."""
    insurer = insurers.by_id(by.insurer_id)
    policy = policies.policy_covering(employer.id, law, clock.today())
    first_name, _, last_name = by.name.partition(" ")
    facts = {
        "insurer": insurer.name if insurer else "",
        "policy_number": policy.number if policy else "",
        "simplified": "no",
        "declarant_name": last_name or first_name,
        "declarant_first_name": first_name if last_name else "",
        "declarant_capacity": say(ROLE_NAMES[Role(by.role)], by.language) if by.role else "",
        "declaration_date": clock.today().isoformat(),
        "employer_enterprise_number": employer.kbo_number,
        "employer_nsso_number": employer.nsso_number,
        "employer_name": employer.name,
        "employer_street": employer.street_line,
        "employer_postcode": employer.postcode,
        "employer_municipality": employer.municipality,
        "employer_activity": employer.activity,
        "employer_iban": employer.iban,
        "employer_has_units": "yes" if len(policies.units_of(employer.id)) > 1 else "no",
    }
    return {key: value for key, value in facts.items() if key == "employer_has_units" or _is_on_form(key, law)}


def _first_guess(employer: EmployerInfo, law: str) -> dict[str, str]:
    """Answers the person may change."""
    units = policies.units_of(employer.id)
    guesses = {
        "employer_contact": employer.contact_name,
        "employer_phone": employer.contact_phone,
        "employer_email": employer.contact_email,
        "establishment_unit_number": units[0].number if len(units) == 1 else "",
    }
    return {key: value for key, value in guesses.items() if _is_on_form(key, law)}


def _is_on_form(key: str, law: str) -> bool:
    return form.field(key).letters[law] != "-"
