"""Files that go with a declaration: told by their content, kept encrypted, opened only by who may."""

from uuid import uuid4

import pytest
from django.db import connection

from accident_manager.casework import declare
from accident_manager.casework.declare.attach import TooManyFiles
from accident_manager.claims import queries
from accident_manager.claims.rules import uploads
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import NotFound
from accident_manager.law.time_limits import PRIVATE
from casework import declaring

PDF = b"%PDF-1.7\nthe doctor wrote\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40 + b"\xff\xd9"


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


def attach(draft_id, by, content=PDF, name="certificat.pdf", kind="certificate"):
    return declare.attach(draft_id=draft_id, filename=name, content=content, kind=kind, by=by)


@pytest.fixture
def draft(delcourt, sophie):
    return declare.start(employer_id=delcourt.id, law=PRIVATE, by=sophie)


@pytest.mark.parametrize(("content", "media"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")])
def test_pdf_png_and_jpeg_are_kept_and_come_back_as_they_were(draft, sophie, content, media):
    row = attach(draft.id, sophie, content)
    assert row.media_type == media
    opened = queries.open_document(row.id, sophie)
    assert (opened.content, opened.media_type) == (content, media)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00program",
        b"<html><script>alert(1)</script></html>",
        b"PK\x03\x04zip",
        b"<svg xmlns='x'/>",
        b"%PDF- cut off",
    ],
)
def test_a_renamed_file_of_another_kind_is_refused_beside_the_field(draft, sophie, content):
    with pytest.raises(uploads.FileOfWrongKind) as refused:
        attach(draft.id, sophie, content)
    assert refused.value.field == "file"
    assert declare.draft(draft.id, sophie).documents == ()


def test_too_large_and_empty_files_are_refused(draft, sophie):
    with pytest.raises(uploads.FileTooLarge):
        attach(draft.id, sophie, PDF + b" " * uploads.LARGEST)
    with pytest.raises(uploads.FileEmpty):
        attach(draft.id, sophie, b"")


def test_the_same_file_twice_is_kept_once(draft, sophie):
    assert attach(draft.id, sophie).id == attach(draft.id, sophie, name="again.pdf").id


def test_a_file_can_be_taken_out_again(draft, sophie):
    row = attach(draft.id, sophie)
    declare.detach(draft_id=draft.id, document_id=row.id, by=sophie)
    with pytest.raises(NotFound):
        queries.open_document(row.id, sophie)


def test_no_more_than_twenty_files(draft, sophie):
    for number in range(20):
        attach(draft.id, sophie, PDF + b"%" + str(number).encode() + b"\n%%EOF")
    with pytest.raises(TooManyFiles):
        attach(draft.id, sophie)


def test_name_and_content_stand_sealed_in_the_database(draft, sophie):
    attach(draft.id, sophie, name="Certificat Zieliński.pdf")
    with connection.cursor() as cursor:
        cursor.execute("SELECT filename, content FROM claims_document")
        filename, content = (bytes(column) for column in cursor.fetchone())
    assert b"Certificat" not in filename
    assert b"doctor" not in content


def test_after_sending_a_certificate_is_for_the_medical_adviser_and_no_longer_for_the_employer(
    in_belfius, delcourt, sophie
):
    draft_id = declaring.ready(delcourt.id, PRIVATE, sophie)
    certificate, photo = attach(draft_id, sophie), attach(draft_id, sophie, PNG, "foto.png", "attachment")
    receipt = declare.send(draft_id=draft_id, key=uuid4(), declared=True, by=sophie)
    assert receipt.certificate_here
    assert [row.id for row in receipt.documents] == [photo.id]
    with pytest.raises(NotFound):
        queries.open_document(certificate.id, sophie)
    handler = declaring.actor(in_belfius, "handler")
    assert queries.open_document(photo.id, handler).content == PNG
    with pytest.raises(NotFound):
        queries.open_document(certificate.id, handler)
    medical = declaring.actor(in_belfius, "medical_adviser")
    assert queries.open_document(certificate.id, medical).content == PDF
    assert next(missing.state for missing in queries.claim_file(receipt.number, handler).missing) == "here"


def test_another_employers_declarer_does_not_find_a_drafts_file(in_belfius, draft, sophie):
    row = attach(draft.id, sophie)
    other = declaring.employer(in_belfius, kbo="0401574852", name="Autre SA")
    with pytest.raises(NotFound):
        queries.open_document(row.id, declaring.actor(in_belfius, "declarer", employer=other))
