from collections.abc import Iterator

import pytest

from accident_manager.foundation import clock
from casework import declaring


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.frozen(declaring.TODAY):
        yield


@pytest.fixture
def administrator(in_belfius):
    return declaring.actor(in_belfius, "administrator", name="Ada Lenoir")


@pytest.fixture
def handler(in_belfius):
    return declaring.actor(in_belfius, "handler", name="Nora Janssens")
