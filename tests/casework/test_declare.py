"""An accident is declared: from the first page to the receipt, in both schemes."""

import hashlib
import json
from datetime import date
from uuid import uuid4

import pytest

from accident_manager.casework import declare
from accident_manager.claims.models import Claim, Declaration, Draft, Letter, Person
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import NotAllowed, NotFound
from accident_manager.law.time_limits import PRIVATE, PUBLIC
from casework import declaring


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(declaring.TODAY):
        yield


@pytest.fixture
def delcourt(in_belfius):
    return declaring.employer(in_belfius)


@pytest.fixture
def sophie(in_belfius, delcourt):
    return declaring.actor(in_belfius, "declarer", employer=delcourt)


def problems_of(refused: pytest.ExceptionInfo[declare.NotReady]) -> set[str]:
    return {problem.field_key for problem in refused.value.problems}


def test_a_private_accident_is_declared_and_the_receipt_proves_it(in_belfius, delcourt, sophie):
    assert [choice.laws for choice in declare.employers_to_declare_for(sophie)] == [("private_1971",)]
    receipt = declaring.sent(delcourt.id, PRIVATE, sophie)
    assert receipt.number == "26-000001"
    assert receipt.declare_by == date(2026, 11, 26)
    assert (receipt.days_late, receipt.days_before) == (0, 3)
    assert receipt.decide_by == date(2026, 12, 23)
    assert {reason.rule for reason in receipt.declare_because} >= {"R13"}
    assert receipt.decide_because[0].rule == "R16"
    assert receipt.victim == "Tomasz Zieliński-Lefèvre"
    text = Declaration.objects.get().content
    assert hashlib.sha256(text.encode()).hexdigest() == receipt.content_hash
    said = json.loads(text)
    assert said["number"] == "26-000001"
    assert said["answers"]["deviation_text"] == declaring.STORY
    assert said["answers"]["policy_number"] == "45.220.318"
    claim = Claim.objects.get()
    assert (claim.status, claim.policy_problem, claim.serious_proposed) == ("received", "", True)
    assert claim.unit is not None


def test_a_public_accident_counts_from_the_day_the_authority_knew(in_belfius):
    town = declaring.employer(in_belfius, law=PUBLIC, kbo="0207356009", name="Ville de Namur")
    by = declaring.actor(in_belfius, "declarer", employer=town)
    receipt = declaring.sent(town.id, PUBLIC, by, notified_at="2026-11-20T09:00")
    assert receipt.declare_by == date(2026, 11, 22)
    assert receipt.days_late == 1
    assert receipt.decide_by == date(2026, 12, 20)
    assert {reason.rule for reason in receipt.decide_because} == {"R61a"} or receipt.decide_because[0].rule.startswith(
        "R61"
    )
    assert Claim.objects.get().decision_counts_from == date(2026, 11, 20)
    assert "base_amount" not in json.loads(Declaration.objects.get().content)["answers"]


def test_a_late_declaration_is_received_all_the_same(delcourt, sophie):
    receipt = declaring.sent(
        delcourt.id,
        PRIVATE,
        sophie,
        accident_date="2026-11-02",
        notified_at="2026-11-02T10:40",
        cessation_at="2026-11-02T10:30",
    )
    assert receipt.declare_by == date(2026, 11, 10)
    assert receipt.days_late == 13


def test_the_victim_is_promised_a_copy_and_the_papers_are_asked_for(delcourt, sophie):
    from procrastinate.contrib.django.models import ProcrastinateJob

    receipt = declaring.sent(delcourt.id, PRIVATE, sophie)
    letter = Letter.objects.get()
    assert (letter.kind, letter.receiver, letter.language, letter.state) == ("declaration_copy", "victim", "nl", "due")
    jobs = {job.task_name: job for job in ProcrastinateJob.objects.all()}
    assert set(jobs) >= {"papers.declaration", "papers.letter"}
    job = jobs["papers.declaration"]
    assert (job.queue_name, job.args["claim_id"]) == ("papers", str(receipt.claim_id))
    assert all("Zieli" not in json.dumps(job.args) for job in jobs.values())


