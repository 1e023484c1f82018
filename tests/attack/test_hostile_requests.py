"""What nobody sends by accident: every answer is a page that says what to do, never an error of ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accident_manager.casework import declare
from accident_manager.claims import queries as claims
from accident_manager.claims.models import Document, Draft
from accident_manager.claims.rules.declaration.amounts import parse_amount
from accident_manager.foundation.refusal import InvalidInput
from accident_manager.identity.actions import throttle
from accident_manager.identity.models import CodeFailures
from casework import declaring


def _draft(world) -> str:
    by = world.actors["declarer"]
    return f"claims/new/{declare.start(employer_id=world.employer_id, law=world.law, by=by).id}/"


def _pdf(size: int) -> bytes:
    return b"%PDF-1.4" + b"0" * size + b"%%EOF"


@pytest.mark.parametrize("size", [10_100_000, 13_000_000, 25_000_000])
def test_a_file_that_is_too_large_is_refused_by_name_however_large(world, size):
    browser, draft = world.visitor("declarer"), _draft(world)
    answer = browser.post(f"{draft}papers?lang=en", attachment=SimpleUploadedFile("scan.pdf", _pdf(size)))
    assert answer.status_code == 422
    assert "scan.pdf: This file is larger than 10 MB." in answer.content.decode()


def test_files_that_are_large_together_are_all_kept_or_named(world):
    browser, draft = world.visitor("declarer"), _draft(world)
    files = [SimpleUploadedFile(f"{i}.pdf", _pdf(9_000_000 + i)) for i in range(6)]
    answer = browser.post(f"{draft}papers?lang=en", attachment=files)
    assert Document.objects.filter(draft__isnull=False).count() == 5
    assert "5.pdf: These files are together too large to send at once." in answer.content.decode()


def test_saving_a_page_that_a_colleague_sent_meanwhile_says_so(world):
    browser = world.visitor("declarer")
    draft = f"claims/new/{Draft.objects.get(state=Draft.State.SENT).id}/"
    saved = browser.post(f"{draft}employer/save?lang=en", employer_contact="Somebody else")
    assert (saved.status_code, "was sent already" in saved.content.decode()) == (409, True)
    for path in ("discard", "papers"):
        assert browser.post(draft + path, remove="00000000-0000-0000-0000-000000000000").status_code == 302


@pytest.mark.parametrize("before", ["²", "9" * 5000, "١٢٣", "-1", "%00"])
def test_a_journal_asked_from_nowhere_begins_at_its_beginning(world, before):
    auditor = world.visitor("auditor")
    assert auditor.get("audit/", before=before).status_code == 200
    assert auditor.get(world.file("journal"), before=before).status_code == 200


@pytest.mark.parametrize("path", ["claims/%00/", "claims/26-%00/declaration", "claims/?preview=%00"])
def test_an_address_that_no_database_can_hold_is_not_found(world, path):
    assert world.visitor("handler").get(path).status_code == 404


def test_more_fields_than_any_form_has_get_a_page_that_says_what_to_do(world):
    answer = world.visitor("declarer").post("claims/new?lang=en", **{f"f{i}": "1" for i in range(1200)})
    assert answer.status_code == 400
    assert "This could not be read" in answer.content.decode()


@pytest.mark.parametrize("text", ["9" * 29, "9" * 38, "9" * 40 + ",00"])
def test_an_amount_longer_than_any_is_refused_and_not_calculated_with(text):
    with pytest.raises(InvalidInput):
        parse_amount(text)


def test_an_employer_reads_of_a_victim_what_he_declared_and_not_what_another_employer_did(world, in_belfius):
    second = declaring.employer(in_belfius, kbo="0207356009", name="Ateliers du Nord SA")
    nosy = declaring.actor(in_belfius, "declarer", employer=second, name="Nina Vos")
    answers = {"last_name": "Inventé", "victim_address.street": "Rue Inventée", "victim_phone": "0499 00 00 00"}
    number = declaring.sent(second.id, world.law, nosy, **answers).number
    victim = claims.claim_file(number, nosy).victim
    assert (victim.last_name, victim.address) == ("Inventé", "Rue Inventée 14, 5000 Namur")
    assert victim.phone.endswith("00 00 00") or victim.phone.endswith("000000")
    assert {row.victim.rpartition(" ")[2] for row in claims.own_claims(nosy).rows} == {"Inventé"}
    assert [found.victim.rpartition(" ")[2] for found in claims.find(number, nosy)] == ["Inventé"]


def test_a_count_that_a_right_code_takes_away_at_that_moment_is_begun_anew(world):
    by = world.actors["handler"]
    throttle.count_code(by.account_id, throttle.CODE, by)
    taken = []

    def taken_away(execute, sql, *given):
        if "identity_codefailures" in sql and not taken:
            taken.append(sql)
            CodeFailures.objects.all().delete()
        return execute(sql, *given)

    with connection.execute_wrapper(taken_away):
        assert throttle.count_code(by.account_id, throttle.CODE, by).in_a_row == 1
    assert taken
