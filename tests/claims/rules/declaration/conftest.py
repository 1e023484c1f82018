"""Two declarations that are complete and right, one under each law."""

from datetime import date
from typing import Any

import pytest

PRIVATE: dict[str, Any] = {
    "insurer": "Belfius",
    "policy_number": "0012345",
    "employer_name": "Menuiserie Delcourt SRL",
    "employer_enterprise_number": "0403019261",
    "employer_contact": "Sophie Marchal",
    "employer_phone": "081 22 33 44",
    "niss": "85073003328",
    "last_name": "Zieliński-Lefèvre",
    "first_name": "Tomasz",
    "birth_date": "1985-07-30",
    "birth_place": "Namur",
    "sex": "M",
    "nationality": "BE",
    "victim_address.street": "Rue des Glycines",
    "victim_address.number": "14",
    "victim_address.box": "2",
    "victim_address.postcode": "5000",
    "victim_address.municipality": "Namur",
    "victim_address.country": "BE",
    "victim_iban": "BE68539007547034",
    "language": "fr",
    "kinship": "none",
    "mutuality.fund": "Mutualité chrétienne",
    "entry_date": "2017-09-01",
    "dimona_number": "123456789012",
    "contract_duration": "indefinite",
    "exit_date_known": "no",
    "usual_occupation": "Menuisier",
    "occupation_code": "7115",
    "job_seniority": "gt_1y",
    "is_temp_worker": "no",
    "is_subcontracting": "no",
    "accident_date": "2026-11-18",
    "accident_time": "10:20",
    "notified_at": "2026-11-18T10:40",
    "accident_kind": "workplace",
    "schedule_1.from": "07:00",
    "schedule_1.to": "12:00",
    "schedule_2.from": "12:30",
    "schedule_2.to": "15:30",
    "place_kind": "1",
    "environment_text": "Atelier de menuiserie",
    "workstation": "1",
    "general_activity_text": "Pose de châssis",
    "specific_activity_text": "Descendre d’une échelle avec un panneau",
    "in_usual_occupation": "yes",
    "deviation_text": "Le pied de l’échelle a glissé sur le sol humide.",
    "deviation": "51",
    "material_agent": "02.03",
    "contact_text": "Réception sur le poignet droit",
    "body_part": "55",
    "injury_type": "021",
    "care_at_employer": "no",
    "external_doctor": "no",
    "hospital_care": "no",
    "witnesses": "yes",
    "witness.0.name": "Eva Janssens",
    "witness.0.kind": "direct",
    "third_party": "no",
    "police_report": "unknown",
    "consequence": "total_temporary_incapacity",
    "cessation_at": "2026-11-18T10:30",
    "has_resumed": "no",
    "expected_days": 21,
    "nsso_affiliated": "yes",
    "nsso_worker_code": "015",
    "joint_committee": "124",
    "contract_type": "full_time",
    "days_per_week": "5.00",
    "hours_per_week_victim": "38.00",
    "hours_per_week_reference": "38.00",
    "working_pensioner": "no",
    "remuneration_mode": "fixed",
    "base_time_unit": "hour",
    "base_amount": "21.35",
    "year_end_bonus": "yes",
    "year_end_bonus_value.percent": "8.33",
    "protection_equipment": ["helmet", "gloves"],
}
PRIVATE_ONLY = ("kinship", "mutuality.fund", "dimona_number", "exit_date_known", "is_temp_worker", "is_subcontracting")


@pytest.fixture
def today() -> date:
    return date(2026, 11, 23)


@pytest.fixture
def private() -> dict[str, Any]:
    return dict(PRIVATE)


@pytest.fixture
def public() -> dict[str, Any]:
    facts = {key: value for key, value in PRIVATE.items() if key not in PRIVATE_ONLY}
    return {**facts, "establishment_unit_number": "2012345678"}
