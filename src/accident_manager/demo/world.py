"""The invented world of the demo: insurers with their people, employers and files, as if they had worked for months.

Everything is done through the same acts as in the pages, with the clock set to the day on which it would have happened.
"""

import random
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from accident_manager.casework import decide, declare, letters, papers
from accident_manager.claims.actions import benefits
from accident_manager.claims.queries import claim_file, person_token
from accident_manager.claims.rules.deciding import Grounds
from accident_manager.claims.rules.wage import Pay
from accident_manager.demo import backstage, numbers
from accident_manager.demo.certificate import certificate
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor, system
from accident_manager.identity import outbox
from accident_manager.identity import queries as identity
from accident_manager.identity.actions import accounts as desk
from accident_manager.identity.actions.accounts import RoleGrant, create_account
from accident_manager.insurers.actions import add_insurer
from accident_manager.insurers.queries import InsurerInfo, all_insurers
from accident_manager.policies.actions import add_employer, add_policy, add_unit
from accident_manager.policies.queries import EmployerInfo, units_of
from accident_manager.storage import scope

INSURERS = ("belfius", "other")
# The accounts and employers are older than any accident.
_BEGAN = timedelta(days=500)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened then; steps are played in the order of time."""

    at: datetime
    act: Callable[[], None]


@dataclass(slots=True)
class Cast:
    """Who and what an insurer of the demo has, while its world is made."""

    insurer: InsurerInfo
    data: dict[str, Any]
    # When the world is made; everything in it is told from this moment back.
    now: datetime
    employers: dict[str, EmployerInfo] = field(default_factory=dict)
    laws: dict[str, str] = field(default_factory=dict)
    accounts: list[tuple[dict[str, Any], UUID]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return clock.day_of(self.now)

    def at(self, days_ago: int, hour: time) -> datetime:
        """That hour in Brussels so many days ago, never later than now."""
        return min(self.now, datetime.combine(self.today - timedelta(days=days_ago), hour, tzinfo=clock.BRUSSELS))

    def sort(self, name: str) -> str:
        """The sort of an employer that this insurer has: "town" is "town-nl" or "town-fr", "first" its first."""
        if name == "first":
            return next(entry["employers"][0] for entry, _ in self.accounts if entry["role"] == "declarer")
        return next(sort for sort in self.employers if sort.startswith(name))

    def actor(self, role: str, *, employer: str = "", which: int = 0) -> Actor:
        """The n-th account of a role (at an employer) that is ready to use, with the rights of the day."""
        found = [
            account_id
            for entry, account_id in self.accounts
            if entry["role"] == role and "password" in entry and (not employer or employer in entry["employers"])
        ]
        return identity.actor_of(found[which % len(found)], ip="127.0.0.1", user_agent="demo")


def load(code: str) -> bool:
    """Make the world of an insurer unless it is there, all of it or nothing; whether it was made now."""
    if any(insurer.code == code for insurer in all_insurers()):
        return False
    with transaction.atomic():
        insurer = _load_insurer(_data(code))
        # All they ask for has been done already, on its day.
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'insurer_id' = %s", [str(insurer.id)])
    return True


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("accident_manager.demo").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def cast_of(code: str) -> list[dict[str, Any]]:
    """The accounts of an insurer's cast as written in its file."""
    return list(_data(code)["account"])


def _load_insurer(data: dict[str, Any]) -> InsurerInfo:
    cast = Cast(add_insurer(**data["insurer"]), data, clock.now())
    with scope.of(cast.insurer.id):
        with clock.frozen(cast.now - _BEGAN):
            _employers(cast)
            _accounts(cast)
        for step in sorted(_steps(cast), key=lambda step: step.at):
            with clock.frozen(step.at):
                step.act()
        _mark_mails_as_sent()
    return cast.insurer


def _employers(cast: Cast) -> None:
    by = system(cast.insurer.id)
    for entry in cast.data["employer"]:
        number = entry["number"]
        added = add_employer(
            by=by,
            kbo_number=numbers.enterprise_number(number),
            **{
                key: entry[key]
                for key in (
                    "name", "street", "house_number", "postcode", "municipality", "activity", "nace", "language",
                )
            },
            contact_name=entry["contact"],
            contact_phone=cast.insurer.support_phone[:3] + "555 01 " + number[-2:],
            contact_email=entry["email"],
            iban=numbers.iban(int(number)),
        )  # fmt: skip
        for which, (name, street, house_number, postcode, municipality) in enumerate(entry.get("units", [])):
            add_unit(
                by=by, employer_id=added.id, number=numbers.unit_number(number, which), name=name, street=street,
                house_number=house_number, postcode=postcode, municipality=municipality,
            )  # fmt: skip
        covered = timedelta(days=entry["insured_for_days"]) if "insured_for_days" in entry else _BEGAN * 4
        add_policy(
            by=by, employer_id=added.id, number=entry["policy"], law=entry["law"], starts_on=cast.today - covered
        )
        cast.employers[entry["sort"]] = added
        cast.laws[entry["sort"]] = entry["law"]


