"""What is still missing, and how far each page is."""

from accident_manager.claims.rules import declaration

SCHEME = "private_1971"


def states(answers, scheme=SCHEME):
    return {state.step.slug: (state.state, state.missing_count) for state in declaration.progress(answers, scheme)}


def test_a_complete_declaration_misses_nothing(private, public):
    assert declaration.missing(private, "private_1971") == []
    assert declaration.missing(public, "public_1967") == []
    assert {state for state, _ in states(private).values()} == {"done", "optional"}
    assert states(private)["documents"] == ("optional", 0)


def test_an_empty_declaration_has_everything_to_do():
    assert states({})["victim"][0] == "todo"
    assert states({})["prevention"] == ("todo", 1)
    assert states({}, "public_1967")["prevention"] == ("optional", 0)


def test_facts_of_the_policy_do_not_begin_a_page():
    assert states({"employer_name": "Delcourt", "policy_number": "1"})["employer"] == ("todo", 2)


def test_a_page_that_is_begun_says_how_much_is_missing(private):
    del private["material_agent"]
    assert states(private)["circumstances"] == ("half", 1)
    [problem] = declaration.missing(private, SCHEME)
    assert (problem.field_key, problem.step, problem.kind) == ("material_agent", "circumstances", "missing")


def test_what_cannot_be_read_is_missing_once(private):
    del private["accident_time"]
    stored = {"values": private, "raw": {"accident_time": "soon", "schedule_2.to": "later"}}
    assert states(stored)["place-time"] == ("half", 2)


def test_every_missing_answer_is_asked_for_in_the_order_of_the_pages():
    pages = [step.slug for step in declaration.steps_for(SCHEME)]
    order = [pages.index(problem.step) for problem in declaration.missing({}, SCHEME)]
    assert order == sorted(order)


def test_death_needs_its_date_and_incapacity_the_hour_when_work_stopped():
    assert {"death_date", "cessation_at"} <= {
        p.field_key for p in declaration.missing({"consequence": "death"}, SCHEME)
    }
    lacking = {p.field_key for p in declaration.missing({"consequence": "total_temporary_incapacity"}, SCHEME)}
    assert {"cessation_at", "has_resumed"} <= lacking
    assert "death_date" not in lacking


def test_a_temporary_worker_needs_the_company_that_uses_him():
    lacking = {problem.field_key for problem in declaration.missing({"is_temp_worker": "yes"}, SCHEME)}
    assert {"user_company.number", "user_company.name", "user_company.address"} <= lacking
