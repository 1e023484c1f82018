"""What no line of our code does: guessable numbers, weak hashes, certificates not looked at, secrets written down."""

import ast
import re
from pathlib import Path

import pytest

import accident_manager

SOURCE = Path(accident_manager.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
# Where a hash that is otherwise too weak is the published form of something, with the reason.
NOT_FOR_SECRECY = {
    "identity/rules/breached.py": "lists of leaked passwords are published as SHA-1",
}
# Where a number may be guessed, with the reason.
MAY_BE_GUESSED = {
    "identity/auth0/wire.py": "how long to wait before asking again, so that not all ask at once",
}


def said_in(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def where(node: ast.AST, file: Path) -> str:
    return f"{file.relative_to(SOURCE)}:{node.lineno}"


def file_of(place: str) -> str:
    return place.partition(":")[0]


def nodes():
    for file in FILES:
        for node in ast.walk(ast.parse(said_in(file))):
            yield file, node


def test_whatever_must_not_be_guessed_comes_from_the_systems_random_source():
    """`random` is nowhere but in the invented world; UUIDs name rows and open nothing."""
    astray = [
        where(node, file)
        for file, node in nodes()
        if (isinstance(node, ast.Import) and "random" in {name.name for name in node.names})
        or (isinstance(node, ast.ImportFrom) and node.module == "random")
    ]
    assert [place for place in astray if not place.startswith("demo/") and file_of(place) not in MAY_BE_GUESSED] == []
    makers = [place for place in map(str, FILES) if "token_urlsafe(" in said_in(Path(place))]
    assert len(makers) >= 4, "links, devices and recovery codes are made somewhere"
    short = [
        where(node, file)
        for file, node in nodes()
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in {"token_urlsafe", "token_bytes", "token_hex"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value < 16
    ]
    # It names a request in the log, for who reads it.
    assert [place for place in short if not place.startswith("web/middleware.py")] == []


def test_no_weak_hash_and_no_cipher_of_our_own():
    weak = {"md5", "sha1", "new"}
    astray = [
        where(node, file)
        for file, node in nodes()
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "hashlib"
        and node.attr in weak
    ]
    assert [place for place in astray if not place.startswith("demo/") and file_of(place) not in NOT_FOR_SECRECY] == []
    ciphers = [
        where(node, file)
        for file, node in nodes()
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "hazmat.primitives.ciphers" in (getattr(node, "module", "") or "")
    ]
    assert ciphers == [], "Tink alone encrypts"


def test_certificates_are_always_looked_at():
    astray = [
        where(node, file)
        for file, node in nodes()
        if (isinstance(node, ast.keyword) and node.arg == "verify" and getattr(node.value, "value", None) is False)
        or (isinstance(node, ast.Attribute) and node.attr in {"CERT_NONE", "_create_unverified_context"})
        or (isinstance(node, ast.keyword) and node.arg == "check_hostname")
    ]
    assert astray == []


def test_a_password_is_given_to_an_account_by_its_owner_only():
    """By a link in the mailbox or with the one it had; nowhere else is a hash made of what somebody typed."""
    makers = {
        file_of(where(node, file))
        for file, node in nodes()
        if isinstance(node, ast.Call)
        and {getattr(node.func, "attr", ""), getattr(node.func, "id", "")} & {"make_password", "set_password"}
        # Of nothing: a password that nobody has.
        and ast.unparse(node.args[0]) != "None"
    }
    assert {place for place in makers if not place.startswith("demo/")} == {"identity/actions/passwords.py"}


def test_no_secret_stands_in_the_code():
    astray = [
        where(node, file)
        for file, node in nodes()
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and len(node.value.value) > 15
        and any(re.search(r"secret|password|token|(?<!_)key$", ast.unparse(target).lower()) for target in node.targets)
        and re.fullmatch(r"[A-Za-z0-9+/=_-]+", node.value.value)
    ]
    assert [place for place in astray if not place.startswith("demo/")] == []


@pytest.mark.parametrize("word", ["hint", "secret_question", "mothers_maiden_name", "password_expires"])
def test_no_account_has_a_hint_a_secret_question_or_a_password_that_grows_old(word):
    from django.apps import apps

    columns = {
        field.name for model in apps.get_app_config("identity").get_models() for field in model._meta.get_fields()
    }
    assert "password" in columns
    assert not [name for name in columns if word in name]
