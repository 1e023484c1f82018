"""Passkeys: who may add one, what opens a login with it, and everything that must not."""

import json
import re
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from accident_manager.audit import queries as trail
from accident_manager.audit.models import Event
from accident_manager.foundation import clock
from accident_manager.foundation.actor import system
from accident_manager.identity import directory, outbox, queries
from accident_manager.identity.actions import accounts, login, passkeys
from accident_manager.identity.models import Authenticator, Passkey, Session
from accident_manager.identity.rules import passkeys as rules
from accident_manager.identity.rules.passkeys import Site, site_of
from accident_manager.identity.sessions import SessionStore
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.models import Insurer
from accident_manager.storage import scope
from identity.authenticator import ORIGIN, SoftKey, to_bytes
from identity.conftest import NOW
from identity.people import Visitor, account_of, at, freshly, later, oath, text_of

HERE = Site("localhost", ORIGIN)


def allow(insurer, allowed: bool = True) -> None:
    Insurer.objects.filter(pk=insurer.id).update(passkeys_allowed=allowed)
    insurers.forget()


@pytest.fixture
def allowed(belfius):
    allow(belfius)
    yield belfius
    insurers.forget()


def browser(door: str = "belfius", **more: str) -> Visitor:
    """A browser at an address to which a passkey can be bound."""
    visit = Visitor(door, **more)
    visit.client.defaults["HTTP_HOST"] = "localhost:8000"
    return visit


def add(visit: Visitor, key: SoftKey, name: str = "Sophie’s phone", **told):
    """Through the pages, after a confirmation; gives the answer to the last one."""
    freshly(visit)
    asked = visit.post("account/passkeys/begin")
    assert asked.status_code == 200, text_of(asked)
    return visit.post("account/passkeys/keep", name=name, passkey=key.create(asked.json(), **told))


def asked(visit: Visitor) -> dict:
    answer = visit.post("mfa/passkey/begin")
    assert answer.status_code == 200, text_of(answer)
    return answer.json()


@pytest.fixture
def key() -> SoftKey:
    return SoftKey()


@pytest.fixture
def sophies(allowed, sophie, key):
    """Sophie's browser, logged in, with one passkey; ten minutes after her first login."""
    visit = browser()
    visit.secret, visit.recovery = visit.enrol(sophie)
    with later(minutes=10):
        assert at(add(visit, key)) == "account/passkeys"
        yield visit


@pytest.fixture
def door(sophies, sophie) -> Visitor:
    """Another browser, after the password."""
    visit = browser(ip="192.0.2.70")
    assert at(visit.password(sophie)) == "mfa/challenge"
    return visit


def happened(insurer, person, number: int = 8) -> list[tuple[str, dict]]:
    with scope.of(insurer.id):
        return [(e.code, dict(e.values)) for e in trail.events_of(("account", person.id), number)]


def notices(insurer) -> list[str]:
    with scope.of(insurer.id):
        return [mail.text for mail in outbox.recent(200) if mail.kind == "security-notice"]


# adding


def test_a_passkey_is_added_beside_app_and_recovery_code_and_the_owner_is_told(allowed, sophies, sophie, key):
    page = text_of(sophies.get("account/passkeys", lang="en"))
    assert "Sophie’s phone" in page and "Fingerprint or Face Recognition" in page
    assert "Une clé d’accès a été ajoutée à votre compte" in notices(allowed)[0]
    assert ("mfa.enrolled", {"factor": "passkey"}) in happened(allowed, sophie)
    with scope.of(allowed.id):
        assert Authenticator.objects.filter(account_id=sophie.id, confirmed_at__isnull=False).count() == 1
        row = Passkey.objects.get()
        assert bytes(row.credential) == key.id
    with scope.of(allowed.id), connection.cursor() as cursor:
        cursor.execute("SELECT credential, public_key, name FROM identity_passkey")
        kept = b"".join(bytes(part) for part in cursor.fetchone())
    assert key.id not in kept and b"phone" not in kept