def _accounts(cast: Cast) -> None:
    by = system(cast.insurer.id)
    for entry in cast.data["account"]:
        made = create_account(
            email=entry["email"], first_name=entry["first_name"], last_name=entry["last_name"],
            language=entry["language"], roles=list(_grants(cast, entry)), by=by,
        )  # fmt: skip
        if "password" in entry:
            backstage.make_ready(made.id, email=entry["email"], password=entry["password"])
        cast.accounts.append((entry, made.id))


def _colleagues(cast: Cast) -> Iterator[Step]:
    """People for the help desk: made months ago or lately, some never came, one is blocked, one has left."""
    for place, entry in enumerate(cast.data.get("colleague", ())):
        made = entry.get("invited", 200 + place)
        yield Step(cast.at(made, time(9, 5 + place)), _colleague(cast, entry))
        if "blocked" in entry:
            yield Step(cast.at(6, time(15, 40)), _blocked(cast, entry))


def _colleague(cast: Cast, entry: dict[str, Any]) -> Callable[[], None]:
    def act() -> None:
        begins = clock.today() + timedelta(days=entry.get("begins", 0))
        ended = cast.today - timedelta(days=entry["ended"]) if "ended" in entry else None
        support, by = cast.actor("support"), system(cast.insurer.id)
        made = create_account(
            email=entry["email"], first_name=entry["first_name"], last_name=entry["last_name"],
            language=entry["language"], by=by,
            roles=[replace(grant, valid_from=begins, valid_until=ended) for grant in _grants(cast, entry)],
        )  # fmt: skip
        if entry.get("ready"):
            backstage.make_ready(made.id, email=entry["email"], password=f"demo-{made.id}")
        elif "invited" in entry:
            desk.send_link(made.id, support)

    return act


def _blocked(cast: Cast, entry: dict[str, Any]) -> Callable[[], None]:
    def act() -> None:
        found = identity.by_email(entry["email"])
        assert found is not None
        desk.block(found.id, cast.actor("support"), reason=entry["blocked"])

    return act


def _grants(cast: Cast, entry: dict[str, Any]) -> Iterator[RoleGrant]:
    if "employers" in entry:
        for sort in entry["employers"]:
            yield RoleGrant(entry["role"], employer_id=cast.employers[sort].id)
    elif "victim" in entry:
        yield RoleGrant(entry["role"], person_niss_token=person_token(_victim(cast, entry["victim"])["niss"]))
    else:
        yield RoleGrant(entry["role"])


def _victim(cast: Cast, place: int) -> dict[str, Any]:
    """The values of the page "victim" for the person at this place."""
    first, last, sex, born, street, number, postcode, municipality, *language = cast.data["victims"]["people"][place]
    day = date.fromisoformat(born)
    return {
        "niss": numbers.niss(day, sex, place),
        "first_name": first,
        "last_name": last,
        "sex": sex,
        "birth_date": born,
        "birth_place": municipality,
        "nationality": "BE",
        "victim_address.street": street,
        "victim_address.number": number,
        "victim_address.postcode": postcode,
        "victim_address.municipality": municipality,
        "victim_address.country": "BE",
        "other_correspondence_address": "no",
        "kinship": "none",
        "mutuality.fund": "999",
        "victim_iban": numbers.iban(1000 + place),
        "language": language[0] if language and language[0] in {"fr", "nl", "de"} else "",
        "wanted_language": language[0] if language else "",
    }


def _steps(cast: Cast) -> Iterator[Step]:
    yield from _colleagues(cast)
    plan = _data("claims")
    for place, entry in enumerate(plan["claim"]):
        yield from _claim_steps(cast, place, entry)
    for which, entry in enumerate(plan["draft"]):
        yield Step(cast.at(which, time(9, 20)), _started(cast, len(plan["claim"]) + which, entry))


def _claim_steps(cast: Cast, place: int, entry: dict[str, Any]) -> Iterator[Step]:
    file = _File(cast, place, entry)
    random_minute = random.Random(place).randrange(60)  # noqa: S311  the same world every time
    received = entry["received"]
    yield Step(cast.at(received, time(8 + place % 8, random_minute)), file.declared)
    for after, act in entry.get("then", []):
        yield Step(cast.at(received - after, time(9 + place % 7, random_minute)), file.acts[act])


