"""One file, as each reader may see it."""

import pytest
from django.db import connection, transaction

from accident_manager.audit import queries as audit
from accident_manager.casework import papers
from accident_manager.claims import queries
from accident_manager.claims.models import Claim, Decision, InformationRequest
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import NotAllowed, NotFound
from accident_manager.law.time_limits import PRIVATE, PUBLIC
from accident_manager.storage import scope
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


@pytest.fixture
def joris(in_belfius):
    return declaring.actor(in_belfius, "handler", name="Joris De Backer")


@pytest.fixture
def number(delcourt, sophie):
    return declaring.sent(delcourt.id, PRIVATE, sophie).number


def test_a_handler_sees_declaration_policy_employer_clock_and_what_is_missing(number, joris):
    file = queries.claim_file(number, joris)
    assert file.victim.name == "Tomasz Zieliński-Lefèvre"
    assert file.victim.niss_masked == "85.07.30-•••.••"
    assert file.victim.address == "Rue des Glycines 14, 5000 Namur"
    assert (file.policy.number, file.employer.name, file.unit.number) == (
        "45.220.318",
        "Menuiserie Delcourt SRL",
        "2403019261",
    )
    assert file.answers["deviation_text"] == declaring.STORY
    assert [(missing.code, missing.state) for missing in file.missing] == [
        ("certificate", "missing"), ("wage", "missing"), ("policy", "here"),
    ]  # fmt: skip
    assert (file.decision_clock.days_left, file.decision_clock.length) == (30, 30)
    assert file.decision_clock.article
    assert file.may == {"decide", "money", "change_money", "letters"}
    assert not file.authority_decides


def test_in_the_public_sector_the_file_says_that_the_authority_decides(in_belfius, joris):
    town = declaring.employer(in_belfius, law=PUBLIC, kbo="0207356009", name="Ville de Namur")
    receipt = declaring.sent(town.id, PUBLIC, declaring.actor(in_belfius, "declarer", employer=town))
    file = queries.claim_file(receipt.number, joris)
    assert file.authority_decides
    assert file.decision_clock.starts_on.isoformat() == "2026-11-18"
    assert any("authority" in event.sentence for event in file.timeline if event.coming)


def test_opening_a_file_is_on_the_trail_with_who_and_which_and_no_name(number, joris):
    queries.claim_file(number, joris)
    claim = Claim.objects.get(number=number)
    event = audit.events_of(("claim", claim.id))[0]
    assert event.code == "claim.opened"
    assert event.actor_account_id == joris.account_id
    assert "Zieli" not in str(event)


def test_a_stranger_does_not_find_the_file(in_belfius, other, number):
    stranger = declaring.actor(
        in_belfius, "declarer", employer=declaring.employer(in_belfius, kbo="0401574852", name="Autre SA")
    )
    with pytest.raises(NotFound):
        queries.claim_file(number, stranger)
    with pytest.raises(NotFound):
        queries.claim_file("26-999999", stranger)
    with pytest.raises(NotAllowed):
        queries.claim_file(number, declaring.actor(in_belfius, "support"))
    with scope.of(other.id), pytest.raises(NotFound):
        queries.claim_file(number, declaring.actor(other, "handler"))


def test_a_victim_sees_his_own_file_and_no_other(in_belfius, delcourt, sophie, number):
    second = declaring.sent(delcourt.id, PRIVATE, sophie, niss=declaring.OTHER_NISS, birth_date="1990-02-01").number
    victim = declaring.actor(in_belfius, "victim", name="Tomasz Zieliński", niss=queries.person_token(declaring.NISS))
    assert queries.claim_file(number, victim).sides == {"victim", "medical"}
    assert [row.number for row in queries.own_claims(victim).rows] == [number]
    with pytest.raises(NotFound):
        queries.claim_file(second, victim)


def test_a_proposed_refusal_is_nobodys_business_outside(number, sophie, joris):
    claim = Claim.objects.get(number=number)
    Decision.objects.create(
        claim=claim, kind="refused", stage="proposed", reasons={"text": "no event"}, proposed_by=joris.account_id,
        proposed_at=clock.now(),
    )  # fmt: skip
    Claim.objects.filter(id=claim.id).update(status="refusal_proposed")
    inside, outside = queries.claim_file(number, joris), queries.claim_file(number, sophie)
    assert inside.proposal is not None
    assert "confirm_refusal" not in inside.may
    assert (outside.status, outside.proposal, outside.decisions) == ("received", None, ())
    assert not any("refus" in event.sentence for event in outside.timeline)
    assert queries.own_claims(sophie).rows[0].status == "received"


