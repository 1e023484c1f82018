"""The pages of the numbers of the law: read by who may, changed by administrators, for their own insurer only."""

import re

import pytest

from accident_manager.amounts import queries
from accident_manager.foundation import clock
from accident_manager.law import parameters, register
from accident_manager.storage import scope
from accident_manager.web.pages.amounts.words import UNITS, unit_words
from accident_manager.wording import LANGUAGES
from accident_manager.wording.speech import catalogue
from amounts.adding import added, draft
from casework import declaring
from identity.people import freshly
from web.world import world_of

CEILING = "amounts/base_wage_ceiling/"
TYPED = {
    "value": "57.584,22", "source": "Moniteur belge, 30.10.2026",
    "valid_from__day": "1", "valid_from__month": "1", "valid_from__year": "2026",
    "published_on__day": "30", "published_on__month": "10", "published_on__year": "2026",
}  # fmt: skip


def at_the_desk(world):
    """The administrator, who has just given password and code again."""
    return freshly(world.visitor("administrator"), "settings")


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_number_stands_under_its_subject_with_value_unit_article_and_status(world):
    page = world.visitor("handler").page("amounts/")
    for name in parameters.names():
        subject = register.subjects()[register.rule_of(parameters.parameter(name)).subject]
        assert page.index(f">{subject}</h2>") < page.index(f"amounts/{name}/")
    row = re.search(r"base_wage_ceiling/\".*?</tr>", page, re.DOTALL)[0]
    assert "56,957.69" in row and "euros a year" in row and "Computed" in row
    assert "art.\xa039" in row
    assert "1 January 2026" in row.replace("\xa0", " ")


def test_the_tabs_show_what_is_not_published_and_what_has_a_notice(world):
    administrator = at_the_desk(world)
    assert "decision_days" not in administrator.page("amounts/", show="open")
    assert "No number here" in administrator.page("amounts/", show="noticed")
    added(world.actors["administrator"])
    assert CEILING in administrator.page("amounts/", show="noticed")
    assert CEILING not in administrator.page("amounts/", show="open")


def test_a_number_shows_its_values_by_day_with_their_sources(world):
    page = world.visitor("auditor").page(CEILING)
    assert page.index("56,957.69") < page.index("54,743.48") < page.index("32,748.12")
    assert 'href="https://www.easypay-group.com/' in page
    assert "36841.97 × 1.5460" in page
    assert "Known until" in page
    assert "Add the official notice" not in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", parameters.names())
def test_every_number_has_a_short_name_and_a_unit_in_four_languages(name, language):
    title, unit = parameters.title(name), parameters.built_in(name).unit
    assert title != parameters.built_in(name).description or len(title) < 40, f"add {name} to law/data/names.yaml"
    assert len(title) < 75
    for words in (title, unit_words(unit)):
        assert language == "en" or catalogue()[words][language]
    assert unit in UNITS or unit.startswith("percent") or unit in catalogue()


def test_an_administrator_sees_what_a_notice_changes_before_adding_it(world):
    administrator = at_the_desk(world)
    assert "Add the official notice" in administrator.page(CEILING)
    assert administrator.get(f"{CEILING}notice").status_code == 200
    seen = administrator.post(f"{CEILING}notice?lang=en", do="preview", **TYPED)
    assert seen.status_code == 200
    assert "56,957.69 Computed 57,584.22 Published" in text(seen)
    assert queries.standing_notices() == ()
    done = administrator.post(f"{CEILING}notice", do="add", **TYPED)
    assert done.status_code == 302 and done["Location"].endswith(CEILING)
    page = administrator.page(CEILING)
    assert "The notice has been added" in page and "Ada Lenoir" in page and "Moniteur belge, 30.10.2026" in page


def test_a_number_is_changed_only_after_password_and_code_were_given_again(world):
    administrator = world.visitor("administrator")
    asked = administrator.get(f"{CEILING}notice")
    assert asked.status_code == 302 and "account/confirm?for=settings" in asked["Location"]
    sent = administrator.post(f"{CEILING}notice?lang=en", do="add", **TYPED)
    assert 'name="confirm-password"' in sent.content.decode()
    assert 'name="value" value="57.584,22"' in sent.content.decode()
    assert queries.standing_notices() == ()
    notice = added(world.actors["administrator"])
    assert 'name="confirm-password"' in administrator.post(f"amounts/notices/{notice.id}/withdraw").content.decode()
    assert len(queries.standing_notices()) == 1


def test_what_was_typed_is_there_again_when_it_is_to_be_changed_or_was_refused(world):
    administrator = at_the_desk(world)
    for answer in (
        administrator.post(f"{CEILING}notice", do="change", **TYPED),
        administrator.post(f"{CEILING}notice", do="preview", **{**TYPED, "valid_from__month": "13"}),
        administrator.post(f"{CEILING}notice", do="add", **{**TYPED, "source": "MB"}),
    ):
        page = answer.content.decode()
        assert 'value="57.584,22"' in page and 'value="2026"' in page
    assert answer.status_code == 422


