"""What a stranger sends to the login that no browser sends: it costs him more than us, and breaks nothing."""

import io
import time

import pytest
from django.core.signals import request_started
from django.db import close_old_connections, transaction
from django.test import RequestFactory

from accident_manager.audit.models import Event
from accident_manager.config import wsgi
from accident_manager.identity import outbox
from accident_manager.identity.models import Mail, Pace, PasswordFailures, Session
from accident_manager.identity.rules.addresses import is_email
from accident_manager.identity.rules.mail_text import MailText
from accident_manager.jobs import mail
from accident_manager.storage import scope
from identity.conftest import _cheap_passwords, _still_clock, paused, sophie, tighten, visit  # noqa: F401
from identity.people import Visitor, later, text_of

# To bring these into order takes a time that grows with the square of their number: 45 seconds for this one.
SLOW_TO_COMPOSE = "a" + "\u0301\u0316" * 100_000
# The same for this alphabet.
SLOW_TO_READ = b"a-" + b"b" * 300_000


TOKEN = "a" * 32


@pytest.fixture
def asked(belfius, settings):
    """The status that the server's own application answers with to somebody who has opened the page before."""
    request_started.disconnect(close_old_connections)

    def ask(method: str, path: str, content_type: str, body: bytes) -> int:
        environ = RequestFactory().generic(method, f"/belfius/{path}", body).environ
        cookie = f"{settings.CSRF_COOKIE_NAME}={TOKEN}"
        environ |= {"CONTENT_TYPE": content_type, "wsgi.input": io.BytesIO(body), "HTTP_COOKIE": cookie}
        statuses: list[str] = []
        list(wsgi.application(environ, lambda status, headers, *rest: statuses.append(status)))
        return int(statuses[0].partition(" ")[0])

    yield ask
    request_started.connect(close_old_connections)


@pytest.mark.parametrize("path", ["login", "forgot-password"])
def test_an_endless_address_costs_no_time(belfius, sophie, path):  # noqa: F811
    before = time.process_time()
    answer = Visitor("belfius").post(path, email=SLOW_TO_COMPOSE, password="a wrong guess")
    assert answer.status_code in {200, 422}
    assert time.process_time() - before < 10


@pytest.mark.parametrize("charset", ["zlib", "punycode", "unicode_escape", "utf-16", "nonsense", "utf-8''%41"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=B", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("written", ["charset=", "charset*="])
def test_a_form_in_another_alphabet_is_read_as_ours(asked, kind, written, charset):
    fields = {b"csrfmiddlewaretoken": TOKEN.encode(), b"email": SLOW_TO_READ, b"password": b"\\ud800"}
    body = b"&".join(b"%s=%s" % field for field in fields.items())
    if kind.startswith("multipart"):
        part = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        body = b"".join(part % field for field in fields.items()) + b"--B--\r\n"
    before = time.process_time()
    assert asked("POST", "login", f"{kind}; {written}{charset}", body) == 422
    assert asked("GET", "login?next=%5Cud800&lang=%ff", f"{kind}; {written}{charset}", b"") == 200
    assert time.process_time() - before < 10


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("", ""),
        ("application/x-www-form-urlencoded; charset=UTF-8", "application/x-www-form-urlencoded"),
        ("multipart/form-data; boundary=----WebKitAb12", "multipart/form-data; boundary=----WebKitAb12"),
        ('multipart/form-data; charset=zlib; boundary="a b"', "multipart/form-data"),
        ('Multipart/Form-Data; Boundary="=_x.1"; charset=zlib', 'Multipart/Form-Data; Boundary="=_x.1"'),
        ("multipart/form-data; boundary=" + "b" * 5000, "multipart/form-data"),
        ("text/plain; x*=punycode''" + "%61" * 9000, "text/plain"),
    ],
)  # fmt: skip
def test_of_a_content_type_the_boundary_stays(sent, read):
    assert wsgi.plain(sent) == read


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=B", "application/x-www-form-urlencoded"])
def test_a_form_of_a_hundred_megabytes_is_refused(asked, kind):
    part = b'--B\r\nContent-Disposition: form-data; name="email"\r\n\r\n'
    body = (part if kind.startswith("multipart") else b"email=") + b"x" * 100_000_000
    assert asked("POST", "login", kind, body) == 400


def test_nobody_fills_the_trail_by_asking_for_links(belfius, sophie):  # noqa: F811
    """What is written there stays for ever, and every event of the insurer waits for the one before it."""
    stranger = Visitor("belfius", ip="203.0.113.1")

    def noted() -> int:
        with scope.of(belfius.id):
            return Event.objects.filter(code="password.reset_requested", actor_role="visitor").count()

    before = noted()
    for number in range(30):
        stranger.post("forgot-password", email=sophie.email if number % 5 else f"nobody{number}@example.be")
    assert noted() - before == 21, "twenty an hour, as many as get a mail, and then one a minute"
    Visitor("belfius").post("forgot-password", email=sophie.email)
    with later(minutes=2):
        stranger.post("forgot-password", email="nobody@example.be")
        stranger.post("forgot-password", email="nobody@example.be")
    assert noted() - before == 23


@pytest.mark.parametrize("written", ["203.0.113.1:{port}", "[2001:db8::1]:{port}", "2001:db8::{port}"])
def test_a_proxy_that_adds_the_port_is_read_without_it(belfius, sophie, settings, written):  # noqa: F811
    """Else everybody would be one visitor, or one visitor many."""
    settings.ACM_BEHIND_PROXY = True
    stranger = Visitor("belfius", ip="10.0.0.1")

    def wrong(forwarded: str) -> str:
        data = {"email": sophie.email, "password": "wrong"}
        answer = stranger.client.post("/belfius/login?lang=en", data, headers={"x-forwarded-for": forwarded})
        return text_of(answer)

    for port in range(4000, 4010):
        assert "Wrong email" in wrong(written.format(port=port))
    assert "has been blocked" in wrong(written.format(port=4711))
    assert "Wrong email" in wrong("203.0.113.2:4711")


@pytest.mark.parametrize(
    "address",
    [
        "a,b@example.be", "a;b@example.be", "a:b@example.be", "<a@example.be>", "a@example.be>,<b", 'a"b@example.be',
        "(a)b@example.be", "a\x00b@example.be", "a\x7fb@example.be", "a\u202eb@example.be", "a@example.be\u200b",
    ],
)  # fmt: skip
def test_what_stands_for_several_receivers_or_hides_something_is_no_address(address):
    assert not is_email(address)


def test_a_mail_that_can_never_be_written_is_given_up_and_named_nowhere(in_belfius, caplog):
    written = MailText("Hello", "Hello", "<p>Hello</p>")
    with transaction.atomic():
        mail_id = outbox.queue("reset-password", to="a,b\nBcc: c@example.be", language="en", mail=written)
    assert not mail.send(mail_id)
    assert outbox.recent()[0].status == "failed"
    assert "example.be" not in caplog.text


def test_a_blocked_address_leaves_nothing_behind(belfius, sophie, tighten):  # noqa: F811
    """It may knock for ever under new names: no row is added for any of them."""
    tighten(belfius, failures_a_day_of_an_address=20)
    stranger = Visitor("belfius", ip="203.0.113.1")

    def knock(first: int) -> int:
        for number in range(first, first + 25):
            stranger.post("login", email=f"nobody{number}@example.be", password="a wrong guess")
        with scope.of(belfius.id):
            return sum(table.objects.count() for table in (Pace, PasswordFailures, Event, Mail, Session))

    once = knock(0)
    assert knock(25) == once