def test_sending_twice_gives_the_first_receipt(delcourt, sophie):
    draft_id, key = declaring.ready(delcourt.id, PRIVATE, sophie), uuid4()
    first = declare.send(draft_id=draft_id, key=key, declared=True, by=sophie)
    assert declare.send(draft_id=draft_id, key=key, declared=True, by=sophie).number == first.number
    assert declare.send(draft_id=draft_id, key=uuid4(), declared=False, by=sophie).number == first.number
    assert Claim.objects.count() == Declaration.objects.count() == 1


def test_the_same_key_on_another_draft_gives_the_first_receipt_and_leaves_that_draft_open(delcourt, sophie):
    key = uuid4()
    first = declare.send(draft_id=declaring.ready(delcourt.id, PRIVATE, sophie), key=key, declared=True, by=sophie)
    second = declaring.ready(delcourt.id, PRIVATE, sophie)
    assert declare.send(draft_id=second, key=key, declared=True, by=sophie).number == first.number
    assert Draft.objects.get(id=second).state == "open"


def test_numbers_follow_each_other_without_a_gap_after_a_refused_sending(delcourt, sophie):
    declaring.sent(delcourt.id, PRIVATE, sophie)
    with pytest.raises(declare.NotReady):
        declaring.sent(delcourt.id, PRIVATE, sophie, accident_date="2030-01-01")
    assert declaring.sent(delcourt.id, PRIVATE, sophie).number == "26-000002"


def test_nothing_is_sent_without_the_persons_word(delcourt, sophie):
    draft_id = declaring.ready(delcourt.id, PRIVATE, sophie)
    with pytest.raises(declare.NotDeclared) as refused:
        declare.send(draft_id=draft_id, key=uuid4(), declared=False, by=sophie)
    assert refused.value.field == "declared"
    assert not Claim.objects.exists()


