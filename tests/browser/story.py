"""Accidents as they are told in the journeys: by page and question, in the reader's language, all of it invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Code:
    """A European code, found by typing `words` and choosing it among what is proposed."""

    words: str
    code: str


@dataclass(frozen=True)
class When:
    """A day, and the hour where one is asked for."""

    day: date
    hour: str = ""


Answer = str | Code | When | list[str]
# page: question: answer
Story = Mapping[str, Mapping[str, Answer]]


def today() -> date:
    return datetime.now(BRUSSELS).date()


def national_number(born: date, counter: int) -> str:
    """A national number with right check digits; the counter is odd for men."""
    head = f"{born:%y%m%d}{counter:03}"
    return f"{head}{97 - int(('2' if born.year >= 2000 else '') + head) % 97:02}"


def private_in_french(
    accident_on: date, *, counter: int = 701, surname: str = "Bodarwé-Lhonneux"
) -> dict[str, dict[str, Answer]]:
    """A fall from a ladder, with everything that is mandatory under the law of 1971."""
    born = date(1985, 7, 30)
    return {
        "employer": {"employer_contact": "Gilles Delarbre", "employer_phone": "04 555 01 92"},
        "victim": {
            "niss": national_number(born, counter),
            "last_name": surname,
            "first_name": "Tomaš",
            "birth_date": When(born),
            "birth_place": "Namur",
            "sex": "M",
            "nationality": Code("belg", "BE"),
            "victim_address.street": "Rue des Glycines",
            "victim_address.number": "14",
            "victim_address.postcode": "5000",
            "victim_address.municipality": "Namur",
            "victim_address.country": Code("belg", "BE"),
            "language": "fr",
            "kinship": "none",
            "mutuality.fund": "Mutualité des Ardoisiers",
            "victim_iban": "BE68 5390 0754 7034",
        },
        "contract": {
            "entry_date": When(date(2017, 9, 1)),
            "dimona_number": "123456789012",
            "contract_duration": "indefinite",
            "exit_date_known": "no",
            "usual_occupation": "Couvreur",
            "occupation_code": Code("couvreur", "7121"),
            "job_seniority": "gt_1y",
            "is_temp_worker": "no",
            "is_subcontracting": "no",
        },
        "place-time": {
            "accident_date": When(accident_on),
            "accident_time": "10:20",
            "notified_at": When(accident_on, "10:40"),
            "accident_kind": "workplace",
            "schedule_1.from": "7:00",
            "schedule_1.to": "15.30",
            "place_kind": "1",
            "environment_text": "Toit d’un entrepôt, ardoises mouillées",
            "workstation": "1",
        },
        "circumstances": {
            "general_activity_text": "Réfection d’une toiture",
            "specific_activity_text": "Descendre d’une échelle avec un seau d’ardoises",
            "in_usual_occupation": "yes",
            "deviation_text": "Le pied de l’échelle a glissé sur les ardoises et il est tombé de trois mètres.",
            "deviation": Code("chute", "51"),
            "material_agent": Code("échelle", "02.03"),
        },
        "injury": {
            "contact_text": "Réception sur le poignet droit",
            "body_part": "55",
            "injury_type": Code("fracture", "021"),
            "care_at_employer": "no",
            "external_doctor": "no",
            "hospital_care": "unknown",
        },
        "people": {"witnesses": "no", "third_party": "no", "police_report": "no"},
        "consequences": {
            "consequence": "total_temporary_incapacity",
            "cessation_at": When(accident_on, "10:30"),
            "has_resumed": "no",
            "expected_days": "21",
        },
        "wage": {
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
        },
        "prevention": {"protection_equipment": ["helmet", "gloves"]},
    }


def public_in_dutch(
    accident_on: date, *, counter: int = 802, surname: str = "Van Kerrebroeck"
) -> dict[str, dict[str, Answer]]:
    """A gardener of a town who falls from a ladder, with what is mandatory under the law of 1967."""
    born = date(1990, 2, 1)
    return {
        "employer": {"employer_contact": "Bérengère Sougnard", "employer_phone": "080 55 01 84"},
        "victim": {
            "niss": national_number(born, counter),
            "last_name": surname,
            "first_name": "Ilse",
            "birth_date": When(born),
            "sex": "F",
            "victim_address.street": "Kerkstraat",
            "victim_address.number": "8",
            "victim_address.postcode": "4990",
            "victim_address.municipality": "Lierneux",
            "victim_address.country": Code("belg", "BE"),
            "language": "nl",
        },
        "contract": {"entry_date": When(date(2019, 3, 1)), "usual_occupation": "Tuinvrouw"},
        "place-time": {
            "accident_date": When(accident_on),
            "notified_at": When(accident_on, "16:05"),
            "accident_kind": "workplace",
            "schedule_1.from": "8:00",
            "schedule_1.to": "16.30",
            "place_kind": "1",
            "environment_text": "Park achter het gemeentehuis",
            "workstation": "2",
        },
        "circumstances": {
            "general_activity_text": "Bomen snoeien",
            "specific_activity_text": "Op een ladder staan met een handzaag",
            "in_usual_occupation": "yes",
            "deviation_text": "De ladder zakte weg in de natte grond en zij viel van de derde sport.",
            "deviation": Code("vallen", "51"),
            "material_agent": Code("ladder", "02.03"),
        },
        "injury": {
            "contact_text": "Val op de linkerenkel",
            "body_part": "63",
            "injury_type": Code("verstuik", "032"),
        },
        "people": {"witnesses": "unknown", "third_party": "no", "police_report": "no"},
        "consequences": {
            "consequence": "total_temporary_incapacity",
            "cessation_at": When(accident_on, "16:00"),
            "has_resumed": "no",
            "expected_days": "10",
        },
        "prevention": {},
    }


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def day_with_figures(days: int) -> date:
    """So many days ago, or the last day like it whose official figures are in the release: what it pays is known."""
    return min(days_ago(days), date(2026, 12, 1))


_DAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}


def long_day(day: date, language: str) -> str:
    """A day as it is written out: "mardi 24 novembre 2026"."""
    number = "1er" if language == "fr" and day.day == 1 else day.day
    return f"{_DAYS[language].split()[day.weekday()]} {number} {_MONTHS[language].split()[day.month - 1]} {day.year}"