def test_what_is_asked_names_the_insurer_and_the_account_by_its_id_only(allowed, sophies, sophie):
    options = freshly(sophies).post("account/passkeys/begin").json()
    assert options["rp"] == {"id": "localhost", "name": insurers.by_code("belfius").product_name}
    assert to_bytes(options["user"]["id"]) == sophie.id.bytes
    assert len(to_bytes(options["challenge"])) * 8 == 256
    assert options["attestation"] == "none"
    assert options["timeout"] == 5 * 60 * 1000
    assert [one["id"] for one in options["excludeCredentials"]], "the same device is not linked twice"
    again = sophies.post("account/passkeys/begin").json()
    assert again["challenge"] != options["challenge"]


@pytest.mark.parametrize("path", ["begin", "ID/rename", "ID/remove"])
def test_nothing_is_changed_without_password_and_code(allowed, sophies, path):
    with scope.of(allowed.id):
        mine = Passkey.objects.get()
    with later(minutes=6):
        answer = sophies.post(f"account/passkeys/{path.replace('ID', str(mine.id))}", name="x")
    assert "Confirmez que c’est bien vous" in text_of(answer)
    with later(minutes=6):
        assert at(sophies.get("account/passkeys/add")) == "account/confirm"
    with scope.of(allowed.id):
        assert Passkey.objects.get().name == mine.name


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"origin": "https://evil.example"}, "another origin"),
        ({"origin": "http://localhost:9000"}, "another port"),
        ({"host": "evil.example"}, "another host"),
        ({"verified": False}, "nobody verified"),
        ({"crossOrigin": True}, "a frame of another site"),
        ({"type": "webauthn.get"}, "another kind of answer"),
    ],
)
def test_a_passkey_that_was_not_made_here_by_its_owner_is_refused(allowed, sophies, sophie, told, what):
    freshly(sophies)
    options = sophies.post("account/passkeys/begin").json()
    answer = sophies.post("account/passkeys/keep", name="x", passkey=SoftKey().create(options, **told))
    assert answer.status_code == 422, what
    with scope.of(allowed.id):
        assert Passkey.objects.count() == 1
    assert happened(allowed, sophie)[0] == ("mfa.failed", {"reason": "passkey_invalid", "factor": "passkey"})


def test_an_answer_to_nothing_asked_or_too_late_or_twice_adds_nothing(allowed, sophies, sophie):
    freshly(sophies)
    options, other = sophies.post("account/passkeys/begin").json(), SoftKey()
    answer = other.create(options)
    with later(minutes=5):
        assert sophies.post("account/passkeys/keep", passkey=answer).status_code == 422
    assert happened(allowed, sophie)[0][1]["reason"] == "passkey_late"
    assert sophies.post("account/passkeys/keep", passkey=answer).status_code == 422, "the question is used up"
    assert at(add(sophies, third := SoftKey())) == "account/passkeys"
    assert sophies.post("account/passkeys/keep", passkey=third.create(options)).status_code == 422
    with scope.of(allowed.id):
        assert Passkey.objects.count() == 2


def test_the_same_passkey_is_not_linked_to_two_accounts(allowed, sophies, key):
    with scope.of(allowed.id):
        other = account_of(allowed, "marc@example.be")
    marc = browser(ip="192.0.2.9")
    marc.enrol(other)
    answer = add(marc, key)
    assert answer.status_code == 422
    assert "déjà associée à un compte" in text_of(answer)
    with scope.of(allowed.id):
        assert Passkey.objects.get().account_id != other.id
    assert happened(allowed, other)[0] == ("mfa.failed", {"reason": "passkey_known", "factor": "passkey"})


def test_ten_are_enough(allowed, sophies):
    for _ in range(9):
        assert at(add(sophies, SoftKey())) == "account/passkeys"
    refused = freshly(sophies).post("account/passkeys/begin")
    assert refused.status_code == 422
    assert "10" in refused.json()["said"]
    assert "10" in text_of(sophies.get("account/passkeys"))


