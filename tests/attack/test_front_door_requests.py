"""What a stranger sends to the login that no browser sends: it costs him more than us, and breaks nothing."""

import io
import time

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import RequestFactory

from accident_manager.config import wsgi
from identity.conftest import _cheap_passwords, _still_clock, paused, sophie, tighten, visit  # noqa: F401
from identity.people import Visitor

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
