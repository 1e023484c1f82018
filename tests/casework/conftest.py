"""Files that wait for a decision, and the people around them."""

import pytest

from accident_manager.claims.models import Claim
from accident_manager.claims.models.people import person_token
from accident_manager.foundation import clock
from accident_manager.law.time_limits import PRIVATE, PUBLIC
from casework import declaring


@pytest.fixture
def today():
    with clock.frozen(declaring.TODAY):
        yield declaring.TODAY


@pytest.fixture
def joris(in_belfius):
    return declaring.actor(in_belfius, "handler", name="Joris De Backer")


@pytest.fixture
def lena(in_belfius):
    return declaring.actor(in_belfius, "team_lead", name="Lena Vermeulen")


@pytest.fixture
def tomasz(in_belfius):
    """The victim of both files, with an account."""
    return declaring.actor(in_belfius, "victim", name="Tomasz Zieliński", niss=person_token(declaring.NISS))


@pytest.fixture
def delcourt(in_belfius):
    return declaring.employer(in_belfius)


@pytest.fixture
def sophie(in_belfius, delcourt):
    return declaring.actor(in_belfius, "declarer", employer=delcourt)


@pytest.fixture
def private(today, delcourt, sophie):
    """The number of a private file."""
    return declaring.sent(delcourt.id, PRIVATE, sophie).number


@pytest.fixture
def namur(in_belfius):
    return declaring.employer(in_belfius, law=PUBLIC, kbo="0207356009", name="Ville de Namur")


@pytest.fixture
def marc(in_belfius, namur):
    """He declares for the authority."""
    return declaring.actor(in_belfius, "declarer", employer=namur, name="Marc Thonnard")


@pytest.fixture
def public(today, namur, marc):
    """The number of a public file."""
    return declaring.sent(namur.id, PUBLIC, marc).number


@pytest.fixture
def claim():
    """The row of a file as it is now."""
    return lambda number: Claim.objects.get(number=number)
