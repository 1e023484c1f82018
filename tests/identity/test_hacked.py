""" "I think my account was hacked": whoever holds a part of the secrets gains nothing, and the person comes back in."""

import pytest

from accident_manager.audit import queries as trail
from accident_manager.identity import outbox
from accident_manager.identity.models import Account, Authenticator, FormerPassword, Session
from accident_manager.storage import scope
from identity.people import Visitor, at, freshly, later, link_in, newest_mail, oath, text_of

NEW = "een heel ander wachtwoord"


@pytest.fixture
def reported(sophie, visit):
    """An account that its owner has reported, ten minutes after the enrolment."""
    visit.secret, visit.recovery = visit.enrol(sophie)
    with later(minutes=10):
        assert at(freshly(visit).post("account/hacked/report")) == "account/hacked/done"
        yield visit


def follow_the_mail(belfius, visit) -> None:
    visit.get(link_in(newest_mail(belfius.id, "reset").text).partition("/belfius/")[2])
    assert at(visit.post("reset-password", password=NEW, again=NEW)) == "reset-password/done"


def test_everything_ends_at_once(belfius, sophie, reported):
    assert "Everything has ended" in text_of(reported.get("account/hacked/done", lang="en"))
    assert not reported.is_in()
    with scope.of(belfius.id):
        assert not Session.objects.filter(account_id=sophie.id).exists()
        assert not Account.objects.get(pk=sophie.id).has_usable_password()
        assert trail.events_of(("account", sophie.id))[0].code == "account.hacked"


def test_the_password_alone_leads_nowhere(sophie, reported):
    assert reported.password(sophie).status_code == 422
    with_code = Visitor("belfius", ip="198.51.100.5")
    assert with_code.password(sophie).status_code == 422, "nor with the app, for it does not come to that"


def test_the_mailbox_alone_leads_to_the_code_and_no_further(belfius, sophie, reported):
    thief = Visitor("belfius", ip="198.51.100.5")
    follow_the_mail(belfius, thief)
    sophie.password = NEW
    assert at(thief.password(sophie)) == "mfa/challenge"
    assert at(thief.get("mfa/enrol")) == "mfa/challenge"
    assert not thief.is_in()


def test_mailbox_and_app_lead_through_a_new_app_and_a_new_recovery_code_back_in(belfius, sophie, reported):
    follow_the_mail(belfius, reported)
    sophie.password = NEW
    assert at(reported.password(sophie)) == "mfa/challenge"
    assert at(reported.post("mfa/challenge", code=oath(reported.secret))) == "mfa/enrol"
    assert not reported.is_in()
    new = reported.typed_key()
    assert at(reported.post("mfa/enrol", code=oath(new))) == "mfa/recovery-code"
    recovery = reported.recovery_code()
    assert at(reported.post("mfa/recovery-code", kept="1")) == ""
    assert reported.is_in()
    assert recovery != reported.recovery
    with scope.of(belfius.id):
        only = Authenticator.objects.get(account_id=sophie.id)
        assert not only.to_replace
    with later(minutes=5):
        third = Visitor("belfius", ip="192.0.2.71")
        third.password(sophie)
        assert third.post("mfa/challenge", code=oath(reported.secret)).status_code == 422
        assert third.post("mfa/recovery", code=reported.recovery).status_code == 422
        assert at(third.post("mfa/challenge", code=oath(new))) == ""


def test_the_recovery_code_does_in_place_of_the_app(belfius, sophie, reported):
    follow_the_mail(belfius, reported)
    sophie.password = NEW
    reported.password(sophie)
    assert at(reported.post("mfa/recovery", code=reported.recovery)) == "mfa/enrol"
    assert at(reported.post("mfa/enrol", code=oath(reported.typed_key()))) == "mfa/recovery-code"


def test_whoever_stops_on_the_way_is_asked_again(belfius, sophie, reported):
    """Also when he had the device remembered before he stopped."""
    follow_the_mail(belfius, reported)
    sophie.password = NEW
    reported.password(sophie)
    assert at(reported.post("mfa/challenge", code=oath(reported.secret), remember="1")) == "mfa/enrol"
    with later(minutes=1):
        assert at(reported.password(sophie)) == "mfa/challenge"


def test_the_old_password_does_not_come_back(belfius, sophie, reported):
    with scope.of(belfius.id):
        assert FormerPassword.objects.filter(account_id=sophie.id).exists()
    reported.get(link_in(newest_mail(belfius.id, "reset").text).partition("/belfius/")[2])
    answer = reported.post("reset-password", password=sophie.password, again=sophie.password)
    assert "Password has previously been used" in text_of(answer) or "déjà été utilisé" in text_of(answer)


def test_the_person_and_support_are_told(belfius, sophie, reported):
    with scope.of(belfius.id):
        mails = outbox.recent(10)
    person = next(mail for mail in mails if mail.kind == "security-notice")
    assert person.recipient == sophie.email
    assert "vous avez signalé" in person.text
    assert "vous avez signalé" in person.html
    support = next(mail for mail in mails if mail.kind == "support-notice")
    assert support.recipient == "help@belfius.example"
    assert sophie.email in support.text
    assert "Sophie Marchal" in support.text


def test_it_is_reached_from_a_mail_through_the_login(sophie, visit):
    secret, _ = visit.enrol(sophie)
    reader = Visitor("belfius", ip="192.0.2.80")
    answer = reader.get("account/hacked")
    assert at(answer) == "login"
    with later(minutes=2):
        reader.post("login", email=sophie.email, password=sophie.password, next="/belfius/account/hacked")
        assert at(reader.post("mfa/challenge", code=oath(secret))) == "account/hacked"


def test_looking_at_the_page_changes_nothing(belfius, sophie, visit):
    visit.enrol(sophie)
    for _ in range(2):
        assert visit.get("account/hacked").status_code == 200
        assert visit.get("account/hacked/done").status_code == 200
    assert visit.get("account/hacked/report").status_code == 405
    assert visit.is_in()


def test_a_second_click_finds_nobody_logged_in_and_does_nothing(belfius, reported):
    with scope.of(belfius.id):
        before = len(outbox.recent(100))
    assert at(reported.post("account/hacked/report")) == "login"
    with scope.of(belfius.id):
        assert len(outbox.recent(100)) == before
