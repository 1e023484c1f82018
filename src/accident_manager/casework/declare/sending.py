"""Sending a declaration: once, whatever happens between the click and the answer."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from accident_manager.audit import trail
from accident_manager.casework import letters, queues
from accident_manager.casework.declare.checking import everything_wrong, house_problems
from accident_manager.casework.declare.reading import day_in
from accident_manager.casework.declare.receipts import receipt
from accident_manager.casework.declare.rows import draft_row
from accident_manager.casework.declare.shapes import Receipt
from accident_manager.casework.declare.starting import prefilled
from accident_manager.claims import events
from accident_manager.claims.models import Claim, Declaration, Draft, Letter, Person
from accident_manager.claims.models.people import person_token
from accident_manager.claims.rules import declaration as form
from accident_manager.claims.rules import frozen, serious
from accident_manager.crypto.index import name_tokens
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.law import time_limits
from accident_manager.policies import queries as policies
from accident_manager.policies.queries import PolicyInfo
from accident_manager.storage.ids import new_id

_LANGUAGES = frozenset({"fr", "nl", "de", "en"})


class NotDeclared(Refusal):
    code = "declare.not-declared"
    sentence = N_("Confirm that the answers are right and complete to the best of your knowledge.")


class NotReady(Refusal):
    """Some answers are missing or wrong; `problems` says which, in the order of the pages."""

    code = "declare.not-ready"
    sentence = N_("Some answers are missing or wrong: correct them, then send.")

    def __init__(self, problems: tuple[form.Problem, ...]) -> None:
        self.problems = problems
        super().__init__(field=problems[0].field_key)


@dataclass(frozen=True, slots=True)
class _Deadlines:
    declare_by: date
    days_late: int
    counts_from: date
    decide_by: date


def send(*, draft_id: UUID, key: UUID, declared: bool, by: Actor) -> Receipt:
    """Send the declaration; the same draft or the same key again gives the first receipt. NotDeclared, NotReady,
    NotFound.
    """
    by.require("declarations.send")
    try:
        with transaction.atomic():
            number = _send(draft_id, key, declared, by)
    except IntegrityError:
        # The same key came at the same moment, with another draft: the first one stands.
        first = _sent_with(key)
        if first is None:
            raise
        number = first
    return receipt(number, by)


def _send(draft_id: UUID, key: UUID, declared: bool, by: Actor) -> str:
    account_id = by.account_id
    if account_id is None:
        raise NotFound
    draft = draft_row(draft_id, by, lock=True)
    if draft.claim is not None:
        return draft.claim.number
    if first := _sent_with(key):
        return first
    if not declared:
        raise NotDeclared(field="declared")
    _bring_up_to_date(draft, by)
    problems, _ = everything_wrong(draft)
    if problems:
        raise NotReady(problems)
    answers = form.declared(draft.answers, draft.scheme)
    accident_on = date.fromisoformat(answers["accident_date"])
    policy = policies.policy_covering(draft.employer_id, draft.scheme, accident_on)
    if policy is None:
        # `everything_wrong` said so a moment ago: somebody ended the policy in between.
        raise NotReady(tuple(house_problems(draft, form.field("accident_date").step)))
    answers["policy_number"] = policy.number
    now = clock.now()
    claim = _open_file(draft, answers, policy, now)
    attached = list(draft.documents.values_list("sha256", flat=True))
    declaration = _freeze(claim, answers, attached, key, account_id, by.language)
    draft.documents.update(claim=claim, draft=None)
    draft.state, draft.claim = Draft.State.SENT, claim
    # The frozen declaration holds what counts; what was typed and thrown away is nobody's business any more.
    draft.answers, draft.earlier, draft.field_versions = {"values": answers, "raw": {}}, {}, {}
    draft.updated_at, draft.updated_by = now, account_id
    draft.save()
    letters.request(claim, Letter.Kind.DECLARATION_COPY, ("victim",))
    queues.later("papers.declaration", queue="papers", insurer_id=claim.insurer_id, claim_id=claim.id)
    trail.record(
        events.CLAIM_DECLARED,
        subject=("claim", claim.id),
        actor=by,
        on_behalf_of=claim.employer_id,
        number=claim.number,
        scheme=claim.scheme,
        content_hash=declaration.content_hash,
        draft_id=draft.id,
        days_late=claim.days_late,
    )
    return claim.number


def _sent_with(key: UUID) -> str | None:
    found = Declaration.objects.select_related("claim").filter(submission_key=key).first()
    return found.claim.number if found else None


def _bring_up_to_date(draft: Draft, by: Actor) -> None:
    """Who finally sends, and when, is what counts; and the employer as it stands in the register today."""
    values = dict(form.values_of(draft.answers))
    facts = prefilled(policies.employer(draft.employer_id), draft.scheme, by)
    values.update({name: said for name, said in facts.items() if said})
    draft.answers = {"values": values, "raw": draft.answers.get("raw", {})}


def _open_file(draft: Draft, answers: dict[str, Any], policy: PolicyInfo, now: datetime) -> Claim:
    received_on = clock.day_of(now)
    accident_on = date.fromisoformat(answers["accident_date"])
    due = _deadlines(draft.scheme, accident_on, day_in(answers, "notified_at"), received_on)
    units = {unit.number: unit.id for unit in policies.units_of(draft.employer_id)}
    only = next(iter(units.values())) if len(units) == 1 else None
    return Claim.objects.create(
        number=_next_number(received_on.year),
        scheme=draft.scheme,
        person=_person(answers, draft.employer_id, now),
        employer_id=draft.employer_id,
        unit_id=units.get(answers.get("establishment_unit_number", ""), only),
        policy_id=policy.id,
        accident_on=accident_on,
        accident_at=time.fromisoformat(answers["accident_time"]) if answers.get("accident_time") else None,
        received_at=now,
        received_on=received_on,
        declare_by=due.declare_by,
        days_late=due.days_late,
        decision_counts_from=due.counts_from,
        decide_by=due.decide_by,
        status_since=now,
        declared_name=f"{answers['first_name']} {answers['last_name']}",
        serious_proposed=serious.proposal(answers, accident_on).value.is_serious,
    )


def _deadlines(scheme: str, accident_on: date, notified_on: date | None, received_on: date) -> _Deadlines:
    """Private: 8 days from the accident, 30 from our receipt (R13, R16). Public: both from the authority's receipt
    (R61a).
    """
    public = scheme == time_limits.PUBLIC
    authority_on = notified_on if public and notified_on else None
    declare_by = time_limits.declaration_deadline(
        accident_on=accident_on, regime=scheme, employer_received_on=authority_on
    ).value
    counts_from = authority_on or received_on
    return _Deadlines(
        declare_by=declare_by,
        days_late=time_limits.late_days(last_day=declare_by, declared_on=received_on, regime=scheme).value,
        counts_from=counts_from,
        decide_by=time_limits.decision_deadline(received_on=counts_from, regime=scheme).value,
    )


def _next_number(year: int) -> str:
    """The next file number of the year, "26-004518": without gaps, because the counter waits for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_runningnumber (id, insurer_id, year, last)"
            " VALUES (%s, nullif(current_setting('acm.insurer_id', true), '')::uuid, %s, 1)"
            " ON CONFLICT (insurer_id, year) DO UPDATE SET last = claims_runningnumber.last + 1 RETURNING last",
            [new_id(), year],
        )
        return f"{year % 100:02}-{cursor.fetchone()[0]:06}"


