"""Accounts as support makes them, rights as they take effect, mails as they leave."""

from datetime import date
from uuid import uuid4

import pytest

from accident_manager.foundation import clock
from accident_manager.foundation.actor import system
from accident_manager.foundation.refusal import InvalidInput, NotAllowed, NotFound
from accident_manager.identity import outbox, queries
from accident_manager.identity.actions import accounts
from accident_manager.identity.actions.accounts import RoleGrant, create_account
from accident_manager.identity.rules.mail_text import Sender, compose
from accident_manager.storage import scope
from identity.people import account_of


def _create(insurer, *roles: RoleGrant, email: str = "an@example.be", by=None):
    return create_account(
        email=email, first_name="An", last_name="Peeters", language="nl", roles=roles, by=by or system(insurer.id)
    )


def test_a_role_counts_from_its_first_to_its_last_day(in_belfius):
    employer = uuid4()
    account = _create(
        in_belfius,
        RoleGrant("declarer", employer, valid_from=date(2026, 12, 1), valid_until=date(2026, 12, 31)),
        RoleGrant("auditor"),
    )
    assert queries.actor_of(account.id).employer_ids == frozenset()
    with clock.frozen(date(2026, 12, 31)):
        actor = queries.actor_of(account.id, "192.0.2.7", "Firefox")
        assert (actor.employer_ids, actor.role, actor.ip) == ({employer}, "auditor", "192.0.2.7")
        assert actor.may("declarations.send")
        assert [found.id for found in queries.accounts_with_role("declarer", employer_id=employer)] == [account.id]
    with clock.frozen(date(2027, 1, 1)):
        assert not queries.actor_of(account.id).may("declarations.send")


def test_an_address_is_used_once_an_insurer(in_belfius):
    _create(in_belfius, RoleGrant("auditor"))
    with pytest.raises(accounts.AccountExists):
        _create(in_belfius, RoleGrant("handler"), email=" AN@example.be")


@pytest.mark.parametrize(
    "role", [RoleGrant("declarer"), RoleGrant("handler", uuid4()), RoleGrant("victim"), RoleGrant("king")]
)
def test_a_role_that_cannot_be_is_refused(in_belfius, role):
    with pytest.raises(InvalidInput):
        _create(in_belfius, role)


def test_only_support_and_administrators_make_accounts_and_nobody_blocks_himself(in_belfius):
    handler = queries.actor_of(_create(in_belfius, RoleGrant("handler")).id)
    with pytest.raises(NotAllowed):
        _create(in_belfius, RoleGrant("handler"), email="new@example.be", by=handler)
    support = queries.actor_of(_create(in_belfius, RoleGrant("support"), email="s@example.be").id)
    declarer = _create(in_belfius, RoleGrant("declarer", uuid4()), email="new@example.be", by=support)
    assert declarer.roles == ("declarer",)
    with pytest.raises(NotAllowed):
        _create(in_belfius, RoleGrant("auditor"), email="auditor@example.be", by=support)
    with pytest.raises(NotAllowed):
        accounts.block(support.account_id, support, reason="left")
    with pytest.raises(NotAllowed):
        accounts.reset_second_factor(support.account_id, evidence="in-person", by=support)


def test_an_account_of_another_insurer_does_not_exist(belfius, other):
    with scope.of(belfius.id):
        account = _create(belfius, RoleGrant("handler"))
    with scope.of(other.id):
        with pytest.raises(NotFound):
            queries.actor_of(account.id)
        with pytest.raises(NotFound):
            accounts.block(account.id, system(other.id), reason="left")
        assert queries.by_email("an@example.be") is None


def test_a_victims_account_is_found_by_the_person(in_belfius):
    account = _create(in_belfius, RoleGrant("victim", person_niss_token=b"0123456789abcdef"))
    assert queries.account_of_person(b"0123456789abcdef").id == account.id
    assert queries.person_token_of(account.id) == b"0123456789abcdef"
    assert queries.account_of_person(b"another token...") is None


def test_a_mail_is_queued_with_its_files_and_taken_until_it_is_sent(in_belfius):
    from django.db import transaction

    text = compose(
        Sender("B", "#b5103c", "h@b.be", "02"), "fr", subject="Accusé\nde réception", paragraphs=["Bonjour."]
    )
    with transaction.atomic():
        mail_id = outbox.queue(
            "receipt", to="an@example.be", language="fr", mail=text,
            attachments=[outbox.Attachment("receipt.pdf", "application/pdf", b"%PDF")],
        )  # fmt: skip
    taken = outbox.take(mail_id)
    assert (taken.subject, taken.attempts, taken.attachments[0].content) == ("Accusé de réception", 1, b"%PDF")
    assert outbox.take(mail_id).attempts == 2, "a killed worker's mail is taken again"
    outbox.sent(mail_id)
    assert outbox.take(mail_id) is None
    assert outbox.recent()[0].status == "sent"


def test_a_mail_waits_on_the_queue_of_mails_in_the_same_transaction(in_belfius):
    from procrastinate.contrib.django.models import ProcrastinateJob

    person = account_of(in_belfius, "sophie@example.be")
    job = ProcrastinateJob.objects.filter(queue_name="mail").order_by("-id").first()
    assert job.task_name == "mail.send"
    assert set(job.args) == {"insurer_id", "mail_id"}
    assert person.email not in str(job.args)
