"""Changing what an insurer sets for itself: by its administrator only, never looser, written down, the second told."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connection

from accident_manager.audit import queries as trail
from accident_manager.foundation.actor import system
from accident_manager.foundation.refusal import InvalidInput, NotAllowed
from accident_manager.insurers import actions, queries
from accident_manager.insurers.actions import ChangedMeanwhile
from accident_manager.insurers.models import Insurer
from accident_manager.insurers.rules import settings
from accident_manager.insurers.rules.limits import BOUNDS, Limits
from accident_manager.insurers.rules.settings import InvalidSettings, Security
from accident_manager.storage import scope


def _security(**changes) -> Security:
    now = queries.settings_now().security
    return replace(now, values={**now.values, **changes})


def _events() -> list[tuple[str, dict]]:
    return [(event.code, event.values) for event in trail.recent(20) if event.code.startswith("insurer.")]


def test_a_limit_is_tightened_holds_at_once_and_is_written_down_with_its_numbers(in_belfius, ada):
    actions.change_security(_security(failed_passwords=4, session_idle_minutes=15), by=ada)
    info = queries.by_id(in_belfius.id)
    assert (info.limits.failed_passwords, info.session_idle_minutes) == (4, 15)
    said = {code: [] for code, _ in _events()}
    for code, values in _events():
        said[code].append((values["limit"], values["before"], values["after"]))
    assert {code: sorted(numbers) for code, numbers in said.items()} == {
        "insurer.limit_changed": [("failed_passwords", 10, 4), ("session_idle_minutes", 60, 15)]
    }


def test_back_to_the_house_rule_the_house_decides_again(in_belfius, ada):
    actions.change_security(_security(failed_passwords=4), by=ada)
    actions.change_security(_security(failed_passwords=10), by=ada)
    assert Insurer.objects.get(pk=in_belfius.id).login_limits == {}
    assert queries.by_id(in_belfius.id).limits == Limits()


@pytest.mark.parametrize("name", BOUNDS)
def test_no_limit_can_be_looser_than_the_house_rule_or_tighter_than_can_be(in_belfius, ada, name):
    bound = BOUNDS[name]
    step = 1 if (bound.house or bound.most) > bound.tightest else -1
    for value in ((bound.house or bound.most) + step, bound.tightest - step):
        with pytest.raises(InvalidInput):
            actions.change_security(_security(**{name: value}), by=ada)
        typed = {key: str(bounds.house or "") for key, bounds in BOUNDS.items()}
        with pytest.raises(InvalidSettings) as refused:
            settings.security({**typed, name: str(value)})
        assert list(refused.value.errors) == [name]
    actions.change_security(_security(**{name: bound.tightest}), by=ada)
    assert queries.settings_now().security.values[name] == bound.tightest


@pytest.mark.parametrize("typed", ["", "ten", "-1", "1.5", "1e3", "٣", "9" * 30])
def test_what_is_no_number_is_no_limit(typed):
    values = {name: str(bound.house or "") for name, bound in BOUNDS.items()}
    with pytest.raises(InvalidSettings):
        settings.security({**values, "failed_passwords": typed})


def test_sessions_at_a_time_can_be_without_limit_again(in_belfius, ada):
    actions.change_security(_security(max_sessions=2), by=ada)
    assert queries.by_id(in_belfius.id).max_sessions == 2
    actions.change_security(_security(max_sessions=None), by=ada)
    assert queries.by_id(in_belfius.id).max_sessions is None


def test_the_branding_is_changed_field_by_field_in_the_trail(in_belfius, ada):
    branding = replace(queries.settings_now().branding, name="Belfius Leven", brand_seed="#004488")
    actions.change_branding(branding, by=ada)
    info = queries.by_id(in_belfius.id)
    assert (info.name, info.brand_seed) == ("Belfius Leven", "#004488")
    assert sorted(values["field"] for _, values in _events()) == ["brand_seed", "name"]
    assert "Leven" not in str(_events())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 81}, "name"), ({"brand_seed": "red"}, "brand_seed"),
        ({"brand_seed": "#12345g"}, "brand_seed"), ({"languages": ()}, "languages"),
        ({"languages": ("nl",), "default_language": "fr"}, "default_language"), ({"login_name": ""}, "login_name"),
    ],
)  # fmt: skip
def test_a_branding_that_cannot_be_is_refused_by_field(change, field):
    right = {
        "name": "Belfius", "tagline": "", "product_name": "Belfius Accident Manager", "login_name": "acm",
        "reset_name": "acm", "brand_seed": "#B5103C", "languages": ("fr", "nl"), "default_language": "fr",
    }  # fmt: skip
    assert settings.branding(right).brand_seed == "#b5103c"
    with pytest.raises(InvalidSettings) as refused:
        settings.branding({**right, **change})
    assert list(refused.value.errors) == [field]


def test_a_name_is_one_line_wherever_it_goes():
    """It stands in subjects of mails."""
    right = {
        "name": "Bel\r\nBcc: all@example.be", "product_name": "a", "login_name": "b", "reset_name": "c",
        "brand_seed": "b13", "languages": ("en",), "default_language": "en",
    }  # fmt: skip
    assert settings.branding(right).name == "Bel Bcc: all@example.be"
    assert settings.branding(right).brand_seed == "#bb1133"


def test_nothing_changed_is_no_event(in_belfius, ada):
    now = queries.settings_now()
    actions.change_help_desk(now.help_desk, by=ada, seen=now.help_desk_seen)
    actions.change_branding(now.branding, by=ada, seen=now.branding_seen)
    actions.change_security(now.security, by=ada, seen=now.security_seen)
    assert _events() == []


def test_only_an_administrator_changes_settings(in_belfius, nora):
    now = queries.settings_now()
    for change, wanted in (
        (actions.change_help_desk, now.help_desk), (actions.change_branding, now.branding),
        (actions.change_security, now.security),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            change(wanted, by=nora)
    actions.change_security(_security(failed_passwords=5), by=system(in_belfius.id))


def test_the_second_of_two_administrators_is_told_and_the_first_keeps_what_he_saved(in_belfius, ada):
    seen = queries.settings_now().branding_seen
    actions.change_branding(replace(queries.settings_now().branding, tagline="Eerst"), by=ada, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        actions.change_branding(replace(queries.settings_now().branding, tagline="Tweede"), by=ada, seen=seen)
    assert queries.settings_now().branding.tagline == "Eerst"
    # Another part of the settings was not touched: whoever changes that one is not disturbed.
    now = queries.settings_now()
    actions.change_help_desk(replace(now.help_desk, support_phone="02 123 45 67"), by=ada, seen=now.help_desk_seen)


def test_another_insurer_keeps_its_settings(in_belfius, other, ada):
    actions.change_security(_security(failed_passwords=3), by=ada)
    assert queries.by_id(other.id).limits == Limits()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """An insurer of this test alone whose row is committed, as other connections must see it."""
    with django_db_blocker.unblock():
        insurer = actions.add_insurer(
            code="race-settings", name="Race", brand_seed="#b5103c", support_email="help@race.example",
            support_phone="02/286 74 74",
        )  # fmt: skip
        yield insurer
        Insurer.objects.filter(pk=insurer.id).delete()
        queries.forget()
        connection.close()


def test_of_two_at_the_same_moment_exactly_one_is_saved(committed):
    """Two connections, one form each, filled from the same state."""
    with scope.of(committed.id):
        now = queries.settings_now()
    start, outcomes = Barrier(2), []

    def save(tagline: str) -> None:
        try:
            with scope.of(committed.id):
                wanted = replace(now.branding, tagline=tagline)
                start.wait(10)
                actions.change_branding(wanted, by=system(committed.id), seen=now.branding_seen)
            outcomes.append(tagline)
        except ChangedMeanwhile:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=save, args=(tagline,)) for tagline in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(outcomes) == 2 and outcomes.count("told") == 1
    with scope.of(committed.id):
        assert queries.settings_now().branding.tagline in set(outcomes) - {"told"}
