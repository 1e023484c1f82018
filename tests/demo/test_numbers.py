"""Invented numbers are right by their check digits; invented accidents carry codes that exist."""

from datetime import date

import pytest
from django.test import override_settings

from accident_manager import codes
from accident_manager.demo import numbers
from accident_manager.foundation import identifiers

with override_settings(ACM_DEMO=True):
    from accident_manager.demo import world

TABLES = {
    "deviation": "deviation", "agent": "material_agent", "injury": "injury_type", "body": "body_part",
    "occupation": "isco08",
}  # fmt: skip


@pytest.mark.parametrize("insurer", world.INSURERS)
def test_every_number_of_the_demo_has_right_check_digits(insurer):
    data = world._data(insurer)
    for employer in data["employer"]:
        assert identifiers.parse_enterprise_number(numbers.enterprise_number(employer["number"]))
        for which, _ in enumerate(employer.get("units", [])):
            identifiers.parse_establishment_unit(numbers.unit_number(employer["number"], which))
    for place, (_, _, sex, born, *_) in enumerate(data["victims"]["people"]):
        niss = identifiers.parse_niss(numbers.niss(date.fromisoformat(born), sex, place))
        assert (niss.birth_date, niss.sex) == (date.fromisoformat(born), sex)
        identifiers.parse_iban(numbers.iban(1000 + place))


def test_nobody_of_the_demo_shares_a_number():
    everybody = [
        numbers.niss(date.fromisoformat(born), sex, place)
        for insurer in world.INSURERS
        for place, (_, _, sex, born, *_) in enumerate(world._data(insurer)["victims"]["people"])
    ]
    assert len(everybody) == len(set(everybody)) == 54


@pytest.mark.parametrize("accident", world._data("accidents")["accident"], ids=lambda accident: accident["job"])
def test_every_accident_of_the_demo_carries_codes_that_exist(accident):
    for key, table in TABLES.items():
        assert codes.table(table).has(accident[key]), (key, accident[key])
    assert all(codes.table("protection_equipment").has(worn) for worn in accident.get("worn", []))


@pytest.mark.parametrize("insurer", world.INSURERS)
def test_the_cast_has_everybody_ready_to_use_a_second_handler_and_one_who_never_came(insurer):
    cast = world.cast_of(insurer)
    ready = [entry["role"] for entry in cast if "password" in entry]
    assert set(ready) == {
        "declarer", "prevention_adviser", "handler", "team_lead", "medical_adviser", "support", "administrator",
        "victim", "auditor",
    }  # fmt: skip
    assert ready.count("handler") == 2
    assert len([entry for entry in cast if "password" not in entry]) == 1
    assert {entry["language"] for entry in cast} == {"fr", "nl", "de", "en"}


def test_the_passwords_of_the_demo_are_allowed():
    from accident_manager.identity import breaches
    from accident_manager.identity.rules import passwords

    for insurer in world.INSURERS:
        for entry in world.cast_of(insurer):
            if "password" in entry:
                passwords.check_new(
                    entry["password"], entry["password"], shortest=12,
                    of_person=[entry["first_name"], entry["last_name"]], of_insurer=["Belfius", "Ourthe & Leie"],
                    is_common=lambda text: False, is_breached=breaches.is_breached, was_used=lambda text: False,
                )  # fmt: skip


def test_the_backstage_does_not_exist_outside_a_demo(monkeypatch):
    import importlib
    import sys

    from django.core.exceptions import ImproperlyConfigured

    monkeypatch.delitem(sys.modules, "accident_manager.demo.backstage")
    with pytest.raises(ImproperlyConfigured):
        importlib.import_module("accident_manager.demo.backstage")
