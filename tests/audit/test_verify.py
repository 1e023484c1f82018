"""A trail that was tampered with by who could (the superuser, with the triggers off) is found, and the row named."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from accident_manager.audit import chain, trail, verify
from accident_manager.audit.verify import Verified, Wrong
from accident_manager.foundation.actor import Actor
from audit.happened import OPENED, PAID


@pytest.fixture
def ten(committed):
    """Ten events; gives their ids by number."""
    actor = Actor(committed, uuid4(), "Nora", "handler", frozenset(), frozenset({uuid4()}), ip="192.0.2.1")
    with transaction.atomic():
        for n in range(5):
            trail.record(OPENED, subject=("claim", uuid4()), actor=actor)
            trail.record(PAID, subject=("claim", uuid4()), actor=actor, amount=n)
    from accident_manager.audit.models import Event

    return dict(Event.objects.values_list("seq", "id"))


def row(superuser, row_id):
    columns = [*chain.COLUMNS, "hash"]
    names = ", ".join(f'"{column}"' for column in columns)
    values = superuser.execute(f"SELECT {names} FROM audit_event WHERE id = %s", [row_id]).fetchone()
    return dict(zip(columns, values, strict=True))


def test_an_untouched_trail_is_verified(committed, ten, superuser):
    assert verify.verify(committed) == Verified(10, bytes(row(superuser, ten[10])["hash"]).hex())


CHANGES = {
    "id": "gen_random_uuid()", "at": "at + interval '1 microsecond'", "code": "'tests.other'",
    "actor_account_id": "gen_random_uuid()", "actor_role": "'team_lead'", "on_behalf_of": "NULL",
    "subject_kind": "'account'", "subject_id": "NULL", '"values"': """'{"amount": 999}'""",
    "origin": "set_byte(origin, 20, 255 - get_byte(origin, 20))",
    "previous_hash": "set_byte(previous_hash, 31, 255 - get_byte(previous_hash, 31))",
    "hash": "set_byte(hash, 0, 255 - get_byte(hash, 0))", "seq": "1000", "ip_token": "NULL",
}  # fmt: skip


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_in_any_column_is_found(committed, ten, superuser, column):
    superuser.execute(f"UPDATE audit_event SET {column} = {CHANGES[column]} WHERE id = %s", [ten[4]])
    found = verify.verify(committed)
    assert isinstance(found, Wrong) and found.seq == 4
    assert found.id == (ten[4] if column not in ("id", "seq") else found.id)


def test_every_column_of_the_table_is_covered_by_the_hash():
    from accident_manager.audit.models import Event

    assert set(chain.COLUMNS) | {"hash"} == {field.column for field in Event._meta.concrete_fields}
    assert {column.strip('"') for column in CHANGES} | {"insurer_id"} == set(chain.COLUMNS) | {"hash"}


def test_a_row_given_to_another_insurer_is_missing_here(committed, ten, superuser):
    superuser.execute("UPDATE audit_event SET insurer_id = gen_random_uuid() WHERE id = %s", [ten[4]])
    assert verify.verify(committed) == Wrong(4, None, "the row is missing")


@pytest.mark.parametrize("seq", [1, 5, 10])
def test_a_removed_row_is_found(committed, ten, superuser, seq):
    superuser.execute("DELETE FROM audit_event WHERE id = %s", [ten[seq]])
    found = verify.verify(committed)
    assert (found.seq, found.id) == (seq, None) and "missing" in found.reason


def test_a_trail_that_is_gone_altogether_is_found(committed, ten, superuser):
    superuser.execute("DELETE FROM audit_event WHERE insurer_id = %s", [committed])
    assert verify.verify(committed).seq == 1


def test_swapped_rows_are_found(committed, ten, superuser):
    superuser.execute("UPDATE audit_event SET seq = 1000 WHERE id = %s", [ten[3]])
    superuser.execute("UPDATE audit_event SET seq = 3 WHERE id = %s", [ten[4]])
    superuser.execute("UPDATE audit_event SET seq = 4 WHERE id = %s", [ten[3]])
    found = verify.verify(committed)
    assert (found.seq, found.id) == (3, ten[4])


@pytest.mark.parametrize("seq", [1, 5, 10])
def test_a_row_forged_with_a_fresh_hash_is_found(committed, ten, superuser, seq):
    forged = {**row(superuser, ten[seq]), "code": "tests.forged"}
    superuser.execute(
        "UPDATE audit_event SET code = %s, hash = %s WHERE id = %s", [forged["code"], chain.hash_of(forged), ten[seq]]
    )
    found = verify.verify(committed)
    assert (found.seq, found.id) == (seq, ten[seq]) and "replaced" in found.reason


def test_a_row_put_behind_the_head_is_found(committed, ten, superuser):
    forged = {**row(superuser, ten[10]), "id": uuid4(), "seq": 11}
    forged["previous_hash"] = forged["hash"]
    from psycopg.types.json import Jsonb

    stored = [Jsonb(value) if name == "values" else value for name, value in forged.items() if name != "hash"]
    columns = ", ".join(f'"{column}"' for column in chain.COLUMNS)
    superuser.execute(
        f"INSERT INTO audit_event ({columns}, hash) VALUES ({', '.join(['%s'] * 15)})", [*stored, chain.hash_of(forged)]
    )
    found = verify.verify(committed)
    assert found.seq == 11 and "head" in found.reason


def test_a_head_that_was_set_back_is_found(committed, ten, superuser):
    fifth = row(superuser, ten[5])
    superuser.execute("UPDATE audit_chainhead SET seq = 5, hash = %s WHERE insurer_id = %s", [fifth["hash"], committed])
    assert verify.verify(committed).seq == 6


def test_a_missing_head_is_found(committed, ten, superuser):
    superuser.execute("DELETE FROM audit_chainhead WHERE insurer_id = %s", [committed])
    assert isinstance(verify.verify(committed), Wrong)


def test_a_row_from_before_there_were_tokens_of_addresses_keeps_its_hash():
    """What the first version of the chain gave for this row."""
    old = {
        "id": UUID(int=1), "insurer_id": UUID(int=2), "seq": 7, "at": datetime(2026, 11, 23, 9, tzinfo=UTC),
        "code": "claim.opened", "actor_account_id": UUID(int=3), "actor_role": "handler", "on_behalf_of": None,
        "subject_kind": "claim", "subject_id": UUID(int=4), "values": {"amount": ["decimal", "12.50"]},
        "origin": b"sealed", "previous_hash": bytes(32), "ip_token": None,
    }  # fmt: skip
    assert chain.hash_of(old).hex() == "83a3c700ba9827f81fbffded1da40ee5709746ca8d269a87b5d0d940be91f9a8"
    assert chain.hash_of({**old, "ip_token": b""}) != chain.hash_of(old)
