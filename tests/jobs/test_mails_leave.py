"""Mails reach a mail server once, with everything in them."""

import pytest
from django.db import transaction

from accident_manager.identity import outbox
from accident_manager.identity.rules.mail_text import Button, compose
from accident_manager.jobs import mail
from jobs.mail_server import mail_server


@pytest.fixture(autouse=True)
def real_mails(settings):
    """pytest-django keeps mails in memory; here they go out."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def queued():
    text = compose(
        outbox.sender(), "fr", subject="Déclaration reçue : dossier 26-000001",
        paragraphs=["Zieliński & Cie", "À garder."], button=Button("Ouvrir", "http://127.0.0.1/belfius/claims/26-000001/"),
    )  # fmt: skip
    with transaction.atomic():
        return outbox.queue(
            "test", to="noor@kraanvogel.example", language="fr", mail=text,
            attachments=[outbox.Attachment("26-000001-déclaration.pdf", "application/pdf", b"%PDF-1.7 content")],
        )  # fmt: skip


def state(mail_id):
    return next(row for row in outbox.recent() if row.id == mail_id)


def test_a_mail_reaches_the_server_with_text_html_and_attachment(in_belfius, server):
    mail_id = queued()
    assert mail.send(mail_id) is True
    [message] = server.taken
    assert message["To"] == "noor@kraanvogel.example"
    assert message["From"] == "Belfius <no-reply@accident-manager.example>"
    assert message["Subject"] == "Déclaration reçue : dossier 26-000001"
    assert message["Message-ID"] == f"<{mail_id}@accident-manager.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Zieliński & Cie" in message.get_body(("plain",)).get_content()
    assert "Zieliński &amp; Cie" in message.get_body(("html",)).get_content()
    [paper] = message.iter_attachments()
    assert (paper.get_filename(), paper.get_content()) == ("26-000001-déclaration.pdf", b"%PDF-1.7 content")
    assert state(mail_id).status == "sent"


def test_a_mail_that_was_sent_is_not_sent_again(in_belfius, server):
    mail_id = queued()
    mail.send(mail_id)
    assert mail.send(mail_id) is False
    assert len(server.taken) == 1


def test_a_server_that_cannot_be_reached_leaves_the_mail_queued(in_belfius, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail_id = queued()
    with pytest.raises(mail.NotDelivered):
        mail.send(mail_id)
    assert (state(mail_id).status, state(mail_id).attempts) == ("queued", 1)


def test_a_server_that_is_busy_is_asked_again_and_at_last_no_more(in_belfius, server):
    server.refusal = "451 try later"
    mail_id = queued()
    with pytest.raises(mail.NotDelivered) as told:
        mail.send(mail_id)
    assert "noor" not in str(told.value)
    assert mail.send(mail_id, last_attempt=True) is False
    assert state(mail_id).status == "failed"


def test_a_receiver_that_is_refused_for_good_is_not_tried_again(in_belfius, server):
    server.refusal = "550 no such mailbox"
    mail_id = queued()
    assert mail.send(mail_id) is False
    assert state(mail_id).status == "failed"


def test_the_demo_writes_to_nobody(in_belfius, server, settings):
    settings.ACM_DEMO = True
    mail_id = queued()
    assert mail.send(mail_id) is True
    assert server.taken == []


def test_attempts_wait_longer_each_time_and_end():
    from procrastinate.jobs import Job

    from accident_manager.jobs.tasks import MOST_MAIL_ATTEMPTS, BackOff

    def job(attempts):
        return Job(id=1, lock=None, queueing_lock=None, task_name="mail.send", queue="mail", attempts=attempts)

    back_off = BackOff(MOST_MAIL_ATTEMPTS)
    decisions = [back_off.get_retry_decision(exception=OSError(), job=job(n)) for n in range(MOST_MAIL_ATTEMPTS)]
    instants = [decision.retry_at for decision in decisions if decision]
    assert len(instants) == MOST_MAIL_ATTEMPTS - 1
    assert instants == sorted(instants)
    assert decisions[-1] is None
