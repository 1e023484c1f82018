"""Keysets: wrapped for one insurer and one purpose by the master key, read once, read again when they change."""

from uuid import uuid4

import pytest
import tink
from django.db import IntegrityError, connection, transaction
from tink import aead

from accident_manager.crypto import keys, master
from accident_manager.crypto.models import Keyset
from accident_manager.foundation.scope import NoInsurerInScope
from accident_manager.storage import scope


def test_an_insurer_has_two_keysets_that_the_other_does_not_see(belfius, other):
    with scope.of(belfius.id):
        ours = set(Keyset.objects.values_list("id", flat=True))
        assert set(Keyset.objects.values_list("purpose", flat=True)) == {"aead", "prf"}
    with scope.of(other.id), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM crypto_keyset")
        assert ours.isdisjoint(row[0] for row in cursor.fetchall())


def test_an_insurer_gets_keys_once(belfius):
    with pytest.raises(IntegrityError), transaction.atomic():
        keys.create_keyset(belfius.id)


def test_without_an_insurer_in_scope_there_are_no_keys():
    with pytest.raises(NoInsurerInScope):
        keys.keyring()


def test_an_insurer_that_was_not_added_has_no_keys(db):
    with scope.of(uuid4()), pytest.raises(keys.NoKeyset):
        keys.keyring()


def test_the_right_master_key_opens_every_insurers_keys(belfius, other):
    assert keys.check_master_key() >= 2


def test_a_wrong_master_key_is_named_at_the_start(belfius, settings):
    settings.ACM_MASTER_KEY = "another secret that is long enough for this"
    with pytest.raises(keys.MasterKeyUnusable, match="ACM_MASTER_KEY"):
        keys.check_master_key()


@pytest.mark.parametrize(("secret", "what"), [("", "not set"), ("short", "shorter than 32")])
def test_a_missing_or_short_master_key_is_named(db, settings, secret, what):
    settings.ACM_MASTER_KEY = secret
    with pytest.raises(keys.MasterKeyUnusable, match=what):
        keys.check_master_key()


def test_a_keyset_copied_to_another_insurer_or_purpose_does_not_open(belfius, other):
    with scope.of(belfius.id):
        ours = Keyset.objects.get(purpose="aead")
    for insurer_id, purpose in ((other.id, "aead"), (belfius.id, "prf")):
        with pytest.raises(keys.MasterKeyUnusable):
            master.configured().unwrap(bytes(ours.wrapped), insurer_id=insurer_id, purpose=purpose)


def test_the_table_does_not_hold_the_key_itself(in_belfius):
    from tink import proto_keyset_format, secret_key_access
    from tink.proto import aes_gcm_pb2, tink_pb2

    keyset = Keyset.objects.get(purpose="aead")
    plain = tink_pb2.Keyset.FromString(proto_keyset_format.serialize(keys.unwrapped(keyset), secret_key_access.TOKEN))
    key = aes_gcm_pb2.AesGcmKey.FromString(plain.key[0].key_data.value).key_value
    assert len(key) == 32 and key not in bytes(keyset.wrapped)


def test_any_tink_aead_can_be_the_master_key():
    remote = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM).primitive(aead.Aead)
    insurer_id, made = uuid4(), tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    key = master.MasterKey(remote)
    opened = key.unwrap(key.wrap(made, insurer_id=insurer_id, purpose="aead"), insurer_id=insurer_id, purpose="aead")
    assert opened.keyset_info() == made.keyset_info()


def test_the_derived_key_is_that_of_rfc_5869():
    """Test case 3 of the RFC, first block: no salt, no info, 22 bytes of 0x0b."""
    expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert master._hkdf(b"\x0b" * 22, info=b"").hex() == expected


def test_keys_are_read_once(in_belfius, django_assert_num_queries):
    keys.forget(in_belfius.id)
    first = keys.keyring()
    with django_assert_num_queries(0):
        assert keys.keyring() is first and keys.keyring_for_sealing() is first


def test_sealing_looks_for_a_new_key_now_and_then(in_belfius, monkeypatch, django_assert_num_queries):
    keys.keyring()
    monkeypatch.setattr(keys, "SEALS_WITHOUT_LOOKING", -1.0)
    with django_assert_num_queries(1):
        keys.keyring_for_sealing()


def test_everything_is_sealed_with_aes_256_gcm_and_tokens_are_made_with_hmac_sha_256(belfius):
    kinds = {}
    with scope.of(belfius.id):
        for row in Keyset.objects.all():
            handle = master.configured().unwrap(bytes(row.wrapped), insurer_id=belfius.id, purpose=row.purpose)
            kinds[row.purpose] = {info.type_url.rpartition(".")[2] for info in handle.keyset_info().key_info}
        first, second = keys.keyring().seal(b"geheim", b"row 1"), keys.keyring().seal(b"geheim", b"row 1")
    assert kinds == {"aead": {"AesGcmKey"}, "prf": {"HmacPrfKey"}}
    assert aead.aead_key_templates.AES256_GCM.value == b"\x10\x20", "keys of 32 bytes"
    # The key's number, a nonce of 12 bytes, the text, a tag of 16 bytes.
    assert len(first) == 5 + 12 + len("geheim") + 16
    assert first[5:17] != second[5:17], "a nonce is used once"