def _person(answers: dict[str, Any], employer_id: UUID, now: datetime) -> Person:
    """The person with this national number, or a new one, with what is declared now.

    An employer changes what is known of his own people only: of somebody who has a file from another employer he fills
    in what is missing, or a stranger's declaration would turn that file's letters to another address. The account
    number is taken once and never changed by an employer: where somebody is paid he says himself.
    """
    token = person_token(answers["niss"])
    Person.objects.bulk_create(
        [Person(last_name="", first_name="", niss_token=token, created_at=now)], ignore_conflicts=True
    )
    person = Person.objects.select_for_update(no_key=True).get(niss_token=token)
    known_elsewhere = person.claims.exclude(employer_id=employer_id).exists()
    for column, value in _declared_person(answers).items():
        if value and not (getattr(person, column) and (known_elsewhere or column == "iban")):
            setattr(person, column, value)
    if answers.get("language") in _LANGUAGES and not known_elsewhere:
        person.language = answers["language"]
    person.name_tokens = name_tokens(person.first_name, person.last_name)
    person.save()
    return person


def _declared_person(answers: dict[str, Any]) -> dict[str, Any]:
    """What a declaration says of the victim, by column."""
    box = answers.get("victim_address.box", "")
    street = " ".join(filter(None, (answers.get("victim_address.street"), answers.get("victim_address.number"))))
    return {
        "niss": answers["niss"],
        "last_name": answers["last_name"],
        "first_name": answers["first_name"],
        "birth_date": day_in(answers, "birth_date"),
        "sex": answers.get("sex"),
        "street": f"{street} / {box}" if box and street else street,
        "postcode": answers.get("victim_address.postcode"),
        "municipality": answers.get("victim_address.municipality"),
        "country": answers.get("victim_address.country"),
        "phone": answers.get("victim_phone"),
        "email": answers.get("victim_email"),
        "iban": answers.get("victim_iban"),
    }


def _freeze(
    claim: Claim, answers: dict[str, Any], attached: list[str], key: UUID, sent_by: UUID, language: str
) -> Declaration:
    at = claim.received_at
    text = frozen.canonical(
        number=claim.number, scheme=claim.scheme, received_at=at, answers=answers, documents=attached
    )
    return Declaration.objects.create(
        claim=claim,
        content=text,
        content_hash=frozen.fingerprint(text),
        submission_key=key,
        language=language,
        sent_by=sent_by,
        sent_at=at,
    )
