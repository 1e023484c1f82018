"""What a stolen copy of the tables would tell: nothing that opens a door, nobody's name."""

import base64

from django.db import connection

from accident_manager.audit import queries as audit
from accident_manager.identity.models import Authenticator
from accident_manager.storage import scope
from identity.people import Visitor, later, newest_mail, oath

TABLES = (
    "account authenticator codefailures device grant mail mailattachment passwordfailures passwordlink recoverycode "
    "session"
)


def _copy_of_the_tables(insurer) -> bytes:
    with scope.of(insurer.id), connection.cursor() as cursor:
        rows = []
        for table in TABLES.split():
            cursor.execute(f"SELECT * FROM identity_{table}")
            for row in cursor.fetchall():
                rows += [bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode() for cell in row]
    return b"\n".join(rows)


def test_no_secret_name_or_address_stands_in_clear(belfius, sophie, visit):
    secret, recovery = Visitor("belfius").enrol(sophie)
    with later(minutes=5):
        visit.password(sophie)
        visit.post("mfa/challenge", code=oath(secret), remember="1")
    visit.post("forgot-password", email=sophie.email)
    token = newest_mail(belfius.id, "reset").text.partition("/reset-password/")[2].split()[0]
    kept = _copy_of_the_tables(belfius)
    raw = base64.b32decode(secret.replace(" ", ""))
    forbidden = {
        "key": secret.replace(" ", "").encode(), "secret": raw, "recovery": recovery.replace(" ", "").encode(),
        "email": sophie.email.encode(), "name": b"Marchal", "link": token.encode(), "address": b"192.0.2.7",
        "device": visit.client.cookies["acm_device"].value.encode(),
        "session": visit.client.cookies["acm_session"].value.encode(), "password": sophie.password.encode(),
    }  # fmt: skip
    assert [name for name, text in forbidden.items() if text in kept] == []
    with scope.of(belfius.id):
        assert bytes(Authenticator.objects.get().secret) == raw


def test_every_step_is_in_the_trail_and_none_says_what_was_typed(belfius, sophie, visit):
    secret, recovery = Visitor("belfius").enrol(sophie)
    with later(minutes=5):
        visit.post("login", email=sophie.email, password="wrong password")
        visit.password(sophie)
        visit.post("mfa/challenge", code="000000")
        visit.post("mfa/challenge", code=oath(secret), remember="1")
        visit.post("logout")
    with scope.of(belfius.id):
        happened = [event.code for event in audit.events_of(("account", sophie.id))]
    for code in (
        "account.created", "password.changed", "mfa.enrol_started", "mfa.enrolled", "recovery.kept", "login.succeeded",
        "login.failed", "mfa.challenged", "mfa.failed", "mfa.succeeded", "device.remembered", "session.ended",
    ):  # fmt: skip
        assert code in happened, code
    with scope.of(belfius.id):
        said = str(audit.recent(limit=100))
    assert sophie.email not in said
    assert secret.replace(" ", "") not in said
    assert recovery not in said