def test_without_a_script_nothing_is_added_and_nothing_counted(allowed, sophies, sophie):
    freshly(sophies).post("account/passkeys/begin")
    before = happened(allowed, sophie)[0]
    answer = sophies.post("account/passkeys/keep", name="Téléphone", passkey="")
    assert answer.status_code == 422
    assert "Téléphone" in text_of(answer), "nothing typed is lost"
    assert happened(allowed, sophie)[0] == before


@pytest.mark.parametrize(
    "answer",
    [
        "{",
        "[]",
        "null",
        "5",
        '{"id": 5}',
        "[" * 9000,
        "x" * 30_000,
        json.dumps({"id": "a", "rawId": "a", "response": {}}),
    ],
    ids=["cut", "list", "null", "number", "id", "deep", "long", "empty"],
)
def test_rubbish_is_refused_and_breaks_nothing(sophies, door, answer):
    freshly(sophies).post("account/passkeys/begin")
    assert sophies.post("account/passkeys/keep", passkey=answer).status_code == 422
    asked(door)
    assert door.post("mfa/passkey", passkey=answer).status_code == 422


def test_a_broken_attestation_or_key_is_refused(sophies):
    freshly(sophies)
    for cut in (10, 60, 120, 170):
        options = sophies.post("account/passkeys/begin").json()
        made = json.loads(SoftKey().create(options))
        made["response"]["attestationObject"] = made["response"]["attestationObject"][:cut]
        assert sophies.post("account/passkeys/keep", passkey=json.dumps(made)).status_code == 422, cut


# logging in


def test_password_and_passkey_log_in(allowed, sophies, sophie, key, door):
    methods = text_of(door.get("mfa/methods", lang="en"))
    assert "Passkey" in methods and "Fingerprint or Face Recognition" in methods
    page = text_of(door.get("mfa/passkey"))
    assert "Use the passkey" in page and "passkey.js" in page
    options = asked(door)
    assert options["rpId"] == "localhost"
    assert len(to_bytes(options["challenge"])) * 8 == 256
    assert [to_bytes(one["id"]) for one in options["allowCredentials"]] == [key.id]
    assert not door.is_in(), "the question opens nothing"
    assert at(door.post("mfa/passkey", passkey=key.get(options))) == ""
    assert door.is_in()
    codes = happened(allowed, sophie)
    assert ("mfa.succeeded", {"factor": "passkey"}) in codes
    assert ("mfa.challenged", {"factor": "passkey"}) in codes
    assert next(values for code, values in codes if code == "login.succeeded")["factor"] == "passkey"
    with scope.of(allowed.id):
        assert Session.objects.filter(factor="passkey").count() == 1
        assert Passkey.objects.get().last_used_at == clock.now()
    assert "passkey" in text_of(sophies.get("account/sessions", lang="en"))


def test_a_passkey_never_stands_for_the_password(sophies, sophie, key):
    stranger = browser(ip="192.0.2.90")
    for path in ("mfa/passkey", "mfa/passkey/begin"):
        assert at(stranger.post(path, passkey="{}")) == "login"
    assert at(stranger.get("mfa/passkey")) == "login"
    sophie.password = "deux chevaux sous la pluie"
    assert stranger.password(sophie).status_code == 422
    assert at(stranger.post("mfa/passkey/begin")) == "login"


def test_a_passkey_never_stands_for_the_first_enrolment(allowed, sophie):
    visit = browser()
    assert at(visit.password(sophie)) == "mfa/enrol"
    assert at(visit.get("mfa/passkey")) == "mfa/enrol"
    assert at(visit.post("mfa/passkey/begin")) == "mfa/enrol"
    assert at(visit.post("mfa/passkey", passkey="{}")) in {"mfa/enrol"}


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"origin": "https://evil.example"}, "another origin"),
        ({"origin": "https://localhost:8000"}, "another scheme"),
        ({"host": "evil.example"}, "another host"),
        ({"verified": False}, "nobody verified"),
        ({"crossOrigin": True}, "a frame of another site"),
    ],
)
def test_an_answer_of_another_place_or_without_its_owner_is_refused(allowed, sophie, key, door, told, what):
    answer = door.post("mfa/passkey", passkey=key.get(asked(door), **told))
    assert answer.status_code == 422, what
    assert "The passkey was not accepted" in text_of(answer)
    assert happened(allowed, sophie)[0] == ("mfa.failed", {"reason": "passkey_invalid", "factor": "passkey"})
    assert not door.is_in()


