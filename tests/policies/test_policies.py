"""Employers, establishments and policies; which policy covers a day."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from accident_manager.foundation.actor import system
from accident_manager.foundation.refusal import InvalidInput, NotAllowed, NotFound
from accident_manager.policies import actions, queries
from accident_manager.policies.models import Policy
from accident_manager.storage import scope
from casework import declaring

PRIVATE, PUBLIC = "private_1971", "public_1967"


@pytest.fixture
def delcourt(in_belfius):
    return declaring.employer(in_belfius)


@pytest.fixture
def by(in_belfius):
    return system(in_belfius.id)


def test_a_policy_covers_its_first_and_its_last_day_and_no_other(delcourt, by):
    actions.add_policy(
        by=by, employer_id=delcourt.id, number="P2", law=PUBLIC, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31)
    )
    covered = {
        day: queries.policy_covering(delcourt.id, PUBLIC, day) is not None
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    }
    assert list(covered.values()) == [False, True, True, False]


def test_a_policy_without_end_covers_until_further_notice_under_its_own_law_only(delcourt):
    assert queries.policy_covering(delcourt.id, PRIVATE, date(2050, 1, 1)).number == "45.220.318"
    assert queries.policy_covering(delcourt.id, PUBLIC, date(2026, 1, 1)) is None


def test_two_policies_of_one_law_never_cover_the_same_day(delcourt, by):
    with pytest.raises(actions.PolicyOverlaps):
        actions.add_policy(by=by, employer_id=delcourt.id, number="P2", law=PRIVATE, starts_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.create(employer_id=delcourt.id, number="P3", law=PRIVATE, starts_on=date(2026, 1, 1))
    actions.add_policy(
        by=by, employer_id=delcourt.id, number="P0", law=PRIVATE, starts_on=date(2010, 1, 1), ends_on=date(2019, 12, 31)
    )
    assert [policy.number for policy in queries.policies_of(delcourt.id)] == ["45.220.318", "P0"]


def test_a_policy_that_ends_before_it_starts_is_refused_by_us_and_by_the_database(delcourt, by):
    days = {"starts_on": date(2026, 1, 2), "ends_on": date(2026, 1, 1)}
    with pytest.raises(InvalidInput):
        actions.add_policy(by=by, employer_id=delcourt.id, number="P", law=PUBLIC, **days)
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.create(employer_id=delcourt.id, number="P", law=PUBLIC, **days)


def test_an_employer_is_there_once_and_its_number_is_checked(in_belfius, delcourt):
    with pytest.raises(actions.EmployerExists):
        declaring.employer(in_belfius)
    with pytest.raises(InvalidInput):
        declaring.employer(in_belfius, kbo="0403019262")


def test_only_the_operator_adds_employers(in_belfius, delcourt):
    handler = declaring.actor(in_belfius, "handler")
    with pytest.raises(NotAllowed):
        actions.add_policy(by=handler, employer_id=delcourt.id, number="P", law=PUBLIC, starts_on=date(2026, 1, 1))


def test_another_insurer_has_no_such_employer(in_belfius, other, delcourt):
    with scope.of(other.id):
        assert queries.employers([delcourt.id]) == []
        assert queries.policy_covering(delcourt.id, PRIVATE, date(2026, 1, 1)) is None
        with pytest.raises(NotFound):
            queries.employer(delcourt.id)
        assert declaring.employer(other).kbo_number == delcourt.kbo_number


def test_the_contact_person_is_sealed(delcourt):
    assert queries.employer(delcourt.id).contact_name == "Sophie Marchal"
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_name, contact_phone, contact_email, iban FROM policies_employer")
        columns = b"".join(bytes(column) for column in cursor.fetchone())
    assert not any(word in columns for word in (b"Marchal", b"081", b"delcourt.example", b"BE68"))