class _File:
    """The life of one file."""

    def __init__(self, cast: Cast, place: int, entry: dict[str, Any]) -> None:
        self.cast, self.place, self.entry = cast, place, entry
        self.sort = cast.sort(entry["sort"])
        self.accident = _accident(self.sort, entry["nth"])
        self.number = ""
        self.acts: dict[str, Callable[[], None]] = {
            "ask": self.asked,
            "wage": self.wage_entered,
            "incapacity": self.incapacity_entered,
            "doubt": self.doubted,
            "accept": self.accepted,
            "propose": self.refusal_proposed,
            "confirm": self.refusal_confirmed,
            "authority-accepts": self.authority_accepted,
        }

    @property
    def handler(self) -> Actor:
        return self.cast.actor("handler", which=self.place)

    @property
    def language(self) -> str:
        victim = _victim(self.cast, self.place)
        return victim["language"] or self.cast.employers[self.sort].language

    def declared(self) -> None:
        by = self.cast.actor("declarer", employer=self.sort)
        employer = self.cast.employers[self.sort]
        accident_on = clock.today() - timedelta(days=self.entry["lag"])
        draft = declare.start(employer_id=employer.id, law=self.cast.laws[self.sort], by=by)
        values = _answers(self.cast, self.sort, self.place, self.accident, accident_on)
        _fill(draft.id, draft.version, values, by)
        if self.entry.get("certificate"):
            victim = _victim(self.cast, self.place)
            content = certificate(f"{victim['first_name']} {victim['last_name']}", accident_on, self.language)
            declare.attach(draft_id=draft.id, filename="attest.pdf", content=content, kind="certificate", by=by)
        receipt = declare.send(draft_id=draft.id, key=uuid5(draft.id, "sent"), declared=True, by=by)
        self.number = receipt.number
        papers.produce_declaration(receipt.claim_id)
        self._make_letters()

    def asked(self) -> None:
        words = _data("words")["ask"]
        decide.ask(
            self.number, asked_of="employer", items=words["items"], text=words[self.cast.employers[self.sort].language],
            answer_by=clock.today() + timedelta(days=10), by=self.handler,
        )  # fmt: skip
        self._make_letters()

    def wage_entered(self) -> None:
        pay = Pay(
            amount=Decimal(self.accident["pay"]), unit="month", hours_per_week=Decimal(38), days_per_week=Decimal(5),
            bonus_kind="percent", bonus=Decimal("8.33"),
        )  # fmt: skip
        # Of a year whose official figures are not in this release, the handler waits for them: so does the file.
        with suppress(benefits.NoNumberKnown):
            benefits.record_wage(self.number, pay=pay, by=self.handler)

    def incapacity_entered(self) -> None:
        began = clock.today() - timedelta(days=self._days_since_accident() - 1)
        benefits.add_incapacity(
            self.number, starts_on=began, ends_on=began + timedelta(days=self.accident["days"] - 1), by=self.handler
        )

    def doubted(self) -> None:
        decide.doubt(self.number, grounds=Grounds({}, _data("words")["doubt"][self.language]), by=self.handler)
        self._make_letters()

    def accepted(self) -> None:
        decide.accept(self.number, grounds=Grounds({}), by=self.handler)
        self._make_letters()

    def refusal_proposed(self) -> None:
        words = _data("words")["refuse"]
        grounds = Grounds({words["element"]: words["why"][self.language]}, words["text"][self.language])
        decide.propose_refusal(self.number, grounds=grounds, by=self.handler)

    def refusal_confirmed(self) -> None:
        lead = self.cast.actor("team_lead")
        proposal = next(step for step in claim_file(self.number, lead).decisions if step.stage == "proposed")
        decide.confirm_refusal(self.number, decision_id=proposal.id, by=lead)
        self._make_letters()

    def authority_accepted(self) -> None:
        decide.record_authority(
            self.number, accepted=True, decided_on=clock.today() - timedelta(days=1), by=self.handler
        )
        self._make_letters()

    def _days_since_accident(self) -> int:
        received = self.cast.today - timedelta(days=self.entry["received"])
        return (clock.today() - received).days + self.entry["lag"]

    def _make_letters(self) -> None:
        for letter in claim_file(self.number, self.handler).letters:
            if letter.state == "due":
                letters.produce_letter(letter.id)


def _started(cast: Cast, place: int, entry: dict[str, Any]) -> Callable[[], None]:
    def act() -> None:
        sort = cast.sort(entry["sort"])
        by = cast.actor("declarer", employer=sort)
        draft = declare.start(employer_id=cast.employers[sort].id, law=cast.laws[sort], by=by)
        accident_on = clock.today() - timedelta(days=2)
        values = _answers(cast, sort, place, _accident(sort, entry["nth"]), accident_on)
        _fill(draft.id, draft.version, values, by, only=entry["steps"])

    return act


def _accident(sort: str, nth: int) -> dict[str, Any]:
    return [entry for entry in _data("accidents")["accident"] if entry["sort"] == sort][nth]


