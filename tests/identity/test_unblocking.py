"""The block of one address on one account: a mail to the owner, and a link whose button lifts it."""

import re

import pytest

from accident_manager.audit import queries as audit
from accident_manager.foundation.actor import system
from accident_manager.identity import outbox
from accident_manager.identity.actions import accounts, cleanup
from accident_manager.identity.models import Account, Mail, PasswordFailures, Session, UnblockLink
from accident_manager.storage import scope
from identity.people import Visitor, account_of, at, later, link_in, newest_mail, text_of, without_chance

BLOCKED = "Your account has been blocked after multiple consecutive login attempts."
THERE = "198.51.100.1"


def _block(person, ip: str = THERE) -> Visitor:
    visit = Visitor("belfius", ip=ip)
    for _ in range(10):
        visit.post("login", email=getattr(person, "email", person), password="a wrong guess")
    return visit


def _mails(insurer) -> list:
    with scope.of(insurer.id):
        return [mail for mail in outbox.recent(200) if mail.kind == "unblock"]


def _path(insurer) -> str:
    return re.search(r"/belfius/(unblock/\S+)", _mails(insurer)[0].text)[1]


def _rows(insurer) -> str:
    with scope.of(insurer.id):
        models = (Account, UnblockLink, PasswordFailures, Session, Mail)
        return str([list(model.objects.order_by("id").values()) for model in models])


def test_the_owner_gets_a_mail_in_his_language_and_its_button_lifts_the_block(belfius, sophie):
    visit = _block(sophie)
    [mail] = _mails(belfius)
    assert (mail.recipient, mail.language) == (sophie.email, "fr")
    assert "Après 10 tentatives infructueuses depuis 198.51.100.1" in mail.text
    assert "Débloquer mon compte" in mail.html
    assert BLOCKED in text_of(visit.password(sophie))
    path = _path(belfius)
    assert at(visit.get(path)) == "unblock"
    page = text_of(visit.get("unblock"))
    assert page.count("Unblock My Account") == 2
    assert ">Continue</button>" in page
    assert at(visit.post("unblock")) == "unblock/done"
    assert "The block has been lifted. You can log in again." in text_of(visit.get("unblock/done"))
    assert at(visit.password(sophie)) == "mfa/enrol"
    with scope.of(belfius.id):
        [released] = [event for event in audit.recent() if event.code == "throttle.released"]
    assert (released.subject_id, released.values) == (sophie.id, {"reason": "link"})


def test_it_can_be_pressed_on_another_device_than_the_blocked_one(belfius, sophie):
    visit, phone = _block(sophie), Visitor("belfius", ip="192.0.2.200")
    phone.get(_path(belfius))
    assert at(phone.post("unblock")) == "unblock/done"
    assert at(visit.password(sophie)) == "mfa/enrol"


@pytest.mark.parametrize(
    ("language", "title", "button"),
    [
        ("fr", "Débloquer mon compte", "Continuer"), ("nl", "Mijn account deblokkeren", "Doorgaan"),
        ("de", "Mein Konto entsperren", "Weiter"), ("en", "Unblock My Account", "Continue"),
    ],
)  # fmt: skip
def test_the_screens_say_it_word_for_word(belfius, sophie, language, title, button):
    _block(sophie)
    visit = Visitor("belfius", language=language)
    visit.get(_path(belfius))
    screens = [visit.get("unblock"), visit.get("unblock/done"), Visitor("belfius", language=language).get("unblock")]
    for screen in screens:
        page = text_of(screen)
        assert f"<title>{title}</title>" in page
        assert f"<h1>{title}</h1>" in page
        assert re.search(rf">\s*{button}\s*</(button|a)>", page)


def test_opening_the_link_any_number_of_times_changes_no_row(belfius, sophie):
    _block(sophie)
    path, before, scanner = _path(belfius), _rows(belfius), Visitor("belfius", ip="203.0.113.1")
    for _ in range(3):
        scanner.get(path)
        scanner.client.head(f"/belfius/{path}")
        scanner.get("unblock")
        scanner.client.head("/belfius/unblock")
    assert _rows(belfius) == before


def test_the_token_leaves_the_address_and_goes_to_its_own_form_only(belfius, sophie):
    visit = _block(sophie)
    path = _path(belfius)
    opened = visit.get(path)
    assert opened["Location"] == "/belfius/unblock"
    assert opened["Referrer-Policy"] == "no-referrer"
    cookie = opened.cookies["acm_unblock"]
    assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"]) == ("/belfius/unblock", True, "Lax")
    form = visit.get("unblock")
    assert form["Cache-Control"] == "no-store"
    assert path.rpartition("/")[2] not in text_of(form)
    assert visit.post("unblock").cookies["acm_unblock"].value == ""


def test_a_link_works_once(belfius, sophie):
    first, second = _block(sophie), Visitor("belfius")
    path = _path(belfius)
    first.get(path)
    second.get(path)
    assert at(first.post("unblock")) == "unblock/done"
    refused = second.post("unblock")
    assert (refused.status_code, "has been used already" in text_of(refused)) == (410, True)
    assert "has been used already" in text_of(second.get("unblock"))


