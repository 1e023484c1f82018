"""A small cast and two declarations that are right: for the tests of what happens around declaring."""

from datetime import date
from uuid import UUID, uuid4

from accident_manager.casework import declare
from accident_manager.claims.rules import declaration as form
from accident_manager.foundation.actor import Actor, system
from accident_manager.identity.actions.accounts import RoleGrant, create_account
from accident_manager.identity.queries import actor_of
from accident_manager.policies import actions as policies
from accident_manager.policies.queries import EmployerInfo

# Wednesday 18 November 2026 is the accident, Monday 23 November the day of the tests.
TODAY = date(2026, 11, 23)
NISS, OTHER_NISS = "85073003328", "90020100130"
STORY = "Le patin de l’échelle a glissé sur le carrelage mouillé de l’atelier."

ANSWERS = {
    "employer_contact": "Sophie Marchal",
    "employer_phone": "081 22 33 44",
    "niss": NISS,
    "last_name": "Zieliński-Lefèvre",
    "first_name": "Tomasz",
    "birth_date": "1985-07-30",
    "birth_place": "Namur",
    "sex": "M",
    "nationality": "BE",
    "victim_address.street": "Rue des Glycines",
    "victim_address.number": "14",
    "victim_address.postcode": "5000",
    "victim_address.municipality": "Namur",
    "victim_address.country": "BE",
    "victim_iban": "BE68539007547034",
    "victim_phone": "0475 12 34 56",
    "language": "nl",
    "kinship": "none",
    "mutuality.fund": "Mutualité chrétienne",
    "entry_date": "2017-09-01",
    "dimona_number": "123456789012",
    "contract_duration": "indefinite",
    "exit_date_known": "no",
    "usual_occupation": "Menuisier",
    "job_seniority": "gt_1y",
    "is_temp_worker": "no",
    "is_subcontracting": "no",
    "accident_date": "2026-11-18",
    "accident_time": "10:20",
    "notified_at": "2026-11-18T10:40",
    "accident_kind": "workplace",
    "schedule_1.from": "07:00",
    "schedule_1.to": "15:30",
    "place_kind": "1",
    "environment_text": "Atelier de menuiserie",
    "workstation": "1",
    "general_activity_text": "Pose de châssis",
    "specific_activity_text": "Monter sur une échelle",
    "in_usual_occupation": "yes",
    "deviation_text": STORY,
    "deviation": "51",
    "material_agent": "02.03",
    "contact_text": "Chute sur le dos",
    "body_part": "31",
    "injury_type": "021",
    "care_at_employer": "no",
    "external_doctor": "no",
    "hospital_care": "no",
    "witnesses": "no",
    "third_party": "no",
    "police_report": "no",
    "consequence": "total_temporary_incapacity",
    "cessation_at": "2026-11-18T10:30",
    "has_resumed": "no",
    "expected_days": "21",
    "nsso_affiliated": "yes",
    "nsso_worker_code": "015",
    "joint_committee": "124",
    "contract_type": "full_time",
    "days_per_week": "5",
    "hours_per_week_victim": "38",
    "hours_per_week_reference": "38",
    "working_pensioner": "no",
    "remuneration_mode": "fixed",
    "base_time_unit": "hour",
    "base_amount": "21,35",
    "year_end_bonus": "no",
    "protection_equipment": "helmet",
}


def actor(
    insurer, role: str, *, employer: EmployerInfo | None = None, name: str = "Sophie Marchal", niss: bytes | None = None
) -> Actor:
    """A new account with this role, as the one who acts."""
    first, last = name.split(" ", 1)
    grant = RoleGrant(role, employer_id=employer.id if employer else None, person_niss_token=niss)
    account = create_account(
        email=f"{uuid4().hex[:12]}@people.example", first_name=first, last_name=last, language="fr", roles=[grant],
        by=system(insurer.id),
    )  # fmt: skip
    return actor_of(account.id)


def employer(
    insurer, *, law: str = "private_1971", kbo: str = "0403019261", name: str = "Menuiserie Delcourt SRL"
) -> EmployerInfo:
    """An employer with one establishment and a policy since 2020."""
    by = system(insurer.id)
    made = policies.add_employer(
        by=by, kbo_number=kbo, name=name, street="Rue du Port", house_number="3", postcode="5000", municipality="Namur",
        activity="Menuiserie", nace="43.320", size="10", nsso_number="123456789", contact_name="Sophie Marchal",
        contact_phone="081 22 33 44", contact_email="hr@delcourt.example", iban="BE68539007547034",
    )  # fmt: skip
    policies.add_unit(
        by=by, employer_id=made.id, number=f"2{kbo[1:]}", name="Namur", street="Rue du Port", house_number="3",
        postcode="5000", municipality="Namur",
    )  # fmt: skip
    policies.add_policy(by=by, employer_id=made.id, number="45.220.318", law=law, starts_on=date(2020, 1, 1))
    return made


def page(step: str, law: str, answers: dict[str, str]) -> dict[str, list[str]]:
    """What a browser sends for one page."""
    sent: dict[str, list[str]] = {}
    for key in form.step(step, law).fields:
        for leaf in form.field(key).leaves:
            if leaf.key not in answers:
                continue
            value, names = answers[leaf.key], form.input_names(leaf)
            if len(names) > 1:
                day, _, hour = value.partition("T")
                year, month, number = day.split("-")
                sent.update(zip(names, ([number], [month], [year], [hour]), strict=False))
            else:
                sent[leaf.key] = [value]
    return sent


def fill(draft_id: UUID, law: str, by: Actor, **changes: str) -> None:
    """Answer every page as the forms do."""
    answers = {**ANSWERS, **{key.replace("__", "."): value for key, value in changes.items()}}
    for step in form.steps_for(law):
        if sent := page(step.slug, law, answers):
            declare.save_step(draft_id=draft_id, step=step.slug, raw=sent, base_version=0, by=by, final=True)


def ready(employer_id: UUID, law: str, by: Actor, **changes: str) -> UUID:
    """A draft that can be sent."""
    draft = declare.start(employer_id=employer_id, law=law, by=by)
    fill(draft.id, law, by, **changes)
    return draft.id


def sent(employer_id: UUID, law: str, by: Actor, **changes: str) -> declare.Receipt:
    """A declaration that was sent."""
    return declare.send(draft_id=ready(employer_id, law, by, **changes), key=uuid4(), declared=True, by=by)
