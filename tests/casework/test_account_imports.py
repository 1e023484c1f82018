"""Accounts by the file: what would happen, the yes, what came of it, and the same again."""

from datetime import date, timedelta

import pytest

from accident_manager.audit import queries as audit
from accident_manager.casework import accounts as casework
from accident_manager.casework.accounts import ADD, CREATE, REFUSED, UNCHANGED
from accident_manager.foundation import clock
from accident_manager.foundation.actor import system
from accident_manager.foundation.refusal import InvalidInput, NotFound, Refusal
from accident_manager.identity import directory, outbox, queries
from accident_manager.identity.actions import accounts, cleanup, grants, imports, invitations
from accident_manager.identity.models import Account, AccountImport, Grant
from accident_manager.storage import scope
from casework import declaring

HEAD = "email;first name;last name;language;role;employer number;from;until"
KBO = "0403019261"


def file_of(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


@pytest.fixture(autouse=True)
def _still_clock():
    with clock.frozen(declaring.TODAY):
        yield


@pytest.fixture
def delcourt(in_belfius):
    return declaring.employer(in_belfius, kbo=KBO)


@pytest.fixture
def support(in_belfius):
    return declaring.actor(in_belfius, "support", name="Sam Claes")


@pytest.fixture
def ada(in_belfius):
    return declaring.actor(in_belfius, "administrator", name="Ada Lenoir")


def verdicts(content: bytes, by) -> list[str]:
    return [one.verdict for one in casework.judge(content, by)]


def why(content: bytes, by) -> str:
    [one] = [one for one in casework.judge(content, by) if one.verdict == REFUSED]
    return one.refusal.code + ":" + str(one.refusal.field)


def test_a_preview_says_what_each_row_would_do_and_writes_nothing(delcourt, support, in_belfius):
    dora = declaring.actor(in_belfius, "declarer", employer=delcourt, name="Dora Maes")
    email = queries.account(dora.account_id).email
    content = file_of(
        f"new@example.be;An;Peeters;nl;declarer;{KBO};;",
        "new@example.be;An;Peeters;nl;prevention_adviser;0403.019.261;2026-12-01;2027-11-30",
        f"{email};Dora;Maes;nl;declarer;BE {KBO};;",
        f"{email.upper()};Dora;Maes;nl;prevention_adviser;{KBO[1:]};;",
        "bad;An;Peeters;nl;declarer;0403019261;;",
    )
    before = (Account.objects.count(), Grant.objects.count(), len(outbox.recent()), len(audit.recent()))
    assert verdicts(content, support) == [CREATE, ADD, UNCHANGED, ADD, REFUSED]
    assert before == (Account.objects.count(), Grant.objects.count(), len(outbox.recent()), len(audit.recent()))


def test_the_yes_makes_accounts_roles_and_mails_and_the_same_file_again_changes_nothing(delcourt, support):
    content = file_of(
        f"an@example.be;An;Peeters;nl;declarer;{KBO};;",
        f"an@example.be;An;Peeters;nl;prevention_adviser;{KBO};2026-12-01;",
        f"luc@example.be;Luc;Martin;fr;declarer;{KBO};;2027-06-30",
        "luc@example.be;Luc;Martin;fr;declarer;0000000097;;",
    )
    import_id = imports.keep(content, support)
    casework.say_yes(import_id, support)
    an = directory.look_at(queries.by_email("an@example.be").id, support)
    assert {(role.role, role.valid_from) for role in an.roles} == {
        ("declarer", clock.today()), ("prevention_adviser", date(2026, 12, 1)),
    }  # fmt: skip
    assert (an.state, an.invited_at, an.links) == ("never", clock.now(), 1)
    assert sorted((mail.recipient, mail.language) for mail in outbox.recent()) == [
        ("an@example.be", "nl"), ("luc@example.be", "fr"),
    ]  # fmt: skip
    done = imports.kept(import_id, support)
    assert done.outcome == {"created": 2, "roles": 1, "unchanged": 0, "refused": 1}
    assert (done.rows, done.rows_done, done.done_at) == (4, 4, clock.now())
    event = next(event for event in audit.recent() if event.code == "admin.imported")
    assert event.values == {"created": 2, "roles": 1, "unchanged": 0, "refused": 1, "import_id": import_id}
    assert event.actor_account_id == support.account_id
    rows = (Account.objects.count(), Grant.objects.count(), len(outbox.recent()))
    with clock.frozen(declaring.TODAY + timedelta(days=3)):
        assert verdicts(content, support) == [UNCHANGED, UNCHANGED, UNCHANGED, REFUSED]
        casework.say_yes(imports.keep(content, support), support)
    assert rows == (Account.objects.count(), Grant.objects.count(), len(outbox.recent()))


def test_yes_is_said_once(delcourt, support):
    import_id = imports.keep(file_of(f"an@example.be;An;Peeters;nl;declarer;{KBO};;"), support)
    casework.say_yes(import_id, support)
    casework.say_yes(import_id, support)
    assert [event.code for event in audit.recent()].count("admin.imported") == 1
    assert len(outbox.recent()) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("x@example.be;=1+1;Peeters;nl;declarer;0403019261;;", "invalid:first_name"),
        ("x@example.be;An;;nl;declarer;0403019261;;", "invalid:last_name"),
        ("nobody;An;Peeters;nl;declarer;0403019261;;", "invalid:email"),
        ("x@example.be;An;Peeters;nl;declarer;;;", "invalid:employer"),
        ("x@example.be;An;Peeters;nl;declarer;0403019262;;", "invalid:employer"),
        ("x@example.be;An;Peeters;nl;declarer;0207356009;;", "policies.employer-unknown:employer"),
        ("x@example.be;An;Peeters;nl;handler;;;", "identity.role.staff:role"),
        ("x@example.be;An;Peeters;nl;declarer;0403019261;2026-12-02;2026-12-01", "invalid:until"),
        ("x@example.be;An;Peeters;nl;declarer;0403019261;2020-01-01;2020-12-31", "invalid:until"),
        ("x@example.be;An;Peeters;nl;victim;;;", "identity.import.file:role"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_says_why(delcourt, support, row, code):
    assert why(file_of(row), support) == code


def test_staff_roles_come_by_the_file_of_an_administrator_and_have_no_employer(delcourt, ada):
    assert verdicts(file_of("x@example.be;An;Peeters;nl;handler;;;"), ada) == [CREATE]
    assert why(file_of(f"x@example.be;An;Peeters;nl;handler;{KBO};;"), ada) == "invalid:employer"


def test_doubles_and_contradictions_in_the_file_are_refused_with_the_line(delcourt, support):
    content = file_of(
        f"an@example.be;An;Peeters;nl;declarer;{KBO};;",
        f"AN@example.be;An;Peeters;nl;declarer;{KBO};;",
        f"an@example.be;Anna;Peeters;nl;prevention_adviser;{KBO};;",
        f"an@example.be;An;Peeters;nl;declarer;{KBO};2020-01-01;",
    )
    judged = casework.judge(content, support)
    assert [one.verdict for one in judged] == [CREATE, REFUSED, REFUSED, REFUSED]
    assert [one.refusal.code for one in judged[1:]] == [
        "identity.import.twice", "identity.import.other-name", "identity.role.held",
    ]  # fmt: skip
    assert judged[1].refusal.values == {"line": 2}


def test_nobody_gives_himself_or_an_administrator_a_role_by_the_file(delcourt, support, ada):
    for actor in (support, ada):
        email = queries.account(actor.account_id).email
        assert why(file_of(f"{email};Sam;Claes;fr;declarer;{KBO};;"), support) == "identity.role.not-this-account:email"


def test_a_role_that_overlaps_is_not_prolonged_by_the_file(delcourt, support, in_belfius):
    dora = declaring.actor(in_belfius, "declarer", employer=delcourt)
    email = queries.account(dora.account_id).email
    Grant.objects.filter(account_id=dora.account_id).update(valid_until=date(2026, 12, 31))
    assert why(file_of(f"{email};S;M;fr;declarer;{KBO};;"), support) == "identity.role.held:role"
    assert verdicts(file_of(f"{email};S;M;fr;declarer;{KBO};2027-01-01;"), support) == [ADD]
    assert verdicts(file_of(f"{email};S;M;fr;declarer;{KBO};;2026-12-15"), support) == [UNCHANGED]


def test_a_preview_takes_the_same_number_of_queries_for_one_row_and_for_many(
    delcourt, support, django_assert_num_queries
):
    there = f"{queries.account(support.account_id).email};Sam;Claes;fr;declarer;{KBO};;"
    for number in (1, 300):
        rows = [there, *(f"p{n}@example.be;An;Peeters;nl;declarer;{KBO};;" for n in range(number))]
        with django_assert_num_queries(3):
            casework.judge(file_of(*rows), support)


def test_a_long_file_is_done_by_the_worker_and_a_killed_one_goes_on_where_it_was(
    delcourt, support, monkeypatch, in_belfius
):
    from procrastinate.contrib.django.models import ProcrastinateJob

    monkeypatch.setattr(casework, "DONE_AT_ONCE", 2)
    rows = [f"p{n}@example.be;An;Peeters;nl;declarer;{KBO};;" for n in range(5)]
    import_id = imports.keep(file_of(*rows), support)
    casework.say_yes(import_id, support)
    assert imports.kept(import_id, support).done_at is None
    [job] = ProcrastinateJob.objects.filter(task_name="accounts.import")
    assert job.args == {"insurer_id": str(in_belfius.id), "import_id": str(import_id)}
    assert job.queue_name == "bulk"

    class Killed(BaseException):
        """As if the process had ended here."""

    real, done = invitations.create_and_invite, []

    def killed_at_the_third(new, by):
        real(new, by)
        done.extend(new)
        if len(done) >= 3:
            raise Killed

    monkeypatch.setattr(casework, "TOGETHER", 2)
    with monkeypatch.context() as patch:
        patch.setattr(invitations, "create_and_invite", killed_at_the_third)
        with pytest.raises(Killed):
            casework.carry_on(import_id)
    assert imports.kept(import_id, support).rows_done == 2
    assert queries.by_email("p2@example.be") is None, "an account without its mail is not made"
    casework.carry_on(import_id)
    casework.carry_on(import_id)
    after = imports.kept(import_id, support)
    assert (after.rows_done, after.outcome) == (5, {"created": 5, "roles": 0, "unchanged": 0, "refused": 0})
    assert len([mail for mail in outbox.recent() if mail.kind == "reset-password"]) == 5
    assert [event.code for event in audit.recent(200)].count("admin.imported") == 1


def test_a_file_of_somebody_who_may_no_longer_is_thrown_away(delcourt, support, ada, monkeypatch):
    monkeypatch.setattr(casework, "DONE_AT_ONCE", 0)
    import_id = imports.keep(file_of(f"p@example.be;An;Peeters;nl;declarer;{KBO};;"), support)
    casework.say_yes(import_id, support)
    accounts.block(support.account_id, ada, reason="misuse")
    casework.carry_on(import_id)
    assert queries.by_email("p@example.be") is None
    assert not AccountImport.objects.filter(pk=import_id).exists()


def test_what_somebody_was_faster_with_is_refused_and_the_rest_goes_on(delcourt, support, in_belfius):
    content = file_of(f"an@example.be;An;Peeters;nl;declarer;{KBO};;", f"bo@example.be;Bo;Peeters;nl;declarer;{KBO};;")
    judged = casework.judge(content, support)
    casework.make(
        email="an@example.be", first_name="An", last_name="P", language="nl", by=system(in_belfius.id),
        roles=[grants.RoleGrant("auditor")],
    )  # fmt: skip
    assert casework.carry_out(judged, support) == {"created": 1, "roles": 0, "unchanged": 0, "refused": 1}


def test_new_accounts_of_a_file_are_the_same_as_those_made_one_by_one(delcourt, support, in_belfius):
    content = file_of(f"an@example.be;An;Peeters;nl;declarer;{KBO};;")
    casework.carry_out(casework.judge(content, support), support)
    casework.make(
        email="bo@example.be", first_name="Bo", last_name="Peeters", language="nl", by=support,
        roles=[grants.RoleGrant("declarer", delcourt.id)],
    )  # fmt: skip
    an, bo = (Account.objects.get(email_token=queries.email_token(f"{name}@example.be")) for name in ("an", "bo"))
    seen = [directory.look_at(account.id, support) for account in (an, bo)]
    assert {(one.state, one.invited_at, one.links, one.language) for one in seen} == {("never", clock.now(), 1, "nl")}
    codes = [[event.code for event in audit.events_of(("account", account.id))] for account in (an, bo)]
    assert codes[0] == codes[1] == ["password.reset_requested", "admin.role_given", "account.created"]
    to_an, to_bo = (next(m for m in outbox.recent() if m.recipient == account.email) for account in (an, bo))
    assert (to_an.kind, to_an.subject, len(to_an.text)) == (to_bo.kind, to_bo.subject, len(to_bo.text))
    found = directory.find(directory.Wanted(text="Peeters"), support).rows
    assert {an.id, bo.id} <= {row.id for row in found}


def test_a_new_account_costs_no_further_statement(delcourt, support, django_assert_max_num_queries):
    def take(numbers):
        rows = [f"q{n}@example.be;An;Peeters;nl;declarer;{KBO};;" for n in numbers]
        judged = casework.judge(file_of(*rows), support)
        with django_assert_max_num_queries(20):
            assert casework.carry_out(judged, support)["created"] == len(rows)

    take(range(1))
    take(range(1, 41))


def test_a_file_is_kept_sealed_for_a_day_and_seen_by_who_gave_it(delcourt, support, ada, belfius, other):
    import_id = imports.keep(file_of("zoe@example.be;Zoë;Peeters;nl;auditor;;;"), support)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM identity_accountimport WHERE id = %s", [import_id])
        assert b"zoe" not in bytes(cursor.fetchone()[0])
    with pytest.raises(NotFound):
        imports.kept(import_id, ada)
    with scope.of(other.id), pytest.raises(NotFound):
        imports.kept(import_id, declaring.actor(other, "support"))
    with clock.frozen(clock.now() + timedelta(hours=23)):
        cleanup.forget_ended()
        assert imports.kept(import_id, support).rows == 1
    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        with pytest.raises(NotFound):
            imports.kept(import_id, support)
        cleanup.forget_ended()
    assert not AccountImport.objects.exists()


def test_a_file_is_forgotten_on_its_hour_by_the_worker(support):
    from procrastinate.contrib.django.models import ProcrastinateJob

    imports.keep(file_of("zoe@example.be;Zoë;Peeters;nl;auditor;;;"), support)
    job = ProcrastinateJob.objects.get(task_name="accounts.forget-import")
    assert job.scheduled_at == clock.now() + timedelta(days=1)


def test_who_may_not_make_accounts_keeps_no_file(in_belfius):
    handler = declaring.actor(in_belfius, "handler")
    with pytest.raises(Refusal) as refused:
        imports.keep(file_of("zoe@example.be;Zoë;Peeters;nl;auditor;;;"), handler)
    assert refused.value.code == "not-allowed"


def test_a_victims_role_takes_a_national_number_and_keeps_none(support):
    with pytest.raises(InvalidInput) as refused:
        casework.role_grant("victim", national_number="85.07.30-033.29", by=support)
    assert refused.value.field == "niss"
    grant = casework.role_grant("victim", national_number="85.07.30-033.28", by=support)
    assert grant.person_niss_token and b"85073003328" not in grant.person_niss_token
