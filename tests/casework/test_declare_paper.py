"""The declaration as a paper: made once, kept, mailed with shortened numbers."""

import io

import pytest
from pypdf import PdfReader

from accident_manager.casework import papers
from accident_manager.claims import queries
from accident_manager.claims.models import Document
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import outbox
from accident_manager.law.time_limits import PRIVATE
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
def receipt(delcourt, sophie):
    return declaring.sent(delcourt.id, PRIVATE, sophie)


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_job_makes_one_paper_and_one_mail_however_often_it_runs(receipt):
    papers.produce_declaration(receipt.claim_id)
    papers.produce_declaration(receipt.claim_id)
    assert Document.objects.filter(kind="declaration").count() == 1
    assert [mail.kind for mail in outbox.recent()] == ["declaration.received"]


def test_the_paper_holds_number_fingerprint_and_answers_in_the_senders_language(receipt, sophie):
    document_id = papers.declaration_paper(receipt.number, sophie)
    assert papers.declaration_paper(receipt.number, sophie) == document_id
    opened = queries.open_document(document_id, sophie)
    assert opened.content.startswith(b"%PDF-")
    said = text_of(opened.content).replace(" ", "")
    assert receipt.number in said
    assert receipt.content_hash in said
    assert "Numérodedossier" in said
    assert "85.07.30-033.28" in said
    assert opened.filename == "26-000001-declaration.pdf"


def test_the_mailed_copy_shortens_national_and_account_numbers(receipt, sophie):
    papers.produce_declaration(receipt.claim_id)
    (mail,) = outbox.recent()
    (attachment,) = mail.attachments
    said = text_of(attachment.content).replace(" ", "")
    assert receipt.content_hash in said
    assert "033.28" not in said
    assert "75470034" not in said
    assert receipt.number in mail.subject
    assert "Zieli" not in mail.subject + mail.text


def test_a_paper_of_a_file_that_is_not_here_is_not_made(receipt, other):
    from accident_manager.storage import scope

    with scope.of(other.id), pytest.raises(NotFound):
        papers.produce_declaration(receipt.claim_id)
