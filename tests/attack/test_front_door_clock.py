"""The clock of a phone, wrong for a while and then set right: its owner comes in all the same."""

import pytest

from accident_manager.identity.actions import factors
from accident_manager.identity.models import Authenticator
from accident_manager.storage import scope
from identity.conftest import _cheap_passwords, _still_clock, paused, sophie, tighten, visit  # noqa: F401
from identity.people import Visitor, at, later, oath


@pytest.mark.parametrize("drift", [-20, -7, -2, 2, 9])
def test_a_clock_that_was_wrong_for_long_and_is_set_right_lets_its_owner_in(belfius, sophie, drift):  # noqa: F811
    """As the questions and answers tell him to: nothing but the right time is shown from then on."""
    secret, _ = Visitor("belfius").enrol(sophie)
    with scope.of(belfius.id):
        Authenticator.objects.filter(account_id=sophie.id).update(drift=drift)
    with later(hours=1):
        visitor = Visitor("belfius")
        visitor.password(sophie)
        assert at(visitor.post("mfa/challenge", code=oath(secret))) == ""
    with scope.of(belfius.id):
        assert factors.confirmed(sophie.id).drift == 0
    with later(hours=2, seconds=30 * drift):
        code = oath(secret)
    with later(hours=2):
        visitor = Visitor("belfius")
        visitor.password(sophie)
        assert visitor.post("mfa/challenge", code=code).status_code == 422, "what was learnt before is forgotten"