def test_all_that_is_wrong_is_said_at_once_beside_its_field(world):
    answer = at_the_desk(world).post(f"{CEILING}notice?lang=en", do="preview", value="x", source="")
    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("value", "valid_from", "published_on", "source"):
        assert f'href="#f-{field}"' in page and f'id="f-{field}-e"' in page


def test_an_unlikely_value_is_added_only_after_it_was_confirmed(world):
    administrator = at_the_desk(world)
    unlikely = {**TYPED, "value": "5.758,42"}
    seen = administrator.post(f"{CEILING}notice?lang=en", do="preview", **unlikely)
    assert "more than 20 %" in text(seen) and 'name="confirmed"' in seen.content.decode()
    refused = administrator.post(f"{CEILING}notice", do="add", **unlikely)
    assert refused.status_code == 422 and 'id="f-confirmed-e"' in refused.content.decode()
    assert administrator.post(f"{CEILING}notice", do="add", confirmed="1", **unlikely).status_code == 302


def test_a_notice_is_withdrawn_after_its_effect_was_shown(world):
    administrator = at_the_desk(world)
    notice = added(world.actors["administrator"])
    withdraw = f"amounts/notices/{notice.id}/withdraw"
    assert withdraw in administrator.page(CEILING)
    assert "57,584.22 Published 56,957.69 Computed" in re.sub(r"\s+", " ", text(administrator.get(withdraw, lang="en")))
    assert administrator.post(withdraw).status_code == 302
    page = administrator.page(CEILING)
    assert "Withdrawn" in page and withdraw not in page
    assert administrator.post(withdraw).status_code == 302
    assert "already withdrawn" in administrator.page(CEILING)


@pytest.mark.parametrize("role", ["handler", "team_lead", "auditor"])
def test_who_reads_the_numbers_changes_nothing(world, role):
    visitor = world.visitor(role)
    notice = added(world.actors["administrator"])
    assert visitor.get(CEILING).status_code == 200
    for path in (f"{CEILING}notice", f"amounts/notices/{notice.id}/withdraw"):
        assert visitor.get(path).status_code == visitor.post(path, do="add", **TYPED).status_code == 404


@pytest.mark.parametrize("role", ["declarer", "victim", "support", "medical_adviser", "prevention_adviser"])
def test_others_do_not_find_the_numbers(world, role):
    assert world.visitor(role).get("amounts/").status_code == 404
    assert world.visitor(role).get(CEILING).status_code == 404


def test_the_administrator_of_another_insurer_finds_neither_the_notice_nor_its_value(world, other):
    notice = added(world.actors["administrator"])
    with scope.of(other.id), clock.frozen(declaring.TODAY):
        theirs = world_of(other, kbo="0207356009", name="Ateliers Dupuis SRL")
    stranger = at_the_desk(theirs)
    withdraw = f"amounts/notices/{notice.id}/withdraw"
    assert stranger.get(withdraw).status_code == stranger.post(withdraw).status_code == 404
    page = stranger.page(CEILING)
    assert "57,584.22" not in page
    assert "Moniteur" not in page
    assert "No notice has been added." in page
    assert "57,584.22" in world.visitor("handler").page(CEILING)


def test_a_number_that_does_not_exist_is_not_found(world):
    for path in ("amounts/no_such_number/", "amounts/no_such_number/notice", "amounts/../", "amounts/%00/"):
        assert at_the_desk(world).get(path).status_code == 404, path


def test_the_list_asks_the_database_a_constant_number_of_times(world, django_assert_max_num_queries):
    handler = world.visitor("handler")
    handler.page("amounts/")
    for value, day in (("57584.22", 1), ("8500.00", 1)):
        name = "base_wage_ceiling" if value == "57584.22" else "base_wage_floor_minor"
        added(world.actors["administrator"], name, value, draft().valid_from.replace(day=day))
    with django_assert_max_num_queries(12):
        handler.page("amounts/")


def test_the_law_badge_of_a_file_goes_when_the_notice_is_there_and_the_wage_is_calculated_anew(world):
    handler = world.visitor("handler")
    wage = {"amount": "5.900,00", "unit": "month", "bonus_kind": "none"}
    assert handler.post(world.file("benefits/wage"), **wage).status_code == 302
    before = handler.page(world.file("benefits"))
    assert "Why provisional?" in before and "56,957.69" in before
    added(world.actors["administrator"])
    assert handler.post(world.file("benefits/wage"), **wage).status_code == 302
    after = handler.page(world.file("benefits"))
    assert "Why provisional?" not in after and "57,584.22" in after
