"""Rotation of keys: works while people work, can be stopped and killed, ends with the old key out of use."""

from datetime import timedelta

import pytest
from django.db import connection

from accident_manager.crypto import keys, rotation
from accident_manager.crypto.models import Keyset, Rotation
from accident_manager.storage import scope
from crypto.conftest import key_ids_in

AT_ONCE = timedelta(0)


@pytest.fixture
def thirty(committed, people_committed):
    people_committed.objects.bulk_create(
        people_committed(name=f"Number {n}", nickname=None if n % 2 else f"N{n}", details={"n": n}) for n in range(30)
    )
    return people_committed


@pytest.fixture
def people_committed(committed):
    from crypto.sample.models import Person

    return Person


def names(people):
    return {person.name for person in people.objects.all()}


EVERYBODY = {f"Number {n}" for n in range(30)}


def test_everything_is_sealed_with_the_new_key_and_the_old_one_is_disabled(committed, thirty, superuser):
    old = keys.keyring().primary_id
    done = rotation.rotate(committed, batch=7, settle=AT_ONCE)
    assert done.finished and done.key_id != old and not done.kept_key_ids
    assert done.resealed == 30 + 15 + 30
    for column in ("name", "details"):
        assert key_ids_in(superuser, committed, column) == {done.key_id}
    assert keys.keyring().key_ids == {done.key_id}
    assert names(thirty) == EVERYBODY and thirty.objects.filter(nickname__isnull=True).count() == 15


def test_it_can_be_stopped_and_goes_on_where_it_was(committed, thirty, superuser):
    old, asked = keys.keyring().primary_id, []
    begun = rotation.rotate(committed, batch=10, settle=AT_ONCE, stop=lambda: asked.append(1) or len(asked) == 1)
    assert not begun.finished and 0 < begun.resealed < 75
    assert key_ids_in(superuser, committed) == {old, begun.key_id}
    assert names(thirty) == EVERYBODY
    thirty.objects.create(name="New")
    done = rotation.rotate(committed, batch=10, settle=AT_ONCE)
    assert done.finished and done.key_id == begun.key_id and done.resealed == 75
    assert key_ids_in(superuser, committed) == {done.key_id}
    assert names(thirty) == EVERYBODY | {"New"}


def test_it_goes_on_after_being_killed_in_the_middle_of_a_batch(committed, thirty, superuser, monkeypatch):
    resealed, count = rotation._resealed, []

    def dies(*arguments):
        count.append(1)
        if len(count) == 70:
            raise KeyboardInterrupt
        return resealed(*arguments)

    monkeypatch.setattr(rotation, "_resealed", dies)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(committed, batch=5, settle=AT_ONCE)
    assert names(thirty) == EVERYBODY
    monkeypatch.undo()
    done = rotation.rotate(committed, batch=5, settle=AT_ONCE)
    assert done.finished and done.resealed == 75 and key_ids_in(superuser, committed) == {done.key_id}


def test_another_process_reads_and_writes_during_a_rotation(committed, thirty, superuser):
    """A keyring read before the rotation stands for another process."""
    theirs = keys.keyring()
    rotation.rotate(committed, batch=10, settle=AT_ONCE, stop=lambda: True)
    keys._rings[committed] = theirs
    assert names(thirty) == EVERYBODY
    assert keys.keyring().version > theirs.version


def test_what_another_process_sealed_late_with_the_old_key_is_sealed_anew_before_the_end(
    committed, thirty, superuser, monkeypatch
):
    theirs, finish, late = keys.keyring(), rotation._finish, []

    def finish_after_a_late_write(*arguments):
        if not late:
            ours = keys._rings.get(committed)
            keys._rings[committed] = theirs
            late.append(thirty.objects.create(name="Late"))
            keys._rings[committed] = ours
        return finish(*arguments)

    monkeypatch.setattr(rotation, "_finish", finish_after_a_late_write)
    done = rotation.rotate(committed, batch=10, settle=AT_ONCE)
    assert done.finished and key_ids_in(superuser, committed) == {done.key_id}
    assert "Late" in names(thirty)


def test_an_instance_read_before_a_rotation_is_saved_under_the_new_key(committed, thirty, superuser):
    read = thirty.objects.first()
    done = rotation.rotate(committed, settle=AT_ONCE, stop=lambda: True)
    read.town = "Gent"
    read.save()
    stored = superuser.execute("SELECT name FROM sample_person WHERE id = %s", [read.id]).fetchone()
    assert keys.key_id_of(stored[0]) == done.key_id and thirty.objects.get(id=read.id).name == read.name


def test_rows_that_nobody_may_change_keep_their_key_in_use(committed, thirty, superuser):
    from crypto.sample.models import Note

    old = keys.keyring().primary_id
    note = Note.objects.create(text="as it was")
    before = superuser.execute("SELECT text FROM sample_note WHERE id = %s", [note.id]).fetchone()
    done = rotation.rotate(committed, settle=AT_ONCE)
    assert done.finished and done.kept_key_ids == {old}
    assert superuser.execute("SELECT text FROM sample_note WHERE id = %s", [note.id]).fetchone() == before
    assert Note.objects.get().text == "as it was" and names(thirty) == EVERYBODY


def test_a_second_rotation_makes_another_key(committed, thirty):
    first, second = (rotation.rotate(committed, settle=AT_ONCE).key_id for _ in range(2))
    assert first != second and names(thirty) == EVERYBODY
    assert Rotation.objects.filter(finished_at__isnull=False).count() == 2


def test_tokens_stay_what_they_were(committed, thirty):
    from accident_manager.crypto import index

    before = index.exact_token("niss", "85073003328")
    rotation.rotate(committed, settle=AT_ONCE)
    assert index.exact_token("niss", "85073003328") == before


def test_it_waits_until_other_processes_know_the_new_key(committed, thirty):
    """Nothing is disabled while a process may still seal with the old key; a stop ends the waiting too."""
    old, asked = keys.keyring().primary_id, []
    begun = rotation.rotate(
        committed, batch=100, settle=timedelta(hours=1), stop=lambda: asked.append(1) or len(asked) > 2
    )
    assert not begun.finished and begun.resealed == 75
    assert old in keys.keyring().key_ids


def test_the_rotation_of_one_insurer_leaves_the_other_alone(committed, thirty):
    from uuid import uuid4

    other = uuid4()
    keys.create_keyset(other)
    with scope.of(other):
        theirs = thirty.objects.create(name="Theirs")
        version = Keyset.objects.get(purpose="aead").version
    rotation.rotate(committed, settle=AT_ONCE)
    with scope.of(other):
        assert Keyset.objects.get(purpose="aead").version == version
        assert thirty.objects.get(id=theirs.id).name == "Theirs"
    assert not connection.in_atomic_block