def test_a_link_ends_with_the_block_it_was_for(belfius, sophie):
    visit = _block(sophie)
    visit.get(_path(belfius))
    with later(hours=24, seconds=1):
        gone = visit.get("unblock")
        assert (gone.status_code, "This link has expired." in text_of(gone)) == (410, True)
        assert visit.post("unblock").status_code == 410


def test_a_link_of_nobody_or_of_another_insurer_lifts_nothing(belfius, other, sophie):
    visit = _block(sophie)
    path = _path(belfius)
    elsewhere = Visitor("other")
    elsewhere.get(path)
    assert "This link is not valid." in text_of(elsewhere.post("unblock"))
    nobody = Visitor("belfius")
    nobody.get("unblock/" + "x" * 43)
    assert "This link is not valid." in text_of(nobody.post("unblock"))
    assert "This link is not valid." in text_of(Visitor("belfius").post("unblock"))
    assert BLOCKED in text_of(visit.password(sophie))


def test_it_lifts_the_block_of_its_own_address_only(belfius, sophie):
    first = _block(sophie)
    path = _path(belfius)
    second = _block(sophie, "198.51.100.2")
    first.get(path)
    first.post("unblock")
    assert at(first.password(sophie)) == "mfa/enrol"
    assert BLOCKED in text_of(second.password(sophie))


def test_at_most_one_mail_an_hour_goes_out_for_a_pair(belfius, sophie):
    visit = _block(sophie)
    visit.get(_path(belfius))
    visit.post("unblock")
    with later(minutes=30):
        _block(sophie)
        assert len(_mails(belfius)) == 1
        visit.get(_path(belfius))
        assert visit.post("unblock").status_code == 410
    with later(hours=25):
        _block(sophie)
        assert len(_mails(belfius)) == 2


def test_many_addresses_do_not_fill_a_mailbox(belfius, sophie):
    for host in range(7):
        _block(sophie, f"203.0.113.{host}")
    assert len(_mails(belfius)) == 5


def test_nobody_else_gets_a_mail(belfius, sophie):
    with scope.of(belfius.id):
        blocked = account_of(belfius, "blocked@example.be")
        accounts.block(blocked.id, reason="misuse", by=system(belfius.id))
    _block("nobody@example.be")
    _block(blocked)
    assert _mails(belfius) == []


def test_the_mail_waits_in_the_queue_and_holds_up_no_answer(belfius, sophie, settings):
    """The mail server is never spoken to while somebody waits for a page."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    _block(sophie)
    assert _mails(belfius)[0].status == "queued"


def test_the_same_is_shown_whether_or_not_a_mail_went_out(belfius, sophie):
    known, unknown = _block(sophie), _block("nobody@example.be", "198.51.100.2")

    def page(visit, email):
        return without_chance(visit.post("login", email=email, password="any")).replace(email, "…")

    assert page(known, sophie.email) == page(unknown, "nobody@example.be")


def test_a_new_password_lifts_every_block_and_ends_the_links(belfius, sophie):
    visit = _block(sophie)
    path = _path(belfius)
    visit.post("forgot-password", email=sophie.email)
    visit.get(link_in(newest_mail(belfius.id, "reset").text).partition("/belfius/")[2])
    assert at(visit.post("reset-password", password="een heel ander wachtwoord", again="een heel ander wachtwoord"))
    sophie.password = "een heel ander wachtwoord"
    assert at(visit.password(sophie)) == "mfa/enrol"
    visit.get(path)
    assert "has been used already" in text_of(visit.post("unblock"))


def test_an_administrator_lifts_every_block(belfius, sophie):
    first, second = _block(sophie), _block(sophie, "198.51.100.2")
    with scope.of(belfius.id):
        accounts.release_attempts(sophie.id, system(belfius.id))
    assert at(first.password(sophie)) == "mfa/enrol"
    assert at(second.password(sophie)) == "mfa/enrol"


def test_the_same_address_at_another_insurer_is_neither_blocked_nor_unblocked(belfius, other, sophie):
    with scope.of(other.id):
        there = account_of(other, sophie.email)
    visit = _block(sophie)
    visit.door = "other"
    assert at(visit.password(there)) == "mfa/enrol"
    for _ in range(10):
        visit.post("login", email=there.email, password="a wrong guess")
    with scope.of(other.id):
        theirs = next(mail for mail in outbox.recent() if mail.kind == "unblock")
    assert "/other/unblock/" in theirs.text
    visit.get(re.search(r"/other/(unblock/\S+)", theirs.text)[1])
    assert at(visit.post("unblock")) == "unblock/done"
    visit.door = "belfius"
    assert BLOCKED in text_of(visit.password(sophie))


def test_old_links_are_forgotten(belfius, sophie):
    _block(sophie)
    with scope.of(belfius.id), later(days=31):
        cleanup.forget_ended()
        assert not UnblockLink.objects.exists()