def test_an_unfinished_declaration_is_not_sent_and_says_what_is_missing(delcourt, sophie):
    draft = declare.start(employer_id=delcourt.id, law=PRIVATE, by=sophie)
    with pytest.raises(declare.NotReady) as refused:
        declare.send(draft_id=draft.id, key=uuid4(), declared=True, by=sophie)
    assert problems_of(refused) >= {"niss", "accident_date", "deviation", "base_amount"}
    assert refused.value.problems[0].step == "victim"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"niss": "85.07.30-033.29"}, "niss"),
        ({"accident_date": "2026-11-24"}, "accident_date"),
        ({"accident_date": "2019-12-31", "entry_date": "2017-09-01"}, "accident_date"),
        ({"victim_iban": "BE68539007547035"}, "victim_iban"),
        ({"deviation": "no such code"}, "deviation"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_kept_as_typed(delcourt, sophie, changes, field):
    draft_id = declaring.ready(delcourt.id, PRIVATE, sophie, **changes)
    with pytest.raises(declare.NotReady) as refused:
        declare.send(draft_id=draft_id, key=uuid4(), declared=True, by=sophie)
    assert field in problems_of(refused)
    view = declare.draft(draft_id, sophie)
    assert field in {problem.field_key for problem in view.problems}
    assert not view.can_be_sent
    stored = {**view.answers["values"], **view.answers["raw"]}
    assert changes[field] in stored.values()


def test_an_accident_before_the_policy_is_refused_with_the_employer_and_the_day(delcourt, sophie):
    draft_id = declaring.ready(delcourt.id, PRIVATE, sophie, accident_date="2019-12-31")
    problem = next(
        p for p in declare.draft(draft_id, sophie).problems if p.field_key == "accident_date" and "policy" in p.sentence
    )
    assert problem.values == {"employer": "Menuiserie Delcourt SRL", "day": date(2019, 12, 31)}


def test_ten_megabytes_of_text_are_refused_beside_the_field_and_what_stood_there_stays(delcourt, sophie):
    draft_id = declaring.ready(delcourt.id, PRIVATE, sophie)
    saved = declare.save_step(
        draft_id=draft_id,
        step="circumstances",
        raw={"deviation_text": ["x" * 10_000_000]},
        base_version=0,
        by=sophie,
        final=True,
    )
    assert [problem.field_key for problem in saved.problems] == ["deviation_text"]
    assert saved.answers["values"]["deviation_text"] == declaring.STORY


def test_the_same_person_declared_again_is_one_person_and_an_employer_cannot_change_where_he_is_paid(delcourt, sophie):
    declaring.sent(delcourt.id, PRIVATE, sophie)
    declaring.sent(delcourt.id, PRIVATE, sophie, victim_iban="BE43068999999501", victim_phone="0499 99 99 99")
    person = Person.objects.get()
    assert person.iban == "BE68539007547034"
    assert person.phone == "0499 99 99 99"


def test_an_employer_does_not_change_what_is_known_of_another_employers_victim(in_belfius, delcourt, sophie):
    declaring.sent(delcourt.id, PRIVATE, sophie)
    second = declaring.employer(in_belfius, kbo="0401574852", name="Autre SA")
    by = declaring.actor(in_belfius, "declarer", employer=second, name="Oscar Autre")
    declaring.sent(
        second.id, PRIVATE, by, last_name="Faux", victim_address__street="Elsewhere", victim_email="t@example.be"
    )
    person = Person.objects.get()
    assert (person.last_name, person.street) == ("Zieliński-Lefèvre", "Rue des Glycines 14")
    assert person.email == "t@example.be"


def test_a_sent_declaration_changes_no_more(delcourt, sophie):
    draft_id = declaring.ready(delcourt.id, PRIVATE, sophie)
    declare.send(draft_id=draft_id, key=uuid4(), declared=True, by=sophie)
    with pytest.raises(declare.AlreadySent):
        declare.save_step(
            draft_id=draft_id, step="victim", raw={"last_name": ["X"]}, base_version=0, by=sophie, final=False
        )
    assert declare.draft(draft_id, sophie).info.number == "26-000001"
    assert declare.drafts_of(sophie) == []


def test_a_discarded_draft_is_gone_with_its_answers(delcourt, sophie):
    draft_id = declaring.ready(delcourt.id, PRIVATE, sophie)
    declare.discard(draft_id=draft_id, by=sophie)
    with pytest.raises(NotFound):
        declare.draft(draft_id, sophie)
    assert Draft.objects.get(id=draft_id).answers == {}


def test_another_employers_declarer_finds_neither_draft_nor_receipt(in_belfius, delcourt, sophie):
    stranger = declaring.actor(
        in_belfius, "declarer", employer=declaring.employer(in_belfius, kbo="0401574852", name="Autre SA")
    )
    draft_id = declaring.ready(delcourt.id, PRIVATE, sophie)
    for act in (
        lambda: declare.draft(draft_id, stranger),
        lambda: declare.start(employer_id=delcourt.id, law=PRIVATE, by=stranger),
        lambda: declare.send(draft_id=draft_id, key=uuid4(), declared=True, by=stranger),
        lambda: declare.save_step(draft_id=draft_id, step="victim", raw={}, base_version=0, by=stranger, final=False),
    ):
        with pytest.raises(NotFound):
            act()
    receipt = declare.send(draft_id=draft_id, key=uuid4(), declared=True, by=sophie)
    with pytest.raises(NotFound):
        declare.receipt(receipt.number, stranger)


def test_handlers_and_advisers_do_not_declare(in_belfius, delcourt):
    for role in ("handler", "auditor", "support"):
        with pytest.raises(NotAllowed):
            declare.start(employer_id=delcourt.id, law=PRIVATE, by=declaring.actor(in_belfius, role))
    adviser = declaring.actor(in_belfius, "prevention_adviser", employer=delcourt)
    with pytest.raises(NotAllowed):
        declare.start(employer_id=delcourt.id, law=PRIVATE, by=adviser)


def test_a_law_without_policy_is_refused_before_a_single_answer(delcourt, sophie):
    from accident_manager.casework.declare.starting import NoPolicyUnderThisLaw

    with pytest.raises(NoPolicyUnderThisLaw):
        declare.start(employer_id=delcourt.id, law=PUBLIC, by=sophie)


def test_drafts_with_the_nearest_last_day_come_first(delcourt, sophie):
    declare.start(employer_id=delcourt.id, law=PRIVATE, by=sophie)
    later = declaring.ready(delcourt.id, PRIVATE, sophie, accident_date="2026-11-20", notified_at="2026-11-20T11:00")
    sooner = declaring.ready(delcourt.id, PRIVATE, sophie)
    infos = declare.drafts_of(sophie)
    assert [info.id for info in infos[:2]] == [sooner, later]
    assert infos[0].clock is not None
    assert infos[0].clock.days_left == 3
    assert infos[2].clock is None
    assert infos[0].victim == "Tomasz Zieliński-Lefèvre"