def test_a_changed_signature_or_another_key_under_the_same_id_is_refused(sophies, key, door):
    given = json.loads(key.get(asked(door)))
    given["response"]["signature"] = given["response"]["signature"][:-6] + "AAAAAA"
    assert door.post("mfa/passkey", passkey=json.dumps(given)).status_code == 422
    forged = SoftKey(id=key.id, user_handle=key.user_handle)
    assert door.post("mfa/passkey", passkey=forged.get(asked(door))).status_code == 422
    assert not door.is_in()


def test_the_passkey_of_another_account_is_refused(allowed, sophies, sophie, door):
    with scope.of(allowed.id):
        other = account_of(allowed, "marc@example.be")
    marc, his = browser(ip="192.0.2.9"), SoftKey()
    marc.enrol(other)
    assert at(add(marc, his)) == "account/passkeys"
    assert door.post("mfa/passkey", passkey=his.get(asked(door))).status_code == 422
    assert happened(allowed, sophie)[0] == ("mfa.failed", {"reason": "passkey_unknown", "factor": "passkey"})
    assert not door.is_in()


def test_a_passkey_that_names_another_account_as_its_owner_is_refused(allowed, sophie, key, door):
    key.user_handle = uuid4().bytes
    assert door.post("mfa/passkey", passkey=key.get(asked(door))).status_code == 422
    assert happened(allowed, sophie)[0][1]["reason"] == "passkey_unknown"


def test_the_same_person_at_another_insurer_is_another_account(allowed, other, sophies, sophie, key):
    """The same host, the same e-mail address, the same password: the passkey of one door opens no other."""
    allow(other)
    with scope.of(other.id):
        hers = account_of(other, sophie.email)
    there = browser("other", ip="192.0.2.70")
    there.secret, _ = there.enrol(hers)
    second = SoftKey()
    assert at(add(there, second)) == "account/passkeys"
    with later(minutes=1):
        knock = browser("other", ip="192.0.2.71")
        assert at(knock.password(hers)) == "mfa/challenge"
        assert knock.post("mfa/passkey", passkey=key.get(asked(knock))).status_code == 422
        assert not knock.is_in()
        with scope.of(allowed.id):
            mine = Passkey.objects.get().id
        assert freshly(there).post(f"account/passkeys/{mine}/remove").status_code == 404
        assert freshly(there).post(f"account/passkeys/{mine}/rename", name="x").status_code == 404


def test_a_question_is_good_once(allowed, sophies, sophie, key, door):
    options = asked(door)
    wrong = door.post("mfa/passkey", passkey=SoftKey().get(options))
    assert wrong.status_code == 422
    assert door.post("mfa/passkey", passkey=key.get(options)).status_code == 422, "used up by the wrong answer"
    assert happened(allowed, sophie)[0][1]["reason"] == "passkey_late"
    given = key.get(asked(door))
    assert at(door.post("mfa/passkey", passkey=given)) == ""
    second = browser(ip="192.0.2.71")
    second.password(sophie)
    asked(second)
    assert second.post("mfa/passkey", passkey=given).status_code == 422, "an answer to another browser's question"


def test_a_session_that_is_put_back_does_not_bring_its_question_back(allowed, sophie, door):
    """Two requests read the same session; the one that ends later writes what it has read."""
    cloud = SoftKey(counts=False)
    visit = browser()
    visit.password(sophie)
    with later(minutes=1):
        asked_there = visit.post("mfa/challenge", code="000000")
        assert asked_there.status_code == 422
    with scope.of(allowed.id):
        Passkey.objects.all().delete()
    options = _with_key(allowed, sophie, cloud, door)
    with scope.of(allowed.id):
        before = Session.objects.get(key_hash=_hash_of(door)).data
    given = cloud.get(options)
    wrong = json.loads(given) | {"id": "AAAA"}
    assert door.post("mfa/passkey", passkey=json.dumps(wrong)).status_code == 422
    with scope.of(allowed.id):
        Session.objects.filter(key_hash=_hash_of(door)).update(data=before)
    assert door.post("mfa/passkey", passkey=given).status_code == 422
    assert happened(allowed, sophie)[0] == ("mfa.failed", {"reason": "passkey_used", "factor": "passkey"})


