"""Links to set a password: opening one changes nothing, it works once, and any change of the password ends all."""

import pytest

from accident_manager.identity import outbox
from accident_manager.identity.models import Account, Device, Mail, PasswordLink, Session
from accident_manager.storage import scope
from identity.people import Visitor, at, later, link_in, newest_mail, text_of

NEW = "een heel ander wachtwoord"


def _ask(visit, person) -> str:
    visit.post("forgot-password", email=person.email)
    return link_in(newest_mail(person.insurer_id, "reset").text).partition(f"/{visit.door}/")[2]


def _set(visit, password: str = NEW, again: str = NEW):
    return visit.post("reset-password", password=password, again=again)


def test_opening_a_link_any_number_of_times_changes_no_row(belfius, sophie, visit):
    path = _ask(visit, sophie)

    def rows():
        with scope.of(belfius.id):
            return [list(model.objects.values()) for model in (Account, PasswordLink, Session, Device, Mail)]

    before = str(rows())
    scanner = Visitor("belfius")
    for _ in range(3):
        scanner.get(path)
        scanner.client.head(f"/belfius/{path}")
        scanner.get("reset-password")
    assert str(rows()) == before
    visit.get(path)
    assert at(_set(visit)) == "reset-password/done"


def test_the_token_leaves_the_address_and_no_referrer_goes_out(sophie, visit):
    path = _ask(visit, sophie)
    opened = visit.get(path)
    assert opened["Location"] == "/belfius/reset-password"
    assert opened["Referrer-Policy"] == "no-referrer"
    form = visit.get("reset-password")
    # Not "no-referrer": a browser would then send the form with "Origin: null", and be refused.
    assert form["Referrer-Policy"] == "same-origin"
    assert form["Cache-Control"] == "no-store"
    assert path.rpartition("/")[2] not in text_of(form)


def test_a_link_works_once(sophie, visit):
    path = _ask(visit, sophie)
    second = Visitor("belfius")
    second.get(path)
    visit.get(path)
    assert at(_set(visit)) == "reset-password/done"
    assert "Invalid Link" in text_of(_set(second, "yet another password", "yet another password"))
    assert "Invalid Link" in text_of(Visitor("belfius").client.get(f"/belfius/{path}", follow=True))
    sophie.password = NEW
    assert at(visit.password(sophie)) == "mfa/enrol"


def test_a_link_works_for_a_day(sophie, visit):
    path = _ask(visit, sophie)
    with later(hours=25):
        visit.get(path)
        page = visit.get("reset-password")
        assert (page.status_code, "Link Expired" in text_of(page)) == (410, True)
        assert "Link Expired" in text_of(_set(visit))


def test_an_older_link_works_until_one_is_used_and_then_none(sophie, visit):
    first, second = _ask(visit, sophie), _ask(visit, sophie)
    assert first != second
    visit.get(first)
    assert at(_set(visit)) == "reset-password/done"
    visit.get(second)
    assert "Invalid Link" in text_of(visit.get("reset-password"))


def test_a_link_of_another_insurer_or_of_nobody_is_refused(sophie, other, visit):
    token = _ask(visit, sophie).rpartition("/")[2]
    elsewhere = Visitor("other")
    elsewhere.get(f"reset-password/{token}")
    assert "Please Try Again" in text_of(elsewhere.get("reset-password"))
    assert "Please Try Again" in text_of(_set(elsewhere))
    assert "Please Try Again" in text_of(Visitor("belfius").get("reset-password"))


def test_a_new_password_ends_every_session_and_tells_the_owner(belfius, sophie, visit):
    inside = Visitor("belfius")
    inside.enrol(sophie)
    visit.get(_ask(visit, sophie))
    _set(visit)
    assert not inside.is_in()
    assert not visit.is_in(), "and logs nobody in"
    told = newest_mail(belfius.id, "security")
    assert told.recipient == sophie.email
    assert "Votre mot de passe a été modifié le 23\u00a0novembre 2026" in told.text
    sophie.password = NEW
    assert at(visit.password(sophie)) == "mfa/challenge", "and skips no second factor"


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("", "", "Enter a new password."),
        ("short one", "short one", "At least 12 characters in length"),
        ("x" * 257, "x" * 257, "At most 256 characters in length"),
        (NEW, "", "New password confirmation is missing"),
        (NEW, NEW + "!", "Passwords don't match"),
        ("my name is Marchal", "my name is Marchal", "Password contains user information"),
        ("BELFIUS for ever and ever", "BELFIUS for ever and ever", "The password is too common"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "The password is too common"),
        ("1qaz2wsx3edc", "1qaz2wsx3edc", "The password is too common"),
    ],
)
def test_an_unfit_password_is_refused_beside_its_field_and_the_link_lives_on(sophie, visit, password, again, said):
    visit.get(_ask(visit, sophie))
    refused = _set(visit, password, again)
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert at(_set(visit)) == "reset-password/done"


@pytest.mark.parametrize(
    "password", [" a leading blank counts", "twelvesmalll", "pässwörter sind schön", "😀" * 3 + "abcdefghi"]
)
def test_any_kind_of_characters_is_welcome_and_all_of_them_count(sophie, visit, password):
    visit.get(_ask(visit, sophie))
    assert at(_set(visit, password, password)) == "reset-password/done"
    sophie.password = password
    assert at(visit.password(sophie)) == "mfa/enrol"
    sophie.password = password.strip()[:-1]
    assert visit.password(sophie).status_code == 422


def test_every_character_up_to_the_256th_counts(sophie, visit):
    long = "correct horse battery staple " * 8 + "and so on to the end 012"
    assert len(long) == 256
    visit.get(_ask(visit, sophie))
    _set(visit, long, long)
    sophie.password = long[:-1] + "3"
    assert visit.password(sophie).status_code == 422
    sophie.password = long
    assert at(visit.password(sophie)) == "mfa/enrol"


def test_at_most_five_mails_an_hour_and_the_page_is_the_same(belfius, sophie, visit):
    pages = {visit.post("forgot-password", email=sophie.email).status_code for _ in range(7)}
    assert pages == {200}
    with scope.of(belfius.id):
        assert sum(mail.kind == "reset-password" for mail in outbox.recent()) == 5 + 0
    with later(hours=2):
        visit.post("forgot-password", email=sophie.email)
    with scope.of(belfius.id):
        assert sum(mail.kind == "reset-password" for mail in outbox.recent()) == 6
