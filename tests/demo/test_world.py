"""The world of the demo: it is made on the day somebody asks for it, whatever that day is."""

import subprocess
import sys
import tomllib
from importlib.resources import files

import pytest

from machine import machine

MAKE = """
import sys, django
django.setup()
from datetime import datetime
from accident_manager.demo import world
from accident_manager.foundation import clock
with clock.frozen(datetime.fromisoformat(sys.argv[1])):
    world.load("other")
"""


@pytest.fixture
def place():
    yield from machine(ACM_DEMO="1", DJANGO_SETTINGS_MODULE="accident_manager.config.settings")


@pytest.mark.parametrize(
    ("now", "because"),
    [
        ("2027-04-15T10:00+00:00", "the figures of the year are not in this release"),
        ("2028-02-29T22:59+00:00", "neither are those of the year before, on a day that few years have"),
        ("2034-12-31T23:30+00:00", "in Brussels the next year has begun"),
    ],
)
def test_the_demo_is_made_although(place, now, because):
    made = subprocess.run(
        [sys.executable, "-c", MAKE, now], env=place.environment, capture_output=True, text=True, timeout=120
    )
    assert made.returncode == 0, made.stderr
    plan = tomllib.loads(files("accident_manager.demo").joinpath("data", "claims.toml").read_text(encoding="utf-8"))
    assert place.sql("SELECT count(*) FROM claims_claim") == [(len(plan["claim"]),)]