def test_a_question_ends_after_five_minutes(allowed, sophie, key, door):
    options = asked(door)
    with later(minutes=4, seconds=59):
        almost = key.get(options)
        assert at(door.post("mfa/passkey", passkey=almost)) == ""
    second = browser(ip="192.0.2.71")
    second.password(sophie)
    options = asked(second)
    with later(minutes=5):
        assert second.post("mfa/passkey", passkey=key.get(options)).status_code == 422
    assert happened(allowed, sophie)[0] == ("mfa.failed", {"reason": "passkey_late", "factor": "passkey"})


def test_a_counter_that_goes_back_is_refused_and_told_to_the_owner_and_to_support(allowed, sophies, sophie, key, door):
    assert at(door.post("mfa/passkey", passkey=key.get(asked(door)))) == ""
    copy = SoftKey(id=key.id, key=key.key, user_handle=key.user_handle, counter=key.counter - 1)
    thief = browser(ip="203.0.113.9")
    thief.password(sophie)
    assert thief.post("mfa/passkey", passkey=copy.get(asked(thief))).status_code == 422
    codes = happened(allowed, sophie, 4)
    assert ("mfa.failed", {"reason": "passkey_counter", "factor": "passkey"}) in codes
    assert ("security.suspicion", {"pattern": "copied_passkey"}) in codes
    with scope.of(allowed.id):
        told = [(mail.kind, mail.text) for mail in outbox.recent(6)]
    assert any(kind == "suspicion" and "dont le compteur ne correspond pas" in text for kind, text in told)
    assert any(kind == "suspicion-support" and sophie.email in text for kind, text in told)
    assert not thief.is_in()


def test_a_passkey_without_a_counter_stays_without_one(allowed, sophie, door):
    cloud = SoftKey(counts=False)
    assert at(door.post("mfa/passkey", passkey=cloud.get(_with_key(allowed, sophie, cloud, door)))) == ""
    again = browser(ip="192.0.2.71")
    again.password(sophie)
    assert at(again.post("mfa/passkey", passkey=cloud.get(asked(again)))) == ""


def test_wrong_passkeys_and_wrong_codes_are_counted_together(allowed, sophies, sophie, key, door):
    for _ in range(3):
        assert door.post("mfa/passkey", passkey=SoftKey().get(asked(door))).status_code == 422
    for _ in range(2):
        assert door.post("mfa/challenge", code="000000").status_code == 422
    answer = door.post("mfa/passkey", passkey=key.get(asked(door)))
    assert "Too many failed codes" in text_of(answer)
    assert "mfa.throttled" in [code for code, _ in happened(allowed, sophie)]
    with later(minutes=5):
        assert at(door.post("mfa/passkey", passkey=key.get(asked(door)))) == ""


def test_a_right_passkey_ends_the_row_of_wrong_codes(sophies, sophie, key, door):
    for _ in range(4):
        door.post("mfa/challenge", code="000000")
    assert at(door.post("mfa/passkey", passkey=key.get(asked(door)))) == ""
    again = browser(ip="192.0.2.71")
    again.password(sophie)
    assert "Too many" not in text_of(again.post("mfa/challenge", code="000000"))


