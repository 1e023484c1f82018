"""The calculator: every topic of the law for everybody, its form from the law itself, explained, nothing kept."""

import io
import logging
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.http import QueryDict
from pypdf import PdfReader

from accident_manager import law
from accident_manager.amounts import queries
from accident_manager.amounts.models import OfficialNotice
from accident_manager.audit.models import Event
from accident_manager.foundation import clock
from accident_manager.identity.rules.permissions import Role
from accident_manager.law import asked, settings
from accident_manager.storage import scope
from accident_manager.web.pages.calculator import form, register
from accident_manager.wording import LANGUAGES, say
from accident_manager.wording.speech import catalogue
from amounts.adding import added
from casework import declaring
from papers.reading import text as text_of
from web.world import world_of

CASES = [
    case
    for file in sorted((Path(__file__).parents[1] / "law" / "cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
ALLOWANCE = {
    "accident_date.day": "4", "accident_date.month": "3", "accident_date.year": "2026", "annual_wage_eur": "44.657,47",
    "incapacity_from.day": "5", "incapacity_from.month": "3", "incapacity_from.year": "2026",
    "incapacity_to.day": "28", "incapacity_to.month": "4", "incapacity_to.year": "2026",
}  # fmt: skip


def text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page))).replace("\xa0", " ")


def calculated(topic: str, facts: dict) -> form.Typed:
    """What the form reads of the address that enters these facts."""
    return form.read(topic, QueryDict(form.address(topic, facts)))


# The register


def test_every_topic_of_the_law_is_asked():
    assert set(register.topics()) == set(law.topics())


@pytest.mark.parametrize("topic", register.topics())
def test_all_that_a_question_says_is_said_in_four_languages(topic):
    asked_of = register.topics()[topic]
    words = [asked_of.title, asked_of.says, register.subjects()[asked_of.subject]]
    for fact in asked.facts_of(topic):
        words += [register.label_of_fact(topic, fact.key), register.hint_of_fact(topic, fact.key)]
        words += [register.word(word, fact.key) for word in form._words(fact) if fact.kind != asked.CODE]
    for case in (case for case in CASES if case["topic"] == topic):
        for key, value in case["expect"].items():
            words.append(register.label_of_result(topic, key))
            rows = value if isinstance(value, list) else []
            words += [
                register.label_of_result(topic, f"{key}.{head}")
                for row in rows
                if isinstance(row, dict)
                for head in row
            ]
    for sentence in filter(None, words):
        assert sentence in catalogue(), sentence
        assert all(catalogue()[sentence].get(language) for language in LANGUAGES if language != "en"), sentence


def test_every_open_point_of_the_law_has_a_name_and_words_for_its_readings():
    assert set(register.SETTINGS) == set(settings.names())
    for name in settings.names():
        for reading in settings.setting(name).readings:
            assert register.word(reading, register.READINGS.get(name, ""))


# The same answer as the law's own door


@pytest.mark.parametrize("topic", register.topics())
def test_each_case_of_the_law_entered_in_the_form_gives_the_same_answer(topic):
    for case in (case for case in CASES if case["topic"] == topic):
        typed = calculated(topic, case["facts"])
        assert not typed.errors, case["name"]
        assert law.evaluate(topic, typed.facts).value == law.evaluate(topic, case["facts"]).value == case["expect"], (
            case["name"]
        )


def test_each_example_is_a_case_of_the_law():
    for topic, facts in register.examples().items():
        assert any(facts.items() <= case["facts"].items() for case in CASES if case["topic"] == topic), topic
    assert set(register.examples()) == set(register.topics())


