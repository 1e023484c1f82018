"""The file in the browser: who sees which part, and what the acts do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accident_manager import codes
from accident_manager.claims.models import Claim, Letter
from accident_manager.storage import scope
from casework import declaring
from web.world import Visitor

PARTS = {
    "": {"declarer", "prevention_adviser", "handler", "team_lead", "medical_adviser", "auditor", "victim"},
    "declaration": {"declarer", "prevention_adviser", "handler", "team_lead", "medical_adviser", "auditor", "victim"},
    "documents": {"declarer", "prevention_adviser", "handler", "team_lead", "medical_adviser", "auditor", "victim"},
    "letters": {"declarer", "prevention_adviser", "handler", "team_lead", "medical_adviser", "auditor", "victim"},
    "benefits": {"handler", "team_lead", "auditor"},
    "journal": {"auditor"},
    "accept": {"handler", "team_lead"},
    "ask": {"handler", "team_lead"},
    "doubt": {"handler", "team_lead"},
    "refuse": {"handler", "team_lead"},
    "refusal": {"handler", "team_lead"},
    "authority": {"handler", "team_lead"},
}
EVERYBODY = {
    "declarer", "prevention_adviser", "handler", "team_lead", "medical_adviser", "auditor", "victim",
    "support", "administrator",
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_file_opens_for_those_who_may_and_is_not_found_by_others(world, part):
    for role in sorted(EVERYBODY):
        answer = world.visitor(role).get(world.file(part))
        assert answer.status_code == (200 if role in PARTS[part] else 404), f"{part or 'overview'} as {role}"


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize(
    "part", ["", "declaration", "documents", "letters", "benefits", "accept", "ask", "doubt", "refuse"]
)
def test_every_part_is_drawn_in_every_language(world, part, language):
    page = world.visitor("handler").page(world.file(part), language)
    assert f'<html lang="{language}"' in page
    assert "Zieliński-Lefèvre" in page


def test_the_other_insurers_handler_finds_nothing_at_either_door(world, other):
    with scope.of(other.id):
        stranger = declaring.actor(other, "handler", name="Oscar Other")
    assert Visitor("other", stranger).get(world.file()).status_code == 404
    assert Visitor("belfius", stranger).get(world.file()).status_code == 302


def test_nobody_is_asked_to_log_in_and_brought_back(world):
    answer = Visitor("belfius").get(world.file())
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/belfius/login?next=")


def test_an_employers_people_see_neither_injury_nor_contact_data_nor_money(world):
    injury = codes.table("injury_type").label(declaring.ANSWERS["injury_type"], "en")
    for role in ("declarer", "prevention_adviser"):
        visitor = world.visitor(role)
        overview = visitor.page(world.file())
        pages = overview + "".join(visitor.page(world.file(part)) for part in ("declaration", "documents", "letters"))
        for hidden in (injury, "Injured part of the body", "Base wage", "claims/26-000001/benefits"):
            assert hidden not in pages, f"{role} sees {hidden}"
        for hidden in ("BE68", "0475 12 34 56"):
            assert hidden not in overview, f"{role} sees {hidden}"
    inside = world.visitor("handler").page(world.file())
    assert "BE68" in inside
    assert injury in inside
    assert "Injured part of the body" in world.visitor("victim").page(world.file("declaration"))


def test_the_whole_national_number_is_shown_on_demand_and_noted(world):
    handler = world.visitor("handler")
    assert "85.07.30-033.28" not in handler.page(world.file())
    assert "85.07.30-033.28" in handler.post(world.file("national-number")).content.decode()
    assert "had the whole national number shown" in world.visitor("auditor").page(world.file("journal"))
    assert world.visitor("declarer").post(world.file("national-number")).status_code == 404


def test_wage_and_days_give_the_allowance_line_by_line_to_the_cent(world):
    handler = world.visitor("handler")
    sent = {
        "amount": "20,75",
        "unit": "hour",
        "hours_per_week": "38",
        "days_per_week": "5",
        "bonus_kind": "percent",
        "bonus": "8,33",
    }
    assert handler.post(world.file("benefits/wage"), **sent, other_benefits="240").status_code == 302
    days = {"starts_on__day": "19", "starts_on__month": "11", "starts_on__year": "2026"}
    ends = {"ends_on__day": "22", "ends_on__month": "11", "ends_on__year": "2026"}
    assert handler.post(world.file("benefits/incapacity"), **days, **ends).status_code == 302
    page = handler.page(world.file("benefits"), "en")
    for said in (
        "€44,657.47",
        "44,657.47 × 90 ÷ 100 ÷ 365",
        "€110.11",
        "€440.44",
        "R38 · art.\u00a022",
        "20.75 × 38.00 × 52",
        "Provisional",
    ):
        assert said in page, said
    assert "44\u202f657,47 × 90 ÷ 100 ÷ 365" in handler.page(world.file("benefits"), "fr")
    assert "€440.44" in handler.page(world.file())
    overlap = handler.post(world.file("benefits/incapacity"), **days, **ends)
    assert overlap.status_code == 422
    assert "a day is paid once" in overlap.content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": "lots"}, "Write a number in digits"),
        ({"amount": ""}, "Enter the pay"),
        ({"hours_per_week": ""}, "Enter the weekly hours"),
    ],
)
def test_a_wage_that_cannot_be_read_is_refused_beside_its_field_and_stays_as_typed(world, changed, said):
    sent = {
        "amount": "20,75",
        "unit": "hour",
        "hours_per_week": "38",
        "bonus_kind": "none",
        "other_benefits": "12,5",
    } | changed
    answer = world.visitor("handler").client.post(f"/belfius/{world.file('benefits/wage')}?lang=en", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(said) == 2, "in the summary and beside the field"
    assert 'value="12,5"' in page
    assert 'aria-invalid="true"' in page


def test_accepting_makes_the_victims_letter_and_takes_the_file_out_of_the_queue(world):
    handler = world.visitor("handler")
    assert world.number in handler.page("claims/")
    answer = handler.post(world.file("accept"), text="")
    assert answer.status_code == 302
    assert list(Letter.objects.filter(kind="accepted").values_list("receiver", flat=True)) == ["victim"]
    assert Claim.objects.get().status == "accepted"
    after = handler.page(world.file())
    assert "The acceptance is recorded" in after
    assert "Accepted by Nora Janssens" in after
    assert world.number not in handler.page("claims/")
    assert "The acceptance is recorded" not in handler.page(world.file()), "said once"
    again = handler.post(world.file("accept"), text="")
    assert again.status_code == 422
    assert "not open any more" in handler.page(world.file("accept"))


def test_asking_for_more_goes_to_the_one_asked_and_keeps_what_was_typed(world):
    handler = world.visitor("handler")
    day = {"answer_by__day": "7", "answer_by__month": "12", "answer_by__year": "2026"}
    nothing = handler.post(world.file("ask"), asked_of="victim", **day)
    assert nothing.status_code == 422
    wrong_day = handler.client.post(
        f"/belfius/{world.file('ask')}?lang=en",
        {
            "asked_of": "victim",
            "items": ["witness"],
            "text": "Who saw it?",
            "answer_by.day": "31",
            "answer_by.month": "2",
            "answer_by.year": "2026",
        },
    )
    page = wrong_day.content.decode()
    assert wrong_day.status_code == 422
    assert "This day does not exist" in page
    assert "Who saw it?" in page
    assert 'value="witness" checked' in page
    assert (
        handler.post(world.file("ask"), asked_of="employer", items="witness", text="Who saw it?", **day).status_code
        == 302
    )
    assert Letter.objects.get(kind="information").receiver == "employer"
    assert "Who saw it?" in world.visitor("declarer").page(world.file())
    assert "Who saw it?" not in world.visitor("victim").page(world.file())


def test_a_doubt_needs_its_reason_and_goes_to_victim_fedris_and_fund(world):
    handler = world.visitor("handler")
    refused = handler.client.post(
        f"/belfius/{world.file('doubt')}?lang=en", {"text": "", "not_shown": "in_course", "why_in_course": "No shift."}
    )
    assert refused.status_code == 422
    assert "No shift." in refused.content.decode()
    assert handler.post(world.file("doubt"), text="The hour is not certain.").status_code == 302
    assert set(Letter.objects.filter(kind="doubt").values_list("receiver", flat=True)) == {"victim", "fedris", "fund"}
    assert "The hour is not certain." in world.visitor("victim").page(world.file())
    assert "The hour is not certain." not in world.visitor("declarer").page(world.file())


def test_a_refusal_needs_an_element_its_reason_and_a_second_person(world):
    handler, second = world.visitor("handler"), world.visitor("second_handler")
    none = handler.client.post(f"/belfius/{world.file('refuse')}?lang=en", {"text": "Not an accident at work."})
    assert none.status_code == 422
    assert "a refusal names at least one" in none.content.decode()
    no_why = handler.client.post(
        f"/belfius/{world.file('refuse')}?lang=en", {"text": "No.", "not_shown": "sudden_event", "why_sudden_event": ""}
    )
    assert 'id="f-why_sudden_event-e"' in no_why.content.decode()
    sent = {
        "text": "Nothing sudden happened.",
        "not_shown": "sudden_event",
        "why_sudden_event": "The pain came slowly.",
    }
    assert handler.post(world.file("refuse"), **sent).status_code == 302
    assert not Letter.objects.filter(kind="refused").exists()
    for role in ("declarer", "victim"):
        assert "Refusal proposed" not in world.visitor(role).page(world.file())
    own = handler.page(world.file("refusal"))
    assert "you cannot confirm it" in own
    assert 'value="confirm"' not in own
    decision = Claim.objects.get().decisions.get().id
    alone = handler.post(world.file("refusal"), decision=decision, do="confirm")
    assert alone.status_code == 422
    theirs = second.page(world.file("refusal"))
    assert "The pain came slowly." in theirs
    assert "Nora Janssens" in theirs
    assert second.post(world.file("refusal"), decision=decision, do="confirm").status_code == 302
    assert Claim.objects.get().status == "refused"
    assert set(Letter.objects.filter(kind="refused").values_list("receiver", flat=True)) == {"victim", "fedris", "fund"}
    assert "The pain came slowly." in world.visitor("victim").page(world.file())
    assert "The pain came slowly." not in world.visitor("declarer").page(world.file())


def test_a_proposal_can_be_given_back_and_the_file_is_open_again(world):
    handler = world.visitor("handler")
    handler.post(world.file("refuse"), text="No.", not_shown="lesion", why_lesion="None seen.")
    decision = Claim.objects.get().decisions.get().id
    world.visitor("team_lead").post(world.file("refusal"), decision=decision, do="return")
    assert Claim.objects.get().status == "received"
    assert 'href="/belfius/claims/26-000001/accept"' in handler.page(world.file())


def test_in_the_public_sector_the_authority_decides_and_the_pages_say_so(town):
    handler = town.visitor("handler")
    overview = handler.page(town.file())
    assert "Ville de Namur decides, not the insurer" in overview
    assert "Prepare the acceptance" in overview
    assert "If you accept today" not in overview
    benefits = handler.page(town.file("benefits"))
    assert "The staff member keeps the pay due" in benefits
    assert 'name="amount"' not in benefits
    assert "Prepare the acceptance for the authority" in handler.page(town.file("accept"))
    assert handler.post(town.file("accept"), text="").status_code == 302
    assert Claim.objects.get().status == "acceptance_prepared"
    assert list(Letter.objects.filter(kind="advice").values_list("receiver", flat=True)) == ["authority"]
    assert "In examination" in town.visitor("victim").page(town.file())
    day = {"decided_on__day": "23", "decided_on__month": "11", "decided_on__year": "2026"}
    assert handler.post(town.file("authority"), **day).status_code == 422
    assert handler.post(town.file("authority"), outcome="accepted", **day).status_code == 302
    assert "Accepted by the authority" in handler.page(town.file())


def test_searching_leads_to_the_only_file_or_lists_those_that_fit(world):
    handler = world.visitor("handler")
    for query in (world.number, declaring.NISS, "Zielinsky"):
        answer = handler.get("claims/", q=query)
        assert answer.status_code == 302, query
        assert answer.headers["Location"] == f"/belfius/{world.file()}"
    assert "Nothing found" in handler.page("claims/", q="Wolkenkratzer")


def test_a_letter_that_went_out_is_noted(world):
    from accident_manager.casework.letters import produce_letter

    produce_letter(Letter.objects.get(kind="declaration_copy").id)
    handler = world.visitor("handler")
    letter = Letter.objects.get(kind="declaration_copy")
    assert "Note that it went out" in handler.page(world.file("letters"))
    assert "Note that it went out" not in world.visitor("auditor").page(world.file("letters"))
    assert handler.post(world.file("letters"), letter=letter.id).status_code == 302
    letter.refresh_from_db()
    assert letter.state == "sent"
    paper = world.visitor("victim").get(f"documents/{letter.document_id}")
    assert paper.headers["Content-Disposition"].startswith("attachment")
    assert paper.content.startswith(b"%PDF")
    assert world.visitor("declarer").get(f"documents/{letter.document_id}").status_code == 404


def test_lists_ask_the_database_the_same_number_of_questions_however_many_files(world):
    def questions(role: str) -> int:
        visitor = world.visitor(role)
        visitor.get("claims/")
        with CaptureQueriesContext(connection) as asked:
            assert visitor.get("claims/").status_code == 200
        return len(asked)

    before = {role: questions(role) for role in ("handler", "declarer", "victim")}
    another = {"niss": declaring.OTHER_NISS, "last_name": "Peeters", "birth_date": "1990-02-01", "sex": "M"}
    declaring.sent(world.employer_id, world.law, world.actors["declarer"], **another)
    declaring.sent(
        world.employer_id,
        world.law,
        world.actors["declarer"],
        accident_date="2026-11-17",
        cessation_at="2026-11-17T10:30",
        notified_at="2026-11-17T10:40",
    )
    assert Claim.objects.count() == 3
    assert {role: questions(role) for role in before} == before


def test_the_preview_shows_a_file_of_the_queue_and_only_there(world):
    handler = world.visitor("handler")
    assert "Zieliński-Lefèvre" in handler.page("claims/", preview=world.number)
    assert handler.get("claims/", preview=f"{world.number[:3]}999999").status_code == 404
