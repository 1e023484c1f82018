"""Several people on one draft: nobody's words are lost, nobody overwrites what he has not seen."""

import pytest

from accident_manager.casework import declare
from accident_manager.foundation import clock
from accident_manager.law.time_limits import PRIVATE
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
def marc(in_belfius, delcourt):
    return declaring.actor(in_belfius, "declarer", employer=delcourt, name="Marc Thonnard")


@pytest.fixture
def draft(delcourt, sophie):
    return declare.start(employer_id=delcourt.id, law=PRIVATE, by=sophie)


def save(draft, by, base, final=False, step="victim", **fields):
    raw = {name.replace("__", "."): [text] for name, text in fields.items()}
    return declare.save_step(draft_id=draft.id, step=step, raw=raw, base_version=base, by=by, final=final)


def test_two_people_on_two_fields_keep_both_though_each_sends_the_whole_page(draft, sophie, marc):
    seen = save(draft, sophie, 0, last_name="Nowak", first_name="Kasia").version
    save(draft, sophie, seen, last_name="Nowak", first_name="Katarzyna")
    # Marc still has the page with Kasia on it and adds a phone number.
    saved = save(draft, marc, seen, last_name="Nowak", first_name="Kasia", victim_phone="0475 11 22 33")
    assert saved.conflicts == ()
    values = saved.answers["values"]
    assert (values["first_name"], values["victim_phone"]) == ("Katarzyna", "0475 11 22 33")


def test_one_field_changed_by_both_is_a_conflict_that_names_the_other_and_keeps_his(draft, sophie, marc):
    seen = save(draft, sophie, 0, last_name="Nowak").version
    with clock.frozen(declaring.TODAY):
        save(draft, sophie, seen, last_name="Nowakowski")
        saved = save(draft, marc, seen, last_name="Novak", first_name="Jan")
    conflict = saved.conflicts[0]
    assert (conflict.field, conflict.theirs, conflict.mine, conflict.who) == (
        "last_name",
        "Nowakowski",
        "Novak",
        "Sophie Marchal",
    )
    assert conflict.when == clock.now()
    assert saved.answers["values"]["last_name"] == "Nowakowski"
    assert saved.answers["values"]["first_name"] == "Jan"


def test_who_insists_overwrites_with_open_eyes(draft, sophie, marc):
    seen = save(draft, sophie, 0, last_name="Nowak").version
    save(draft, sophie, seen, last_name="Nowakowski")
    saved = save(draft, marc, seen, last_name="Novak", keep__last_name="mine")
    assert saved.conflicts == ()
    assert saved.answers["values"]["last_name"] == "Novak"


def test_ones_own_later_words_never_conflict(draft, sophie):
    save(draft, sophie, 0, last_name="N")
    save(draft, sophie, 0, last_name="No")
    saved = save(draft, sophie, 0, last_name="Nowak")
    assert saved.conflicts == ()
    assert saved.answers["values"]["last_name"] == "Nowak"


def test_both_typing_the_same_is_no_conflict(draft, sophie, marc):
    save(draft, sophie, 0, last_name="Nowak")
    assert save(draft, marc, 0, last_name="Nowak").conflicts == ()


def test_a_conflict_on_what_cannot_be_read_shows_what_was_typed(draft, sophie, marc):
    save(draft, sophie, 0, niss="85.07.30")
    conflict = save(draft, marc, 0, niss="90.02").conflicts[0]
    assert (conflict.theirs, conflict.mine) == ("85.07.30", "90.02")


def test_saving_what_stands_there_already_makes_no_new_version(draft, sophie):
    first = save(draft, sophie, 0, last_name="Nowak")
    assert save(draft, sophie, first.version, last_name="Nowak").version == first.version


def test_typing_never_complains_and_going_on_says_everything_that_is_wrong_on_the_page(draft, sophie):
    assert save(draft, sophie, 0, niss="85.07.30").problems == ()
    fields = {problem.field_key for problem in save(draft, sophie, 0, final=True, niss="85.07.30").problems}
    assert {"niss", "last_name", "birth_date"} <= fields
    assert "accident_date" not in fields


def test_a_problem_on_a_field_in_conflict_is_about_what_stands_there(draft, sophie, marc):
    save(draft, sophie, 0, niss=declaring.NISS)
    saved = save(draft, marc, 0, final=True, niss="12")
    assert [conflict.field for conflict in saved.conflicts] == ["niss"]
    assert "niss" not in {problem.field_key for problem in saved.problems}


def test_facts_from_the_policy_cannot_be_typed_over(draft, sophie):
    saved = save(draft, sophie, 0, step="employer", employer_name="Someone else", policy_number="1")
    assert saved.answers["values"]["employer_name"] == "Menuiserie Delcourt SRL"
    assert saved.answers["values"]["policy_number"] == "45.220.318"


def test_an_accident_before_the_policy_is_said_on_its_own_page(draft, sophie):
    raw = {"accident_date.day": ["31"], "accident_date.month": ["12"], "accident_date.year": ["2019"]}
    saved = declare.save_step(draft_id=draft.id, step="place-time", raw=raw, base_version=0, by=sophie, final=True)
    assert any("policy" in problem.sentence for problem in saved.problems if problem.field_key == "accident_date")


def test_an_establishment_of_another_employer_is_refused(in_belfius, draft, sophie):
    other = declaring.employer(in_belfius, kbo="0401574852", name="Autre SA")
    from accident_manager.foundation.actor import system
    from accident_manager.policies import actions, queries

    actions.add_unit(
        by=system(in_belfius.id), employer_id=draft.employer_id, number="2999999999", name="", street="Rue",
        house_number="1", postcode="5000", municipality="Namur",
    )  # fmt: skip
    number = queries.units_of(other.id)[0].number
    second = declare.start(employer_id=draft.employer_id, law=PRIVATE, by=sophie)
    saved = save(second, sophie, 0, final=True, step="employer", establishment_unit_number=number)
    assert "establishment_unit_number" in {problem.field_key for problem in saved.problems}
