from collections.abc import Iterator

import pytest

from machine import Machine, machine, with_an_insurer


@pytest.fixture
def house() -> Iterator[Machine]:
    yield from machine()


@pytest.fixture
def belfius() -> Iterator[Machine]:
    yield from machine(with_an_insurer())