def _fill(draft_id: UUID, version: int, values: dict[str, dict[str, Any]], by: Actor, only: Any = None) -> None:
    for step, answers in values.items():
        if only is None or step in only:
            raw = {key: said if isinstance(said, list) else [str(said)] for key, said in answers.items() if said != ""}
            saved = declare.save_step(draft_id=draft_id, step=step, raw=raw, base_version=version, by=by, final=False)
            version = saved.version


def _answers(
    cast: Cast, sort: str, place: int, accident: dict[str, Any], accident_on: date
) -> dict[str, dict[str, Any]]:
    """The answers of a whole declaration, by page."""
    employer, commuting = cast.employers[sort], accident.get("kind") == "commuting"
    units = units_of(employer.id)
    at = datetime.combine(accident_on, time.fromisoformat(accident["hour"]))
    told = (at + timedelta(minutes=25)).isoformat(timespec="minutes")
    victim = _victim(cast, place)
    victim["language"] = victim["language"] or employer.language
    del victim["wanted_language"]
    pages = {
        "employer": {
            "establishment_unit_number": units[place % len(units)].number if units else "",
            "employer_contact": employer.contact_name,
            "employer_phone": employer.contact_phone,
            "employer_email": employer.contact_email,
        },
        "victim": victim,
        "contract": {
            "entry_date": f"{2012 + place % 12}-03-01",
            "dimona_number": f"9999{place:08}",
            "contract_duration": "indefinite",
            "exit_date_known": "no",
            "usual_occupation": accident["job"],
            "occupation_code": accident["occupation"],
            "job_seniority": "gt_1y",
            "is_temp_worker": "no",
            "is_subcontracting": "no",
        },
        "place-time": {
            "accident_date": accident_on.isoformat(),
            "accident_time": accident["hour"],
            "notified_at": told,
            "accident_kind": accident.get("kind", "workplace"),
            "environment_text": accident["environment"],
            "workstation": "2" if commuting else "1",
            **_schedule(at.time(), commuting),
            **_place(employer, commuting),
        },
        "circumstances": {
            "general_activity_text": accident["general"],
            "specific_activity_text": accident["specific"],
            "in_usual_occupation": "yes",
            "deviation_text": accident["what"],
            "deviation": accident["deviation"],
            "material_agent": accident["agent"],
        },
        "injury": {
            "contact_text": accident["contact"],
            "body_part": accident["body"],
            "body_side": accident.get("side", ""),
            "injury_type": accident["injury"],
            "care_at_employer": "no",
            "external_doctor": "unknown",
            "hospital_care": "no",
        },
        "people": {
            "witnesses": "no",
            "third_party": "yes" if "third_party" in accident else "no",
            "third_party_details.name": accident.get("third_party", ""),
            "police_report": "yes" if "police" in accident else "no",
            "police_report_details.place": accident.get("police", ""),
        },
        "consequences": _consequences(accident, told),
        "wage": {
            "nsso_affiliated": "yes",
            "professional_category": "manual",
            "joint_committee": "124",
            "contract_type": "full_time",
            "days_per_week": "5",
            "hours_per_week_victim": "38",
            "hours_per_week_reference": "38",
            "working_pensioner": "no",
            "remuneration_mode": "fixed",
            "base_time_unit": "month",
            "base_amount": accident.get("pay", ""),
            "year_end_bonus": "yes",
            "year_end_bonus_value.percent": "8.33",
        },
        "prevention": {} if commuting else {"protection_equipment": list(accident.get("worn", ["none"]))},
    }
    if cast.laws[sort] == "public_1967":
        del pages["wage"]
    return pages


def _schedule(at: time, commuting: bool) -> dict[str, str]:
    """A working day around the hour of the accident, or before or after it on the way."""
    start = at.hour + 1 if commuting and at.hour < 12 else at.hour - 9 if commuting else max(0, min(at.hour - 2, 15))
    return {"schedule_1.from": f"{start:02}:00", "schedule_1.to": f"{start + 8:02}:00"}


def _place(employer: EmployerInfo, commuting: bool) -> dict[str, str]:
    if not commuting:
        return {"place_kind": "1"}
    return {
        "place_kind": "2", "place_street.street": employer.street, "place_postcode": employer.postcode,
        "place_municipality": employer.municipality, "place_country": "BE",
    }  # fmt: skip


def _consequences(accident: dict[str, Any], stopped: str) -> dict[str, Any]:
    if not accident["days"]:
        return {"consequence": "no_incapacity_no_prosthesis"}
    return {
        "consequence": "total_temporary_incapacity", "cessation_at": stopped, "has_resumed": "no",
        "expected_days": accident["days"],
    }  # fmt: skip


def _mark_mails_as_sent() -> None:
    """What was queued on its day left on its day."""
    for mail in outbox.recent(1000):
        if mail.status == "queued":
            with clock.frozen(mail.created_at):
                outbox.sent(mail.id)
