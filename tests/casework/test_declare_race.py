"""Two sendings in the same moment, on two connections: one file, one number, two equal answers."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accident_manager.casework import declare
from accident_manager.claims.models import Claim, Declaration, Person
from accident_manager.crypto import keys
from accident_manager.foundation import clock
from accident_manager.law.time_limits import PRIVATE
from accident_manager.storage import scope
from casework import declaring


class Insurer:
    def __init__(self, insurer_id: UUID) -> None:
        self.id = insurer_id


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[Insurer]:
    """An insurer of this test alone whose rows are committed, as other connections must see them; in scope."""
    with django_db_blocker.unblock(), clock.frozen(declaring.TODAY):
        insurer = Insurer(uuid4())
        keys.create_keyset(insurer.id)
        with scope.of(insurer.id):
            yield insurer
        connection.close()


def at_once(insurer: Insurer, *acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the exception it raised, all begun together on connections of their own."""
    barrier, outcomes = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            with clock.frozen(declaring.TODAY), scope.of(insurer.id):
                barrier.wait()
                outcomes[place] = act()
        except Exception as problem:
            outcomes[place] = problem
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return outcomes


def test_a_double_click_makes_one_file(committed):
    employer = declaring.employer(committed)
    by = declaring.actor(committed, "declarer", employer=employer)
    draft_id, key = declaring.ready(employer.id, PRIVATE, by), uuid4()
    act = lambda: declare.send(draft_id=draft_id, key=key, declared=True, by=by)  # noqa: E731
    outcomes = at_once(committed, act, act, act)
    assert {outcome.number for outcome in outcomes} == {"26-000001"}
    assert Claim.objects.count() == Declaration.objects.count() == 1


def test_one_key_on_two_drafts_at_once_makes_one_file(committed):
    employer = declaring.employer(committed)
    by = declaring.actor(committed, "declarer", employer=employer)
    drafts, key = [declaring.ready(employer.id, PRIVATE, by) for _ in range(2)], uuid4()
    outcomes = at_once(
        committed,
        *(lambda d=draft: declare.send(draft_id=d, key=key, declared=True, by=by) for draft in drafts),
    )
    assert {outcome.number for outcome in outcomes} == {"26-000001"}
    assert Claim.objects.count() == 1


def test_two_declarations_of_one_person_at_once_are_two_files_of_one_person(committed):
    employer = declaring.employer(committed)
    by = declaring.actor(committed, "declarer", employer=employer)
    drafts = [declaring.ready(employer.id, PRIVATE, by) for _ in range(2)]
    outcomes = at_once(
        committed,
        *(lambda d=draft: declare.send(draft_id=d, key=uuid4(), declared=True, by=by) for draft in drafts),
    )
    assert {outcome.number for outcome in outcomes} == {"26-000001", "26-000002"}
    assert Person.objects.count() == 1


def test_two_people_saving_one_draft_at_once_keep_both_words(committed):
    employer = declaring.employer(committed)
    sophie = declaring.actor(committed, "declarer", employer=employer)
    marc = declaring.actor(committed, "declarer", employer=employer, name="Marc Thonnard")
    draft = declare.start(employer_id=employer.id, law=PRIVATE, by=sophie)

    def typed(by, field, text):
        return lambda: declare.save_step(
            draft_id=draft.id, step="victim", raw={field: [text]}, base_version=0, by=by, final=False
        )

    at_once(committed, typed(sophie, "last_name", "Nowak"), typed(marc, "first_name", "Jan"))
    values = declare.draft(draft.id, sophie).answers["values"]
    assert (values["last_name"], values["first_name"]) == ("Nowak", "Jan")