def test_the_example_of_each_question_is_answered_on_its_page_with_every_reason(world):
    visitor = world.visitor("victim")
    for topic, facts in register.examples().items():
        address = re.search(r'href="([^"]+)">Show an example', visitor.page(f"calculator/{topic}/"))[1]
        answer = visitor.client.get(unescape(address.partition("#")[0]) + "&lang=en")
        assert answer.status_code == 200, topic
        page = answer.content.decode()
        assert 'id="answer"' in page and "Step by step" in page, topic
        found, said = law.evaluate(topic, facts), text(page)
        for reason in (*found.because, *found.warnings):
            assert re.sub(r"\s+", " ", say(reason, "en")).replace("\xa0", " ") in said, topic
        assert ("This answer is provisional" in said) is found.provisional, topic
        assert not re.search(r">\s*[a-z]+_[a-z_]+\s*<", page), f"{topic}: a code is shown instead of its words"


def test_the_example_of_each_question_is_a_tagged_paper_in_the_language_of_the_reader(world):
    visitor = world.visitor("handler")
    for at, (topic, facts) in enumerate(register.examples().items()):
        language = LANGUAGES[at % len(LANGUAGES)]
        answer = visitor.client.get(f"/belfius/calculator/{topic}/paper?{form.address(topic, facts)}&lang={language}")
        assert answer["Content-Type"] == "application/pdf", topic
        assert answer["Content-Disposition"].startswith("attachment")
        root = PdfReader(io.BytesIO(answer.content)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value and "pdfuaid:part" in root["/Metadata"].get_data().decode()
        assert str(root["/Lang"]).lower().startswith(language)
        # A hyphen at the end of a line is drawn as a soft one.
        said = re.sub(r"\s", "", text_of(answer.content)).replace("\xad", "-")
        for reason in law.evaluate(topic, facts).because:
            assert re.sub(r"\s", "", say(reason, language)) in said, topic
        for words in (register.topics()[topic].title, "Step by step"):
            assert re.sub(r"\s", "", say(words, language)) in said, topic


# Reading an answer


def test_an_answer_names_rule_article_numbers_with_date_and_status_arithmetic_and_source(world):
    page = text(world.visitor("handler").page("calculator/daily_allowance_total/", **ALLOWANCE))
    assert "Total €6,056.05" in page
    assert "44,657.47 × 90 ÷ 100 ÷ 365" in page
    assert "law of 10 April 1971, art. 22" in page
    assert "Ceiling of the base wage = 56,957.69 euros a year" in page
    assert "Since 1 January 2026" in page and "Computed" in page
    assert "This answer is provisional" in page
    assert "Wage of the year before the accident €44,657.47" in page


def test_only_who_may_read_the_numbers_of_the_law_is_led_to_them(world):
    assert "amounts/base_wage_ceiling/" in world.visitor("handler").page(
        "calculator/daily_allowance_total/", **ALLOWANCE
    )
    assert "amounts/base_wage_ceiling/" not in world.visitor("victim").page(
        "calculator/daily_allowance_total/", **ALLOWANCE
    )


def test_an_open_point_is_named_with_the_reading_taken_and_its_warning(world):
    mixed = {"children_lost_one_parent": "3", "children_lost_both_parents": "2"}
    facts = {"base_wage_eur": "40000", "partner": "yes", **mixed}
    page = text(world.visitor("handler").page("calculator/death_annuities_mixed/", **facts))
    assert "Reduction when annuities exceed the maximum (open point)" in page
    assert "All are cut in proportion" in page and "Assumed" in page
    assert "to be confirmed by a lawyer of the insurer" in page
    assert "This answer is provisional" in page


def test_how_sure_the_rules_are_is_said_when_they_are_not_certain(world):
    handler = world.visitor("handler")
    facts = {"base_wage_eur": "40000", "partner": "no", "children": "0", "parents": "2"}
    page = text(handler.page("calculator/death_annuities_parents/", **facts))
    assert "one good source, or on a reconstruction that fits published figures: R66" in page
    mixed = {"children_lost_one_parent": "3", "children_lost_both_parents": "2"}
    facts = {"base_wage_eur": "40000", "partner": "yes", **mixed}
    assert "general knowledge of the law, not on a source: R67" in text(
        handler.page("calculator/death_annuities_mixed/", **facts)
    )


def test_the_list_is_searched_by_words_and_by_rules_in_the_language_of_the_reader(world):
    visitor = world.visitor("declarer")
    everything = visitor.page("calculator/")
    assert all(f"calculator/{topic}/" in everything for topic in register.topics())
    found = visitor.page("calculator/", language="fr", q="funeraire")
    assert "calculator/funeral_indemnity/" in found and "calculator/base_wage/" not in found
    assert "calculator/daily_allowance_total/" in visitor.page("calculator/", q="R38")
    assert "No question found" in visitor.page("calculator/", q="zzz")


# What was typed


def refused(world, topic: str, **typed) -> str:
    answer = world.visitor("handler").get(f"calculator/{topic}/", lang="en", **typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="answer"' not in page
    return page


def test_all_that_is_missing_is_said_at_once_beside_its_field(world):
    page = refused(world, "daily_allowance_total", sent="1")
    for key in ("accident_date", "annual_wage_eur", "incapacity_from", "incapacity_to"):
        assert f'href="#f-{key}"' in page and f'id="f-{key}-e"' in page and f'id="f-{key}"' in page


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"annual_wage_eur": "1e30"}, "annual_wage_eur", "Write a number in digits"),
        ({"annual_wage_eur": "1" + "0" * 30}, "annual_wage_eur", "Write a number in digits"),
        ({"annual_wage_eur": "1" + "0" * 12}, "annual_wage_eur", "An amount lies between"),
        ({"annual_wage_eur": "-5"}, "annual_wage_eur", "Write a number in digits"),
        ({"annual_wage_eur": "x" * 5000}, "annual_wage_eur", "at most 60 characters"),
        ({"accident_date.year": "1969"}, "accident_date", "A date lies between"),
        ({"accident_date.year": "2098"}, "accident_date", "is not known on"),
        ({"accident_date.month": "13"}, "accident_date", "This day does not exist"),
        ({"incapacity_to.year": "2025"}, "incapacity_to", "comes before"),
        ({"minor_or_apprentice": "perhaps"}, "minor_or_apprentice", "Choose one of the answers"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(world, changed, field, words):
    page = refused(world, "daily_allowance_total", **{**ALLOWANCE, **changed})
    assert words in text(page)
    assert f'href="#f-{field}"' in page and f'id="f-{field}-e"' in page
    for value in {**ALLOWANCE, **changed}.values():
        assert f'value="{value}"' in page or value == "perhaps"


def test_a_year_without_a_known_number_says_which_number_is_missing(world):
    later = {**ALLOWANCE, **{f"{name}.year": "2031" for name in ("accident_date", "incapacity_from", "incapacity_to")}}
    page = text(refused(world, "daily_allowance_total", **later))
    assert "Ceiling of the base wage" in page and "is not known" in page
    assert "base_wage_ceiling" not in page


def test_facts_that_contradict_each_other_are_refused(world):
    page = refused(world, "permanent_annuity", degree_percent="20", annual_wage_eur="40000", base_wage_eur="40000")
    assert "Give either a base wage or the wage of the year" in text(page)


def test_a_paper_without_an_answer_leads_back_to_the_form(world):
    answer = world.visitor("handler").get("calculator/base_wage/paper", annual_wage_eur="40000")
    assert answer.status_code == 302
    assert (
        urlsplit(answer["Location"]).path.endswith("calculator/base_wage/")
        and "annual_wage_eur=40000" in answer["Location"]
    )


@pytest.mark.parametrize("topic", ["nothing", "base-wage", "Base_Wage", "..", "%00"])
def test_a_question_that_is_not_there_is_not_found(world, topic):
    for address in (f"calculator/{topic}/", f"calculator/{topic}/paper"):
        assert world.visitor("handler").get(address).status_code == 404


def test_rows_of_a_list_keep_their_places_and_there_is_always_one_more(world):
    rows = {f"children_until.{row}.{part}": value for row in (1, 2, 3) for part, value in
            (("day", "1"), ("month", "9"), ("year", str(2030 + row)))}  # fmt: skip
    facts = {
        "base_wage_eur": "40000",
        "partner": "yes",
        "death_date.day": "3",
        "death_date.month": "5",
        "death_date.year": "2026",
    }
    page = world.visitor("handler").page("calculator/death_annuities_over_time/", **facts, **rows)
    assert 'name="children_until.4.day"' in page and 'name="children_until.5.day"' not in page
    assert "1 September 2033" in page.replace("\xa0", " ")
    assert form.read("death_annuities_over_time", QueryDict("&".join(f"{k}={v}" for k, v in rows.items()))).facts[
        "children_until"
    ] == ["2031-09-01", "2032-09-01", "2033-09-01"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1.5460", "1.5460"),
        ("1,5460", "1.5460"),
        ("3.558.920", "3558920"),
        ("3,558,920.5", "3558920.5"),
        ("20 %", "20"),
    ],
)
def test_a_number_is_read_as_any_of_the_four_languages_writes_it(typed, kept):
    assert form._number(typed) == kept


