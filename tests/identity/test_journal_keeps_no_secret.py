"""Recognisable secrets go through every flow of the login; none is found in the trail, the journal or its export."""

import re

from accident_manager.audit.models import Event
from accident_manager.foundation import clock
from accident_manager.identity import journal
from accident_manager.identity.journal import Filter
from accident_manager.insurers.rules.limits import BOUNDS
from accident_manager.storage import scope
from identity.people import Visitor, account_of, freshly, later, newest_mail, oath, text_of

# Typed where a password, a code or an address is asked for; as long as what people type.
WRONG_PASSWORD, WRONG_CODE = "geheim-falsch-secret-1", "918273"
NEW_PASSWORD, UNFIT_PASSWORD = "vier Kamele im warmen Sand", "kurz-GEHEIM"
WRONG_RECOVERY, NOBODY = "WRNG2RECV3RYC4DE5WRNG6RE", "nobody-of-that-name@nowhere.example"
STOLEN_TOKEN = "stolen-token-" + "q" * 30


def _typed_and_made(belfius) -> dict[str, str]:
    """Everything that a person types or is given on his way, by what it is."""
    with scope.of(belfius.id):
        sophie = account_of(belfius, "sophie.marchal@example.be", role="administrator")
    visit, thief = Visitor("belfius"), Visitor("belfius", ip="198.51.100.66")
    secret, recovery = visit.enrol(sophie)
    kept = {"app": secret.replace(" ", ""), "recovery": recovery.replace(" ", "")}
    kept["first session"] = visit.client.cookies["acm_session"].value
    for email in (sophie.email, NOBODY):
        thief.post("login", email=email, password=WRONG_PASSWORD)
    thief.post("forgot-password", email=NOBODY)
    thief.get(f"reset-password/{STOLEN_TOKEN}")
    thief.post("reset-password", password=NEW_PASSWORD, again=NEW_PASSWORD)
    with later(minutes=2):
        again = Visitor("belfius")
        again.password(sophie)
        again.post("mfa/challenge", code=WRONG_CODE)
        again.post("mfa/recovery", code=WRONG_RECOVERY)
        kept["code"] = oath(secret)
        again.post("mfa/challenge", code=kept["code"], remember="1")
        kept["device"] = again.client.cookies["acm_device"].value
        kept["second session"] = again.client.cookies["acm_session"].value
        freshly(again, "settings")
        seen = re.search(r'name="seen" value="(\w+)"', text_of(again.get("settings/security")))[1]
        limits = {name: str(bound.house or "") for name, bound in BOUNDS.items()}
        again.post("settings/security/save", **{**limits, "failed_passwords": "4", "seen": seen})
        visit.post("account/confirm", **{
            "for": "own", "confirm-password": WRONG_PASSWORD, "confirm-code": WRONG_CODE, "confirm-send": "1",
        })  # fmt: skip
        visit.post("logout")
        again.post("forgot-password", email=sophie.email)
        kept["link"] = newest_mail(belfius.id, "reset").text.partition("/reset-password/")[2].split()[0]
        again.get(f"reset-password/{kept['link']}")
        again.post("reset-password", password=UNFIT_PASSWORD, again=UNFIT_PASSWORD)
        again.post("reset-password", password=NEW_PASSWORD, again=NEW_PASSWORD)
    typed = {
        "wrong password": WRONG_PASSWORD, "wrong code": WRONG_CODE, "new password": NEW_PASSWORD,
        "unfit": UNFIT_PASSWORD, "wrong recovery": WRONG_RECOVERY,
        "unknown address": NOBODY, "stolen": STOLEN_TOKEN, "right": sophie.password,
    }  # fmt: skip
    return {**kept, **typed}


def _found(secrets: dict[str, str], text: str) -> list[str]:
    """A code of six digits counts on its own only: ids are full of digits."""
    return [
        name
        for name, secret in secrets.items()
        if (re.search(rf"(?<![\w-]){secret}(?![\w-])", text) if len(secret) == 6 else secret.lower() in text.lower())
    ]


def test_none_is_in_the_table_the_journal_or_the_export(belfius):
    secrets = _typed_and_made(belfius)
    with scope.of(belfius.id):
        table = "\n".join(
            f"{event.code} {event.values} {event.origin} {event.actor_role} {event.subject_kind}"
            for event in Event.objects.all()
        )
        account = account_of(belfius, "ada.lenoir@example.be", role="administrator")
    with later(hours=1):
        ada = Visitor("belfius")
        ada.enrol(account)
        page = "".join(text_of(ada.get("security/", group=group)) for group in ("", *journal.GROUPS))
        freshly(ada, "export")
        files = b"".join(
            b"".join(ada.post("security/export", format=one).streaming_content) for one in ("csv", "jsonl")
        ).decode()
    assert _found(secrets, table) == []
    assert _found(secrets, page) == []
    assert _found(secrets, files) == []
    # And yet everything was written down: the search looked in the right place.
    for code in (
        "login.failed", "mfa.failed", "recovery.failed", "password.reset_requested", "password.change_failed",
        "password.changed", "device.remembered", "session.confirm_failed", "session.ended", "insurer.limit_changed",
    ):  # fmt: skip
        assert code in files, code
    assert re.search(r"198\.51\.100\.66", files)


def test_the_search_would_find_one(belfius):
    """A value that does go in, the network address, is found the same way."""
    Visitor("belfius", ip="198.51.100.66").post("login", email=NOBODY, password=WRONG_PASSWORD)
    with scope.of(belfius.id):
        found = journal.events(Filter(group="login"), limit=5)
        table = "\n".join(f"{event.values} {event.origin}" for event in Event.objects.all())
    assert found[0].origin.ip == "198.51.100.66"
    assert _found({"address": "198.51.100.66"}, table) == ["address"]


def test_an_accounts_own_events_are_its_own(belfius):
    with scope.of(belfius.id):
        one, other = (account_of(belfius, f"{name}@example.be") for name in ("one", "other"))
    Visitor("belfius").post("login", email=one.email, password=WRONG_PASSWORD)
    with later(minutes=1):
        Visitor("belfius").enrol(other)
    with scope.of(belfius.id):
        own = [found.event for found in journal.events_of_account(one.id)]
        assert own[0].code == "login.failed"
        assert {event.subject_id for event in own} == {one.id}
        assert len(journal.events_of_account(one.id, limit=2)) == 2
        assert clock.now() >= own[0].at
