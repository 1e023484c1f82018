"""Whatever else a browser asks at the same moment, whoever is in stays in."""

import pytest

from identity.conftest import _cheap_passwords, _still_clock, paused, sophie, tighten, visit  # noqa: F401
from identity.people import PASSWORD, Visitor, at, later, oath


@pytest.mark.parametrize("script", [{"hx-request": "true"}, {"x-requested-with": "fetch"}, {"sec-fetch-dest": "style"}])
def test_a_script_that_asked_with_the_key_of_before_takes_away_no_cookie(sophie, script):  # noqa: F811
    """A page that saves in the background may have left a moment before the session got its new key: its answer comes
    after the new cookie."""
    visitor = Visitor("belfius")
    secret, _ = visitor.enrol(sophie)
    before = visitor.client.cookies["acm_session"].value
    with later(minutes=1):
        sent = {"confirm-password": PASSWORD, "confirm-code": oath(secret), "confirm-send": "1", "for": "own"}
        assert at(visitor.post("account/confirm", **sent)) == "account"
        late = Visitor("belfius")
        late.client.cookies["acm_session"] = before
        answer = late.client.get("/belfius/account", headers=script)
        assert answer.status_code in {302, 401}
        assert "acm_session" not in answer.cookies
        assert visitor.is_in()
        # A page tells the browser that there is nothing behind its cookie any more.
        assert late.client.get("/belfius/account").cookies["acm_session"].value == ""