def test_a_code_is_found_by_its_words_without_a_script(world):
    day = {"accident_date.day": "1", "accident_date.month": "10", "accident_date.year": "2024"}
    serious = {**day, "place": "workplace", "fatal": "no", "permanent_lesion": "no"}
    page = world.visitor("victim").page(
        "calculator/serious_accident/", **serious, deviation_query="fall", search="deviation"
    )
    assert 'type="radio" name="deviation"' in page and 'id="answer"' not in page
    assert world.visitor("victim").get("calculator/codes/deviation", q="fall").status_code == 200
    assert world.visitor("victim").get("calculator/codes/isco08", q="fall").status_code == 404


# Nothing is kept, and every insurer for itself


def test_every_role_calculates_and_finds_the_calculator_in_the_menu(world):
    for role in Role:
        visitor = world.visitor(role)
        assert 'href="/belfius/calculator/"' in visitor.page("")
        assert "€6,056.05" in visitor.page("calculator/daily_allowance_total/", **ALLOWANCE)


def test_nobody_is_asked_to_log_in_first(world):
    from web.world import Visitor

    for address in ("calculator/", "calculator/base_wage/", "calculator/base_wage/paper", "calculator/codes/country"):
        assert Visitor("belfius").get(address)["Location"].startswith("/belfius/login")


