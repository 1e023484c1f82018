"""Encrypted fields: plain on the instance, ciphertext in the table, bound to their place."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accident_manager.crypto import fields, keys
from accident_manager.storage import scope

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
STORABLE = st.text(st.characters(exclude_categories=["Cs"]))


def stored(row_id, column="name"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM sample_person WHERE id = %s", [row_id])
        return cursor.fetchone()[0]


def put(row_id, column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE sample_person SET {column} = %s WHERE id = %s", [value, row_id])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=STORABLE, born_on=st.none() | st.dates(), details=JSON, photo=st.none() | st.binary())
def test_what_was_saved_is_read(in_belfius, people, name, born_on, details, photo):
    saved = people.objects.create(name=name, born_on=born_on, details=details, photo=photo)
    read = people.objects.get(id=saved.id)
    assert (read.name, read.nickname, read.born_on, read.details, read.photo) == (name, None, born_on, details, photo)


def test_the_table_holds_no_plain_text(in_belfius, people):
    saved = people.objects.create(name="Janssens", details={"town": "Luik"})
    assert b"Janssens" not in bytes(stored(saved.id)) and b"Luik" not in bytes(stored(saved.id, "details"))


def test_null_is_null_in_the_table_and_can_be_searched_for(in_belfius, people):
    people.objects.create(name="Janssens")
    assert people.objects.filter(nickname__isnull=True).count() == people.objects.filter(nickname=None).count() == 1


def test_a_value_is_opened_only_when_it_is_read(in_belfius, people, monkeypatch):
    people.objects.create(name="Janssens", nickname="Jan")
    opened = []
    ring_open = keys.Keyring.open
    monkeypatch.setattr(
        keys.Keyring, "open", lambda ring, data, where: opened.append(1) or ring_open(ring, data, where)
    )
    read = people.objects.get()
    assert not opened
    assert (read.name, read.name) == ("Janssens", "Janssens")
    assert len(opened) == 1


@pytest.mark.parametrize("read_first", [False, True])
def test_what_did_not_change_is_written_back_as_it_was(in_belfius, people, read_first):
    saved = people.objects.create(name="Janssens", details={"a": [1]})
    before = stored(saved.id), stored(saved.id, "details")
    read = people.objects.get()
    if read_first:
        assert read.name and read.details
    read.town = "Gent"
    read.save()
    assert (stored(saved.id), stored(saved.id, "details")) == before


def test_json_that_was_changed_in_place_is_saved(in_belfius, people):
    people.objects.create(name="Janssens", details={"towns": ["Gent"]})
    read = people.objects.get()
    read.details["towns"].append("Luik")
    read.save()
    assert people.objects.get().details == {"towns": ["Gent", "Luik"]}


def test_a_new_value_replaces_the_old_one(in_belfius, people):
    people.objects.create(name="Janssens", nickname="Jan")
    read = people.objects.get()
    read.name, read.nickname = "Peeters", None
    read.save(update_fields=["name", "nickname"])
    assert (people.objects.get().name, people.objects.get().nickname) == ("Peeters", None)


def test_many_are_made_at_once(in_belfius, people):
    people.objects.bulk_create(people(name=f"Number {n}") for n in range(5))
    assert {person.name for person in people.objects.all()} == {f"Number {n}" for n in range(5)}


def test_deferred_values_are_loaded_when_read(in_belfius, people):
    people.objects.create(name="Janssens", nickname="Jan")
    assert people.objects.defer("nickname").get().nickname == "Jan"
    assert people.objects.only("nickname").get().name == "Janssens"


def test_a_row_can_be_read_again(in_belfius, people):
    saved = people.objects.create(name="Janssens")
    again = people.objects.get()
    again.name = "Peeters"
    again.save()
    saved.refresh_from_db()
    assert saved.name == "Peeters"
    saved.save()
    assert people.objects.get().name == "Peeters"


def test_values_are_opened_with_the_id_of_their_row(in_belfius, people):
    saved = people.objects.create(name="Janssens")
    row_id, sealed = people.objects.values_list("id", "name").get()
    assert row_id == saved.id and sealed.open(row_id) == "Janssens"


def test_a_copied_instance_is_sealed_for_its_new_row(in_belfius, people):
    people.objects.create(name="Janssens")
    copied = people.objects.get()
    copied.id, copied._state.adding = uuid4(), True
    copied.save()
    assert people.objects.get(id=copied.id).name == "Janssens"


def test_a_ciphertext_copied_to_another_row_does_not_open(in_belfius, people):
    one, two = people.objects.create(name="Janssens"), people.objects.create(name="Peeters")
    put(two.id, "name", stored(one.id))
    with pytest.raises(keys.CannotOpen):
        _ = people.objects.get(id=two.id).name


def test_a_ciphertext_copied_to_another_column_does_not_open(in_belfius, people):
    one = people.objects.create(name="Janssens", nickname="Jan")
    put(one.id, "nickname", stored(one.id))
    with pytest.raises(keys.CannotOpen):
        _ = people.objects.get().nickname


def test_a_ciphertext_copied_to_another_insurer_does_not_open(belfius, other, people):
    with scope.of(belfius.id):
        ours = people.objects.create(name="Janssens")
        ciphertext = stored(ours.id)
    with scope.of(other.id):
        theirs = people.objects.create(name="Peeters")
        put(theirs.id, "name", ciphertext)
        with pytest.raises(keys.CannotOpen):
            _ = people.objects.get().name


def test_a_changed_ciphertext_does_not_open(in_belfius, people):
    one = people.objects.create(name="Janssens")
    changed = bytearray(stored(one.id))
    changed[-1] ^= 1
    put(one.id, "name", bytes(changed))
    with pytest.raises(keys.CannotOpen):
        _ = people.objects.get().name


def test_what_is_not_a_ciphertext_does_not_open(in_belfius, people):
    one = people.objects.create(name="Janssens")
    for garbage in (b"", b"\x01", b"Janssens", b"\x01\x00\x00\x00\x00" + bytes(40)):
        put(one.id, "name", garbage)
        with pytest.raises(keys.CannotOpen):
            _ = people.objects.get().name


@pytest.mark.parametrize("lookup", ["name", "name__exact", "name__icontains", "name__in", "name__gt"])
def test_nothing_is_found_by_a_plain_value(in_belfius, people, lookup):
    with pytest.raises(TypeError, match="encrypted"):
        people.objects.filter(**{lookup: ["Janssens"] if lookup.endswith("in") else "Janssens"}).first()


def test_nothing_is_updated_with_a_plain_value(in_belfius, people):
    people.objects.create(name="Janssens")
    with pytest.raises(TypeError, match="encrypted"):
        people.objects.update(name="Peeters")


def test_a_bulk_update_with_a_plain_value_is_refused(in_belfius, people):
    person = people.objects.create(name="Janssens")
    with pytest.raises(TypeError, match="encrypted"):
        people.objects.bulk_update([person], ["name"])


@pytest.mark.parametrize(
    "values", [{"name": 3}, {"name": "x", "born_on": "2000-01-01"}, {"name": "x", "born_on": datetime(2000, 1, 1)},  # noqa: DTZ001

               {"name": "x", "photo": "text"}, {"name": "x", "details": {1, 2}}, {"name": "x", "details": float("nan")}]
)  # fmt: skip
def test_a_value_of_another_type_is_refused(in_belfius, people, values):
    with pytest.raises((TypeError, ValueError)):
        people.objects.create(**values)


def test_a_migration_writes_the_field_down_and_reads_it_back():
    field = fields.EncryptedDate(null=True)
    text, imports = MigrationWriter.serialize(field)
    assert text == "accident_manager.crypto.fields.EncryptedDate(null=True)"
    assert imports == {"import accident_manager.crypto.fields"}
    _, path, positional, named = field.deconstruct()
    assert path.endswith("EncryptedDate") and type(fields.EncryptedDate(*positional, **named)) is fields.EncryptedDate


def test_the_application_role_cannot_give_a_row_to_another_insurer(belfius, other, people):
    from django.db import DatabaseError, transaction

    with scope.of(belfius.id):
        person = people.objects.create(name="Janssens", born_on=date(1985, 7, 30))
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            put(person.id, "insurer_id", other.id)
    with scope.of(other.id):
        assert not people.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sample_person")
            assert cursor.fetchone() == (0,)
