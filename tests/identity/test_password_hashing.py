"""Passwords are kept as Argon2id hashes, at OWASP's floor and no higher."""

from accident_manager.identity.actions.passwords import is_right
from accident_manager.identity.models import Account


def test_the_hash_is_argon2id_with_19_mib_two_passes_and_one_lane(settings):
    settings.PASSWORD_HASHERS = ["accident_manager.identity.hasher.Argon2idHasher"]
    account = Account()
    account.set_password("trois chevaux dans la neige")
    assert account.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_right(account, "trois chevaux dans la neige")
    assert not is_right(account, "trois chevaux dans la neigf")
    assert not is_right(None, "trois chevaux dans la neige")


def test_an_account_without_a_password_has_none_that_fits():
    account = Account()
    account.set_unusable_password()
    assert not is_right(account, "")
    assert not is_right(account, account.password)