def test_a_calculation_leaves_no_trace_in_the_database_or_the_log(world, caplog):
    visitor = world.visitor("handler")
    before = Event.objects.count()
    with caplog.at_level(logging.DEBUG):
        visitor.page("calculator/daily_allowance_total/", **ALLOWANCE)
        visitor.get("calculator/daily_allowance_total/", **{**ALLOWANCE, "annual_wage_eur": "44.657,47x"})
        visitor.get("calculator/daily_allowance_total/paper", **ALLOWANCE)
    assert Event.objects.count() == before
    written = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "44.657" not in written and "44657" not in written


def test_the_official_notice_of_an_insurer_counts_for_its_own_people_only(world, other):
    added(world.actors["administrator"])
    with scope.of(other.id), clock.frozen(declaring.TODAY):
        theirs = world_of(other, kbo="0207356009", name="Ateliers Dupuis SRL")
        assert OfficialNotice.objects.count() == 0
    high = {**ALLOWANCE, "annual_wage_eur": "90000"}
    ours = text(world.visitor("victim").page("calculator/daily_allowance_total/", **high))
    assert "57,584.22" in ours and "Published" in ours
    queries.forget()
    page = text(theirs.visitor("victim").page("calculator/daily_allowance_total/", **high))
    assert "57,584.22" not in page and "56,957.69" in page
