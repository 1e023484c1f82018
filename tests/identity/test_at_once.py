"""What support and time change counts with the next request, whoever is logged in."""

from datetime import timedelta

from accident_manager.foundation import clock
from accident_manager.foundation.actor import system
from accident_manager.identity.actions import accounts
from accident_manager.identity.models import Account, Grant
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.models import Insurer
from accident_manager.insurers.rules.limits import BOUNDS
from accident_manager.storage import scope
from identity.people import Visitor, at, freshly, later, oath


def test_a_new_insurer_has_no_account_at_all(belfius):
    with scope.of(belfius.id):
        assert not Account.objects.exists()
    answer = Visitor("belfius").post("login", email="admin@example.be", password="admin")
    assert answer.status_code == 422


def test_a_password_does_not_grow_old(sophie):
    visit = Visitor("belfius")
    with later(days=10 * 365):
        assert at(visit.password(sophie)) == "mfa/enrol"
    assert not [name for name in BOUNDS if "age" in name.split("_") or "rotat" in name]


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(belfius, sophie, visit):
    visit.enrol(sophie)
    assert visit.get("claims/").status_code == 200
    with scope.of(belfius.id):
        Grant.objects.filter(account_id=sophie.id).delete()
    assert visit.get("claims/").status_code == 404
    assert visit.post("claims/new").status_code == 404
    assert "n’a pas de rôle ici aujourd’hui" in visit.get("").content.decode()
    assert visit.get("account").status_code == 200, "what protects his own account stays his"


def test_an_insurer_may_accept_the_code_of_this_moment_only(belfius, sophie):
    secret, _ = Visitor("belfius").enrol(sophie)
    Insurer.objects.filter(pk=belfius.id).update(code_tolerance=0)
    insurers.forget()
    visit = Visitor("belfius")
    with later(minutes=5):
        visit.password(sophie)
        for seconds in (-30, 30):
            neighbour = oath(secret, clock.now() + timedelta(seconds=seconds))
            assert visit.post("mfa/challenge", code=neighbour).status_code == 422
        assert at(visit.post("mfa/challenge", code=oath(secret))) == ""


def test_the_sessions_of_everybody_end_at_once(belfius, sophie, visit):
    visit.enrol(sophie)
    assert freshly(visit).get("account").status_code == 200
    with scope.of(belfius.id):
        ended = accounts.end_all_sessions(system(belfius.id))
    assert ended.sessions >= 1
    assert not visit.is_in()