def test_a_second_person_may_confirm_the_refusal(in_belfius, number, joris):
    claim = Claim.objects.get(number=number)
    Decision.objects.create(
        claim=claim, kind="refused", stage="proposed", proposed_by=joris.account_id, proposed_at=clock.now()
    )
    Claim.objects.filter(id=claim.id).update(status="refusal_proposed")
    assert "confirm_refusal" in queries.claim_file(number, declaring.actor(in_belfius, "team_lead")).may


def test_the_employer_reads_no_reasons_of_a_decision(number, sophie, joris):
    claim = Claim.objects.get(number=number)
    Decision.objects.create(
        claim=claim, kind="doubt", stage="confirmed", reasons={"text": "old hernia"}, proposed_by=joris.account_id,
        proposed_at=clock.now(), confirmed_by=joris.account_id, confirmed_at=clock.now(),
    )  # fmt: skip
    assert queries.claim_file(number, sophie).decisions[0].reasons is None
    assert queries.claim_file(number, joris).decisions[0].reasons == {"text": "old hernia"}


def test_what_was_asked_shows_in_what_is_missing_and_only_to_who_was_asked(number, sophie, joris):
    claim = Claim.objects.get(number=number)
    for asked_of, item in (("employer", "wage"), ("victim", "certificate")):
        InformationRequest.objects.create(
            claim=claim, asked_of=asked_of, content={"items": [item], "text": ""}, asked_by=joris.account_id,
            asked_at=clock.now(),
        )  # fmt: skip
    states = {missing.code: missing.state for missing in queries.claim_file(number, joris).missing}
    assert states == {"certificate": "asked", "wage": "asked", "policy": "here"}
    assert [request.items for request in queries.claim_file(number, sophie).requests] == [("wage",)]


def test_a_prevention_adviser_learns_how_it_happened_and_nothing_of_health_or_money(in_belfius, delcourt, number):
    adviser = declaring.actor(in_belfius, "prevention_adviser", employer=delcourt)
    file = queries.claim_file(number, adviser)
    assert file.answers["deviation_text"] == declaring.STORY
    assert not {"body_part", "injury_type", "base_amount", "victim_iban", "niss", "birth_date"} & file.answers.keys()
    assert (file.victim.name, file.victim.address, file.victim.niss_masked) == ("Tomasz Zieliński-Lefèvre", "", "")
    papers.produce_declaration(file.id)
    assert queries.claim_file(number, adviser).documents == ()


def test_the_whole_national_number_is_shown_on_demand_and_noted(number, joris):
    assert queries.national_number(number, joris) == "85.07.30-033.28"
    claim = Claim.objects.get(number=number)
    assert audit.events_of(("claim", claim.id))[0].code == "claim.national_number_shown"


def test_no_column_of_a_file_says_who_in_clear(number):
    words = [b"Zieli", b"Tomasz", b"85073003328", b"1985-07-30", b"Glycines", b"BE68", b"chelle", b"0475 12 34"]
    tables = ("person", "draft", "claim", "declaration", "letter", "document")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT row_to_json(t)::text FROM claims_{table} t")
            for (text,) in cursor.fetchall():
                # bytea columns are written in hexadecimal.
                raw = text.encode() + b"".join(bytes.fromhex(h) for h in _hexadecimal(text))
                assert [word for word in words if word in raw] == []


def _hexadecimal(text: str) -> list[str]:
    import re

    return [found for found in re.findall(r"\\\\x([0-9a-f]+)", text) if len(found) % 2 == 0]


def test_the_database_refuses_a_refusal_confirmed_by_its_proposer(number, joris):
    from django.db import IntegrityError

    claim = Claim.objects.get(number=number)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            claim=claim, kind="refused", stage="confirmed", proposed_by=joris.account_id, proposed_at=clock.now(),
            confirmed_by=joris.account_id, confirmed_at=clock.now(),
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            claim=claim, kind="refused", stage="confirmed", proposed_by=joris.account_id, proposed_at=clock.now()
        )
