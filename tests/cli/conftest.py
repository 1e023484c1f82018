from collections.abc import Iterator

import pytest

from machine import Machine, machine


@pytest.fixture
def house() -> Iterator[Machine]:
    yield from machine()


@pytest.fixture
def belfius(house: Machine) -> Machine:
    house.done(
        "insurer", "add", "belfius", "--name", "Belfius", "--colour", "#b5103c",
        "--support-email", "help@belfius.example", "--support-phone", "02/286 74 74",
    )  # fmt: skip
    return house
