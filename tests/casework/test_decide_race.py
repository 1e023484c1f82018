"""Two handlers in the same moment, on two connections: one decides, the other is told that the file moved on."""

from collections.abc import Callable
from typing import Any

from accident_manager.casework import decide
from accident_manager.claims.actions import benefits
from accident_manager.claims.actions.deciding import ClaimHasMovedOn
from accident_manager.claims.models import Claim, Decision, Incapacity, Letter
from accident_manager.claims.rules.deciding import Grounds
from accident_manager.foundation.refusal import Refusal
from accident_manager.law.time_limits import PRIVATE
from casework import declaring
from casework.test_declare_race import Insurer, at_once, committed  # noqa: F401

REFUSAL = Grounds({"lesion": "No lesion was found."}, "The doctor found none.")


def _file(insurer: Insurer) -> str:
    employer = declaring.employer(insurer)
    by = declaring.actor(insurer, "declarer", employer=employer)
    return declaring.sent(employer.id, PRIVATE, by).number


def _refused(act: Callable[[], Any]) -> Callable[[], type[Refusal] | None]:
    """The act, giving the kind of refusal it met, or nothing."""

    def tried() -> type[Refusal] | None:
        try:
            act()
        except Refusal as refusal:
            return type(refusal)
        return None

    return tried


def _mails_can_be_written(monkeypatch):
    """The insurer of these tests has keys and rows, but no door: mails are left out."""
    from accident_manager.casework import notices

    monkeypatch.setattr(notices, "_mail", lambda *given: None)


def test_of_an_acceptance_and_a_doubt_at_once_one_wins(committed, monkeypatch):  # noqa: F811
    _mails_can_be_written(monkeypatch)
    number = _file(committed)
    joris, nora = (declaring.actor(committed, "handler") for _ in range(2))
    outcomes = at_once(
        committed,
        _refused(lambda: decide.accept(number, grounds=Grounds({}), by=joris)),
        _refused(lambda: decide.propose_refusal(number, grounds=REFUSAL, by=nora)),
    )
    lost = [outcome for outcome in outcomes if outcome]
    assert lost == [ClaimHasMovedOn]
    decision = Decision.objects.get()
    assert Claim.objects.get().status == ("accepted" if decision.kind == "accepted" else "refusal_proposed")


def test_two_people_confirming_at_once_send_the_letters_once(committed, monkeypatch):  # noqa: F811
    _mails_can_be_written(monkeypatch)
    number = _file(committed)
    joris, nora, lena = (declaring.actor(committed, "team_lead") for _ in range(3))
    decide.propose_refusal(number, grounds=REFUSAL, by=joris)
    proposal = Decision.objects.get()
    outcomes = at_once(
        committed,
        _refused(lambda: decide.confirm_refusal(number, decision_id=proposal.id, by=nora)),
        _refused(lambda: decide.confirm_refusal(number, decision_id=proposal.id, by=lena)),
    )
    assert [outcome for outcome in outcomes if outcome] == [ClaimHasMovedOn]
    assert Letter.objects.filter(kind="refused").count() == 3


def test_two_overlapping_periods_at_once_leave_one(committed):  # noqa: F811
    number = _file(committed)
    joris, nora = (declaring.actor(committed, "handler") for _ in range(2))
    start = declaring.TODAY

    def enter(by):
        return _refused(lambda: benefits.add_incapacity(number, starts_on=start, ends_on=start, by=by))

    outcomes = at_once(committed, enter(joris), enter(nora))
    assert [outcome for outcome in outcomes if outcome] == [benefits.PeriodsOverlap]
    assert Incapacity.objects.count() == 1
