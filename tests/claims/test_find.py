"""Finding files by number, national number, and a name with a typing error in it."""

import pytest

from accident_manager.claims import queries
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import NotAllowed
from accident_manager.law.time_limits import PRIVATE
from accident_manager.storage import scope
from casework import declaring


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(declaring.TODAY):
        yield


@pytest.fixture
def delcourt(in_belfius):
    return declaring.employer(in_belfius)


@pytest.fixture
def sophie(in_belfius, delcourt):
    return declaring.actor(in_belfius, "declarer", employer=delcourt)


@pytest.fixture
def joris(in_belfius):
    return declaring.actor(in_belfius, "handler")


@pytest.fixture
def number(delcourt, sophie):
    declaring.sent(
        delcourt.id, PRIVATE, sophie, niss=declaring.OTHER_NISS, birth_date="1990-02-01", last_name="Verbruggen",
        first_name="Lotte", sex="F",
    )  # fmt: skip
    return declaring.sent(delcourt.id, PRIVATE, sophie).number


@pytest.mark.parametrize(
    "query",
    [
        "26-000002",
        "26 000002",
        "85.07.30-033.28",
        "85073003328",
        "Zieliński",
        "zielinski tomasz",
        "Zielinsky",
        "LEFEVRE",
    ],
)
def test_a_handler_finds_the_file(number, joris, query):
    assert [found.number for found in queries.find(query, joris)] == [number]


def test_a_declarer_finds_it_among_his_own_with_the_same_typing_error(number, sophie):
    assert [found.number for found in queries.find("Zielinsky", sophie)] == [number]


@pytest.mark.parametrize("query", ["", "   ", "Peeters", "26-999999", "'; DROP TABLE", "x" * 5000])
def test_what_fits_nothing_finds_nothing(number, joris, query):
    assert queries.find(query, joris) == []


def test_another_employer_and_another_insurer_find_nothing(in_belfius, other, number):
    stranger = declaring.actor(
        in_belfius, "declarer", employer=declaring.employer(in_belfius, kbo="0401574852", name="Autre SA")
    )
    for query in (number, declaring.NISS, "Zieliński"):
        assert queries.find(query, stranger) == []
        with scope.of(other.id):
            assert queries.find(query, declaring.actor(other, "handler")) == []


def test_support_does_not_search_files(in_belfius, number):
    with pytest.raises(NotAllowed):
        queries.find(number, declaring.actor(in_belfius, "support"))
