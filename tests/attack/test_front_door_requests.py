"""What a stranger sends to the login that no browser sends: it costs him more than us, and breaks nothing."""

import time

import pytest
from django.test import Client

from identity.conftest import _cheap_passwords, _still_clock, paused, sophie, tighten, visit  # noqa: F401
from identity.people import Visitor, text_of

# Each of these takes a quadratic time to bring into order: a minute for half a megabyte.
SLOW_TO_COMPOSE = "a" + "\u0301\u0316" * 200_000


@pytest.mark.parametrize("path", ["login", "forgot-password"])
def test_an_endless_address_is_answered_at_once(belfius, sophie, path):  # noqa: F811
    visitor = Visitor("belfius")
    before = time.process_time()
    answer = visitor.post(path, email=SLOW_TO_COMPOSE, password="a wrong guess")
    assert answer.status_code in {200, 422}
    assert time.process_time() - before < 5


@pytest.mark.parametrize("charset", ["zlib", "punycode", "unicode_escape", "utf-16", "idna", "nonsense", "rot13"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=B", "application/x-www-form-urlencoded", "text/plain"])
def test_a_form_in_another_alphabet_breaks_nothing(belfius, charset, kind):
    browser = Client(raise_request_exception=False)
    fields = {"email": b"\\ud800\\x00@example.be", "password": b"\\ud800 guess", "next": b"\\udfff"}
    if kind.startswith("multipart"):
        body = b"".join(
            b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
            for name, value in fields.items()
        ) + b"--B--\r\n"  # fmt: skip
    else:
        body = b"&".join(b"%s=%s" % (name.encode(), value) for name, value in fields.items())
    for path in ("login", "forgot-password", "login?next=%5Cud800&lang=%ff"):
        answer = browser.generic("POST", f"/belfius/{path}", body, content_type=f"{kind}; charset={charset}")
        assert answer.status_code in {200, 400, 403, 422}, (path, answer.status_code)
        answer = browser.generic("GET", f"/belfius/{path}", b"", content_type=f"{kind}; charset={charset}")
        assert answer.status_code in {200, 400}, (path, answer.status_code)
