"""An administrator and a handler of Belfius, on the day of the tests."""

import pytest

from accident_manager.foundation import clock
from casework import declaring


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(declaring.TODAY):
        yield


@pytest.fixture
def ada(in_belfius):
    return declaring.actor(in_belfius, "administrator", name="Ada Lenoir")


@pytest.fixture
def nora(in_belfius):
    return declaring.actor(in_belfius, "handler", name="Nora Janssens")
