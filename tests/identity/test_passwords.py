"""What may be a password, and what may not: ASVS 6.2, at the link and on the change page alike."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest

from accident_manager.audit import queries as trail
from accident_manager.identity import breaches, outbox
from accident_manager.identity.actions import new_passwords
from accident_manager.identity.models import Account, FormerPassword
from accident_manager.identity.rules import breached
from accident_manager.identity.rules.passwords import UnfitPassword
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.models import Insurer
from accident_manager.storage import scope
from identity.people import Visitor, at, later, link_in, newest_mail, text_of

NEW = "een heel ander wachtwoord"
# 12 characters or more, and known from leaks.
LEAKED = "motherlode123456"


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest().upper()


@pytest.fixture
def leaked(settings, tmp_path):
    """A list in the published format that knows `LEAKED`."""
    lines = sorted(f"{sha1(word)}:{count}" for count, word in enumerate([LEAKED, "een ander gelekt", "x" * 20], 1))
    file = tmp_path / "pwned.txt"
    file.write_text("\r\n".join(lines) + "\r\n")
    settings.ACM_BREACHED_PASSWORDS_FILE = str(file)


@pytest.fixture
def opened(belfius, sophie, visit):
    """A browser that has opened the link of its mail."""

    def open_another():
        visit.post("forgot-password", email=sophie.email)
        visit.get(link_in(newest_mail(belfius.id, "reset").text).partition("/belfius/")[2])
        return visit

    return open_another


def set_by_link(visit, password: str, again: str | None = None):
    return visit.post("reset-password", password=password, again=password if again is None else again)


def refused(answer, said: str) -> None:
    assert answer.status_code == 422
    assert said in text_of(answer)


@pytest.mark.parametrize("fit", ["abcdefghijkl", "correct horse battery", "ééééàààüüü ß", "é" * 3 + "q1w " * 60])
def test_any_kinds_of_characters_will_do(opened, fit):
    assert at(set_by_link(opened(), fit)) == "reset-password/done"


@pytest.mark.parametrize(
    ("unfit", "said"),
    [
        ("", "Enter a new password."),
        ("elf teekens", "At least 12 characters"),
        ("marchal en zo voort", "user information"),
        ("ik ben SOPHIE hoor", "user information"),
        ("belfius belfius", "too common"),
        ("1234567891011", "too common"),
        ("aaaaaaaaaaaaaaa", "too common"),
    ],
)
def test_short_common_and_ones_own_words_are_refused(opened, unfit, said):
    refused(set_by_link(opened(), unfit), said)


def test_names_and_numbers_of_ones_employer_are_refused(belfius, in_belfius):
    from casework import declaring

    employer = declaring.employer(in_belfius, law="private_1971", kbo="0403019261", name="Menuiserie Delcourt SRL")
    paul = declaring.actor(in_belfius, "declarer", employer=employer)
    account = Account.objects.get(pk=paul.account_id)
    from accident_manager.web.pages.identity.company import words_of_employers

    for unfit in ("chez delcourt depuis", "code 0403019261 code"):
        with pytest.raises(UnfitPassword, match="too common"):
            new_passwords.check(account, unfit, unfit, words_of_employers, paul)
    new_passwords.check(account, NEW, NEW, words_of_employers, paul)


def test_every_character_counts_and_none_is_changed(sophie, opened):
    """No truncation at 72 bytes, no blank cut off, capitals are capitals."""
    long = " " + "één koe, twee koeien " * 8
    assert at(set_by_link(opened(), long)) == "reset-password/done"
    for wrong in (long.strip(), long[:-1], long.upper(), long[:72]):
        sophie.password = wrong
        assert Visitor("belfius", ip="192.0.2.9").password(sophie).status_code == 422
    sophie.password = long
    assert at(Visitor("belfius", ip="192.0.2.9").password(sophie)) == "mfa/enrol"


def test_the_password_one_has_and_the_five_before_are_refused(belfius, sophie, opened):
    had = [sophie.password, *(f"wachtwoord nummer {word}" for word in ("een", "twee", "drie", "vier", "vijf"))]
    for minutes, password in enumerate(had[1:]):
        with later(hours=2 * minutes + 2):
            assert at(set_by_link(opened(), password)) == "reset-password/done"
    with later(hours=20):
        for password in had:
            refused(set_by_link(opened(), password), "Password has previously been used")
    with later(hours=30):
        assert at(set_by_link(opened(), "wachtwoord nummer zes")) == "reset-password/done"
    with later(hours=40):
        # The very first has gone out of memory.
        assert at(set_by_link(opened(), had[0])) == "reset-password/done"
    with scope.of(belfius.id):
        assert FormerPassword.objects.filter(account_id=sophie.id).count() == 5


def test_an_insurer_may_keep_no_history(belfius, sophie, opened):
    Insurer.objects.filter(pk=belfius.id).update(password_history=0)
    insurers.forget()
    assert at(set_by_link(opened(), sophie.password)) == "reset-password/done"
    with scope.of(belfius.id):
        assert not FormerPassword.objects.filter(account_id=sophie.id).exists()


def test_what_was_typed_wrong_twice_is_said_before_the_costly_question(opened, monkeypatch):
    monkeypatch.setattr(new_passwords, "_was_used", lambda *_: pytest.fail("asked too early"))
    refused(set_by_link(opened(), NEW, ""), "confirmation is missing")
    refused(set_by_link(opened(), NEW, NEW + "!"), "Passwords don't match")


def test_a_leaked_password_is_refused_at_the_link(leaked, opened):
    refused(set_by_link(opened(), LEAKED), "detected in a public data breach")


def test_a_leaked_password_is_refused_at_the_change_too(leaked, sophie, visit):
    visit.enrol(sophie)
    visit.get("account", lang="en")
    refused(
        visit.post("account/password", current=sophie.password, password=LEAKED, again=LEAKED),
        "detected in a public data breach",
    )


def test_a_right_password_that_leaked_since_logs_in_no_more_and_its_owner_is_told_once_a_day(
    belfius, sophie, visit, opened, settings, tmp_path
):
    set_by_link(opened(), LEAKED)
    sophie.password = LEAKED
    file = tmp_path / "list.txt"
    file.write_text(f"{sha1(LEAKED)}:9\n")
    settings.ACM_BREACHED_PASSWORDS_FILE = str(file)
    for _ in range(2):
        refused(visit.password(sophie), "Please reset your password to proceed.")
        assert not visit.is_in()
        assert visit.get("mfa/enrol").status_code == 302
    with scope.of(belfius.id):
        assert len([mail for mail in outbox.recent() if "fuite de données" in mail.text]) == 1
        assert trail.events_of(("account", sophie.id))[0].code == "password.breached"
    assert 'href="/belfius/forgot-password"' in text_of(visit.password(sophie))
    # A wrong password is a wrong password, leaked or not.
    sophie.password = "een ander gelekt"
    refused(visit.password(sophie), "Wrong email or password")


def test_our_own_list_knows_what_everybody_knows(settings):
    settings.ACM_BREACHED_PASSWORDS_FILE = ""
    for known in ("password1", "PASSWORD1", "qwertyuiop", "iloveyou1", "1q2w3e4r5t6y"):
        assert breaches.is_breached(known), known
    assert not breaches.is_breached("trois chevaux dans la neige")


def test_our_own_list_is_sorted_and_each_line_is_a_cut_hash():
    lines = breaches.OWN_LIST.read_text().splitlines()
    assert lines == sorted(set(lines))
    assert {len(line) for line in lines} == {12}
    assert len(lines) > 16_000


@pytest.mark.parametrize("length", [1, 2, 3, 50, 501])
@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_each_line_of_a_list_is_found_and_nothing_else(length, ending):
    hashes = sorted(sha1(f"word {n}") for n in range(length))
    file = BytesIO((ending or "\n").join(f"{h}:{n}" for n, h in enumerate(hashes)).encode())
    if ending:
        file.seek(0, 2)
        file.write(ending.encode())
    assert all(breached.is_in_file(file, one) for one in hashes)
    assert not any(breached.is_in_file(file, sha1(f"another {n}")) for n in range(200))
    assert not breached.is_in_file(BytesIO(b""), hashes[0])


class Range(BaseHTTPRequestHandler):
    """The range API on loopback: what it is asked, and what it knows."""

    knows: set[str] = set()
    asked: list[tuple[str, str | None]] = []
    status = 200

    def do_GET(self) -> None:
        prefix = self.path.rpartition("/")[2]
        self.asked.append((self.path, self.headers.get("Add-Padding")))
        lines = [f"{sha1(word)[5:]}:7" for word in self.knows if sha1(word).startswith(prefix)]
        padding = [f"{sha1(f'{prefix}{n}')[5:]}:0" for n in range(20)]
        body = "\r\n".join(sorted([*lines, *padding])).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def service(settings):
    Range.knows, Range.asked, Range.status = {"alleen de dienst weet het"}, [], 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), Range)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ACM_BREACHED_PASSWORDS_URL = f"http://127.0.0.1:{server.server_address[1]}/range/"
    yield server
    server.shutdown()
    server.server_close()


def test_the_service_learns_five_digits_and_no_more(service):
    assert breaches.is_breached("alleen de dienst weet het")
    assert not breaches.is_breached("trois chevaux dans la neige")
    prefixes = [sha1(word)[:5] for word in ("alleen de dienst weet het", "trois chevaux dans la neige")]
    assert Range.asked == [(f"/range/{prefix}", "true") for prefix in prefixes]


def test_padding_of_the_service_is_no_leak(service):
    padded = "trois chevaux dans la neige"
    answer = f"{sha1(padded)[5:]}:0\r\n{sha1('x')[5:]}:3"
    assert not breached.is_in_range(answer, sha1(padded))
    assert breached.is_in_range(answer.replace(":0", ":1").lower(), sha1(padded))


def test_what_the_list_knows_is_not_asked(service, leaked):
    assert breaches.is_breached(LEAKED)
    assert Range.asked == []


@pytest.mark.parametrize("trouble", ["gone", "error"])
def test_without_the_service_people_come_in_and_the_list_still_counts(trouble, service, leaked, sophie, visit, opened):
    if trouble == "gone":
        service.shutdown()
        service.server_close()
    else:
        Range.status = 503
    assert not breaches.is_breached("alleen de dienst weet het")
    assert breaches.is_breached(LEAKED)
    assert at(visit.password(sophie)) == "mfa/enrol"


def test_a_list_that_cannot_be_read_any_more_keeps_nobody_out(settings, sophie, visit):
    settings.ACM_BREACHED_PASSWORDS_FILE = "/nowhere/list.txt"
    assert at(visit.password(sophie)) == "mfa/enrol"


def test_a_wrong_password_asks_no_service(service, sophie, visit):
    Range.asked.clear()
    visit.post("login", email=sophie.email, password="deux chevaux dans la neige")
    visit.post("login", email="nobody@example.be", password="deux chevaux dans la neige")
    assert Range.asked == []


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("ACM_BREACHED_PASSWORDS_URL", "http://pwned.example/range", "web_address"),
        ("ACM_BREACHED_PASSWORDS_URL", "file:///etc/passwd", "web_address"),
        ("ACM_BREACHED_PASSWORDS_FILE", "/nowhere/list.txt", "readable_file"),
    ],
)
def test_a_wrong_setting_stops_the_start(monkeypatch, name, value, read):
    from django.core.exceptions import ImproperlyConfigured

    from accident_manager.config import environment

    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        getattr(environment, read)(name)


def test_the_page_lets_password_managers_work_and_says_the_rules_without_script(opened):
    page = text_of(opened().get("reset-password"))
    for said in (
        "Your password must contain:", "At least 12 characters in length", 'data-pass="Pass"', 'data-fail="Fail"',
        'type="password"', 'autocomplete="new-password"', "known from a data breach",
    ):  # fmt: skip
        assert said in page
    assert "maxlength" not in page
    assert "onpaste" not in page