def test_of_two_connections_with_one_answer_one_gets_in(django_db_setup, django_db_blocker):
    """A passkey without a counter, on committed rows: nothing but the question itself tells the two apart."""
    from accident_manager.insurers.actions import add_insurer

    results: list[bool] = []
    with django_db_blocker.unblock():
        insurer = add_insurer(
            code=f"race-{uuid4().hex[:8]}", name="Race", brand_seed="#123456",
            support_email="help@race.example", support_phone="02/286 74 74",
        )  # fmt: skip
        allow(insurer)
        cloud = SoftKey(counts=False)
        with scope.of(insurer.id), clock.frozen(NOW):
            person = account_of(insurer, "race@example.be")
            Authenticator(account_id=person.id, secret=b"12345678901234567890", confirmed_at=clock.now()).save()
            first = SessionStore()
            actor = queries.actor_of(person.id)
            passkeys.finish_registration(
                first, cloud.create(passkeys.begin_registration(first, HERE, actor)), "", HERE, actor
            )
            version = accounts.Account.objects.get(pk=person.id).credentials_version
            half = login.HalfLogin(person.id, version, clock.now(), login.CHALLENGE)
            answer = cloud.get(login.begin_passkey(half, first, HERE, queries.visitor()))
            first.save()
        gate = threading.Barrier(2)

        def give() -> None:
            with django_db_blocker.unblock(), scope.of(insurer.id), clock.frozen(NOW):
                session = SessionStore(first.session_key)
                assert session.get("passkey_asked")
                gate.wait()
                try:
                    login.verify_passkey(half, session, answer=answer, site=HERE, by=queries.visitor())
                    results.append(True)
                except passkeys.WrongPasskey:
                    results.append(False)
            connection.close()

        threads = [threading.Thread(target=give) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        connection.close()
    insurers.forget()
    assert sorted(results) == [False, True]


# confirming again


def test_password_and_passkey_confirm_an_act_as_password_and_code_do(allowed, sophies, sophie, key):
    with later(minutes=6):
        page = text_of(sophies.get("account/confirm", lang="en"))
        assert "Use a passkey instead of the code" in page
        options = sophies.post("account/confirm/passkey").json()
        sent = {"for": "own", "confirm-send": "1", "confirm-password": sophie.password, "next": "/belfius/account"}
        answer = sophies.post("account/confirm", **sent, **{"confirm-passkey": key.get(options)})
        assert at(answer) == "account"
        assert sophies.get("account/passkeys/add").status_code == 200
        codes = [code for code, _ in happened(allowed, sophie)]
    assert codes[:2] == ["session.confirmed", "mfa.succeeded"]


def test_a_passkey_without_the_password_confirms_nothing(sophies, key):
    with later(minutes=6):
        options = sophies.post("account/confirm/passkey").json()
        sent = {
            "for": "own",
            "confirm-send": "1",
            "confirm-password": "deux chevaux",
            "confirm-passkey": key.get(options),
        }
        assert sophies.post("account/confirm", **sent).status_code == 422
        assert at(sophies.get("account/passkeys/add")) == "account/confirm"


def test_an_answer_for_one_purpose_serves_no_other(allowed, sophies, sophie, key, door):
    options = sophies.post("account/confirm/passkey").json()
    freshly(sophies)
    sophies.post("account/passkeys/begin")
    with later(minutes=6):
        sent = {
            "for": "own",
            "confirm-send": "1",
            "confirm-password": sophie.password,
            "confirm-passkey": key.get(options),
        }
        assert sophies.post("account/confirm", **sent).status_code == 422
    assert happened(allowed, sophie)[0][1]["reason"] == "passkey_late"


# taking away


def test_removing_ends_everything_else_and_the_owner_is_told(allowed, sophies, sophie, key, door):
    assert at(door.post("mfa/passkey", passkey=key.get(asked(door)))) == ""
    with scope.of(allowed.id):
        mine = Passkey.objects.get().id
    assert at(freshly(sophies).post(f"account/passkeys/{mine}/remove")) == "account/passkeys"
    assert sophies.is_in() and not door.is_in()
    assert "Une clé d’accès a été retirée de votre compte" in notices(allowed)[0]
    assert ("mfa.removed", {"factor": "passkey"}) in happened(allowed, sophie)
    door.password(sophie)
    assert "Passkey" not in text_of(door.get("mfa/methods", lang="en"))
    assert at(door.get("mfa/passkey")) == "mfa/methods"
    assert door.post("mfa/passkey/begin").status_code == 422
    assert at(door.post("mfa/challenge", code=oath(sophies.secret))) == "", "the app stays"


def test_a_passkey_gets_another_name_of_one_line(allowed, sophies, sophie):
    with scope.of(allowed.id):
        mine = Passkey.objects.get().id
    freshly(sophies).post(f"account/passkeys/{mine}/rename", name=" Key \r\n at\x00 work <b> ")
    assert "Key at work &lt;b&gt;" in sophies.get("account/passkeys").content.decode()
    assert happened(allowed, sophie)[0] == ("mfa.renamed", {"factor": "passkey"})


def test_nobody_touches_the_passkey_of_another(allowed, sophies):
    with scope.of(allowed.id):
        mine, other = Passkey.objects.get().id, account_of(allowed, "marc@example.be")
    marc = browser(ip="192.0.2.9")
    marc.enrol(other)
    assert freshly(marc).post(f"account/passkeys/{mine}/remove").status_code == 404
    assert freshly(marc).post(f"account/passkeys/{mine}/rename", name="x").status_code == 404
    assert freshly(sophies).post(f"account/passkeys/{uuid4()}/remove").status_code == 404


def test_switched_off_by_the_insurer_they_stop_at_once_and_are_shown_as_such(allowed, sophies, sophie, key, door):
    options = asked(door)
    allow(allowed, False)
    answer = door.post("mfa/passkey", passkey=key.get(options))
    assert answer.status_code == 422
    assert "does not allow passkeys" in text_of(answer)
    assert happened(allowed, sophie)[0] == ("mfa.failed", {"reason": "passkey_not_allowed", "factor": "passkey"})
    assert "Passkey" not in text_of(door.get("mfa/methods", lang="en"))
    assert door.post("mfa/passkey/begin").status_code == 422
    assert "does not allow passkeys any more" in text_of(sophies.get("account/passkeys", lang="en"))
    assert "Not allowed any more" in text_of(sophies.get("account", lang="en"))
    assert at(freshly(sophies).get("account/passkeys/add")) == "account"
    assert sophies.post("account/passkeys/begin").status_code == 422
    assert at(sophies.post("account/passkeys/keep", passkey="{}")) == "account"
    allow(allowed)
    assert at(door.post("mfa/passkey", passkey=key.get(asked(door)))) == ""


def test_where_they_were_never_allowed_nothing_speaks_of_them(belfius, sophie):
    visit = browser()
    visit.enrol(sophie)
    assert "asskey" not in text_of(visit.get("account", lang="en"))
    assert at(visit.get("account/passkeys")) == "account"


def test_support_that_resets_the_second_factor_takes_them_away(allowed, sophies, sophie, key, door):
    options = asked(door)
    with scope.of(allowed.id):
        accounts.reset_second_factor(sophie.id, evidence="called-back", by=system(allowed.id))
        assert not Passkey.objects.exists()
    assert at(door.post("mfa/passkey", passkey=key.get(options))) == "login"
    assert at(door.password(sophie)) == "mfa/enrol"


def test_support_sees_how_many_there_are_and_nothing_of_them(allowed, sophies, sophie):
    with scope.of(allowed.id):
        support = account_of(allowed, "sam@example.be", role="support", language="en")
    sam = browser(ip="192.0.2.9")
    sam.enrol(support)
    page = text_of(sam.get(f"accounts/{sophie.id}/", lang="en"))
    assert re.search(r"passkey", page, re.IGNORECASE)
    assert "Sophie’s phone" not in page
    with scope.of(allowed.id):
        assert directory.look_at(sophie.id, queries.actor_of(support.id)).passkeys == 1


def test_a_report_of_a_hack_takes_them_away(allowed, sophies, door, key):
    options = asked(door)
    assert "Your passkeys are removed." in text_of(sophies.get("account/hacked", lang="en"))
    assert at(freshly(sophies).post("account/hacked/report")) == "account/hacked/done"
    with scope.of(allowed.id):
        assert not Passkey.objects.exists()
    assert at(door.post("mfa/passkey", passkey=key.get(options))) == "login"


def test_a_blocked_account_is_not_opened_by_its_passkey(allowed, sophies, sophie, door, key):
    options = asked(door)
    with scope.of(allowed.id):
        accounts.block(sophie.id, reason="left", by=system(allowed.id))
    assert at(door.post("mfa/passkey", passkey=key.get(options))) == "login"
    assert door.post("mfa/passkey/begin").status_code == 422


def test_the_trail_holds_no_challenge_no_key_and_no_name(allowed, sophies, key, door):
    options = asked(door)
    door.post("mfa/passkey", passkey=key.get(options))
    with scope.of(allowed.id):
        rows = str([(row.values, row.origin) for row in Event.objects.all()])
    for secret in (options["challenge"], options["allowCredentials"][0]["id"], "phone"):
        assert secret not in rows


# where


@pytest.mark.parametrize(
    ("origin", "public", "hosts", "site"),
    [
        ("https://acm.example.be", "https://acm.example.be", (), Site("acm.example.be", "https://acm.example.be")),
        ("https://ACM.example.be", "https://acm.example.be", (), Site("acm.example.be", "https://acm.example.be")),
        ("https://claims.a.be", "https://acm.example.be", ("claims.a.be",), Site("claims.a.be", "https://claims.a.be")),
        ("http://localhost:8000", "http://127.0.0.1:8000", (), Site("localhost", "http://localhost:8000")),
        ("https://evil.example", "https://acm.example.be", ("claims.a.be",), None),
        ("https://acm.example.be:8443", "https://acm.example.be", (), None),
        ("http://claims.a.be", "https://acm.example.be", ("claims.a.be",), None),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", (), None),
        ("https://192.0.2.7", "https://192.0.2.7", (), None),
        ("https://[2001:db8::1]", "https://[2001:db8::1]", (), None),
        ("https://localhost", "https://acm.example.be", (), None),
    ],
)
def test_a_passkey_is_bound_to_our_own_name_over_a_safe_connection(origin, public, hosts, site):
    assert site_of(origin, public_url=public, hosts=hosts) == site


def test_at_a_bare_network_address_no_passkey_is_offered_and_the_page_says_so(allowed, sophies, sophie):
    sophies.client.defaults["HTTP_HOST"] = "127.0.0.1:8000"
    page = text_of(sophies.get("account/passkeys", lang="en"))
    assert "No passkey can be used at this address" in page
    assert "account/passkeys/add" not in page
    assert "No passkey can be used at this address" in text_of(freshly(sophies).get("account/passkeys/add"))
    assert freshly(sophies).post("account/passkeys/begin").status_code == 422
    visit = Visitor("belfius", ip="192.0.2.70")
    visit.password(sophie)
    assert "Passkey" not in text_of(visit.get("mfa/methods", lang="en"))


def test_without_a_script_the_pages_say_so_and_offer_the_code(sophies, door):
    page = door.get("mfa/passkey", lang="en").content.decode()
    said = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)[1]
    assert "JavaScript" in said and "/belfius/mfa/challenge" in said
    assert "JavaScript" in freshly(sophies).get("account/passkeys/add").content.decode()


def test_a_name_and_a_kind():
    assert rules.name_of("x" * 100) == "x" * 60
    assert rules.name_of("\x00\r\n") == ""
    assert rules.kind_of(["usb", "nfc"]) == "roaming"
    assert rules.kind_of(["hybrid"]) == "platform"
    assert rules.kind_of([]) == ""
    assert timedelta(minutes=5) == rules.ASKED_FOR


def _with_key(insurer, person, key: SoftKey, door: Visitor) -> dict:
    """Another passkey of the account, and a question to it."""
    with scope.of(insurer.id):
        session, actor = SessionStore(), queries.actor_of(person.id)
        made = key.create(passkeys.begin_registration(session, HERE, actor))
        passkeys.finish_registration(session, made, "", HERE, actor)
    return asked(door)


def _hash_of(visit: Visitor) -> bytes:
    from accident_manager.identity.sessions import key_hash

    return key_hash(visit.client.cookies["acm_session"].value)
