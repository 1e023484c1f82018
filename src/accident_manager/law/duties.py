"""Who tells whom what, and by when (R89, a summary of other rules), and the ways against a refusal (R90)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.refusal import N_
from accident_manager.law import accident, public_sector, time_limits
from accident_manager.law.refused import Contradiction
from accident_manager.law.time_limits import PRIVATE, PUBLIC, checked_regime

When = Literal["at_once", "as_soon_as_possible", "by_last_day", "no_limit_known"]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that somebody owes to others. `last_day` is None unless `when` is "by_last_day".

    `event` and the people are words of the machine-readable answer; `rule` is where the duty stands.
    """

    event: str
    by: str
    to: tuple[str, ...]
    when: When
    last_day: date | None
    rule: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What has happened so far. Days that are not known are None; the duties that hang on them are left out.

    `declared_on`: receipt of the declaration by the insurer (private) or the authority (public). `serious` and
    `tell_at_once` are those of `accident.serious_accident`. `decision` is None while there is none. `temporary_days`
    is given when the victim is healed.
    """

    regime: str
    accident_on: date
    light: bool = False
    serious: bool = False
    tell_at_once: bool = False
    agency_worker: bool = False
    declared_on: date | None = None
    decision: time_limits.Decision | None = None
    temporary_days: int | None = None
    permanent_incapacity: bool = False
    degree_changed: bool = False


def duties(situation: Situation) -> Explained[tuple[Duty, ...]]:
    """All duties of a situation in the order in which they arise (R89): those of the scheme, and the inspection's.

    Contradiction for a light accident that is also serious or permanent, for a day before the accident, for a healed
    victim with a permanent incapacity, and for a decision without receipt.
    """
    checked_regime(situation.regime)
    _checked(situation)
    found: list[Duty] = []
    because: list[Reason] = []
    warnings: list[Reason] = []
    steps = _PRIVATE if situation.regime == PRIVATE else _PUBLIC
    for step in (*_INSPECTION, *steps):
        answer = step(situation)
        if answer is not None:
            found += answer.value
            because += answer.because
            warnings += [warning for warning in answer.warnings if warning not in warnings]
    if not because:
        because.append(Reason(N_("Nothing has to be told to anybody yet."), rule="R89"))
    return Explained(tuple(found), tuple(because), tuple(warnings))


def _checked(situation: Situation) -> None:
    if situation.light and (situation.serious or situation.tell_at_once):
        raise Contradiction(N_("An accident is either light or serious, not both."), field="light")
    if situation.light and situation.permanent_incapacity:
        raise Contradiction(N_("A light accident leaves no permanent incapacity: check both."), field="light")
    if situation.tell_at_once and not situation.serious:
        raise Contradiction(
            N_("What is told to the inspection at once is a serious accident: check both."), field="tell_at_once"
        )
    if situation.declared_on is not None and situation.declared_on < situation.accident_on:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."),
            field="declared_on",
            day=situation.declared_on,
            earliest=situation.accident_on,
        )
    if situation.temporary_days is not None and situation.permanent_incapacity:
        raise Contradiction(
            N_("The victim is either healed or left with a permanent incapacity, not both."), field="temporary_days"
        )
    if situation.decision is not None and situation.declared_on is None:
        raise Contradiction(
            N_("There is a decision but no receipt of the declaration: give its day."), field="declared_on"
        )


Found = Explained[list[Duty]]


def _one(duty: Duty, because: tuple[Reason, ...], warnings: tuple[Reason, ...] = ()) -> Found:
    return Explained([duty], because, warnings)


def _at_once(situation: Situation) -> Found | None:
    if not situation.tell_at_once:
        return None
    reason = Reason(
        N_("The employer tells the inspection of well-being at work at once, by the fastest means."),
        rule="R9",
        article="Code on well-being at work, book I title 6",
    )
    return _one(Duty("serious_accident", "employer", ("welfare_inspection",), "at_once", None, "R9"), (reason,))


def _report(situation: Situation) -> Found | None:
    if not situation.serious:
        return None
    found = accident.report_deadline(situation.accident_on)
    by = "user_company" if situation.agency_worker else "employer"
    duty = Duty("detailed_report", by, ("welfare_inspection",), "by_last_day", found.value, "R10")
    return _one(duty, found.because)


def _declare(situation: Situation) -> Found | None:
    if situation.light:
        found = time_limits.light_declaration_deadline(accident_on=situation.accident_on, worsening_known_on=None)
        return Explained([], found.because)
    limit = time_limits.declaration_deadline(accident_on=situation.accident_on, regime=PRIVATE)
    by = "agency" if situation.agency_worker else "employer"
    return _one(Duty("accident", by, ("insurer",), "by_last_day", limit.value, "R13"), limit.because)


def _decide(situation: Situation) -> Found | None:
    if situation.declared_on is None or situation.light:
        return None
    limit = time_limits.decision_deadline(received_on=situation.declared_on, regime=PRIVATE)
    decision = situation.decision
    if decision is None:
        return _one(Duty("decision", "insurer", ("victim",), "by_last_day", limit.value, "R16"), limit.because)
    told = time_limits.notification_recipients(decision=decision)
    duty = Duty(decision, "insurer", told.value, "by_last_day", limit.value, "R16")
    return _one(duty, (*limit.because, *told.because))


def _degree(situation: Situation) -> Found | None:
    if not situation.degree_changed:
        return None
    reason = Reason(
        N_("A change of the degree of incapacity is told to the health insurance fund and to the victim."),
        rule="R16",
        article="LAT art. 63 §2",
    )
    duty = Duty("degree_changed", "insurer", ("mutuality", "victim"), "at_once", None, "R16")
    return _one(duty, (reason,), (_NO_LIMIT_SEEN,))


_NO_LIMIT_SEEN = Reason(N_("The sources give no time limit for this: tell it at once."), rule="R89")


def _healed(situation: Situation) -> Found | None:
    if situation.temporary_days is None:
        return None
    notice = time_limits.healing_notice(incapacity_days=situation.temporary_days, on=situation.accident_on)
    if not notice.value.letter:
        return Explained([], notice.because)
    return _one(
        Duty("healed", "insurer", ("victim",), "no_limit_known", None, "R18"), notice.because, (_NO_LIMIT_SEEN,)
    )


def _permanent(situation: Situation) -> Found | None:
    if not situation.permanent_incapacity:
        return None
    reason = Reason(
        N_("The agreement on a permanent incapacity is signed by the victim, then sent to Fedris for ratification."),
        rule="R20",
        article="LAT art. 65",
    )
    duty = Duty("permanent_incapacity", "insurer", ("victim", "fedris"), "no_limit_known", None, "R20")
    return _one(duty, (reason,), (_NO_LIMIT_SEEN,))


def _staff_declares(situation: Situation) -> Found | None:
    reason = Reason(
        N_("The staff member declares the accident to the authority as soon as possible."),
        rule="R61a",
        article="AR 24/1/1969; AR 13/7/1970",
    )
    return _one(Duty("accident", "staff_member", ("authority",), "as_soon_as_possible", None, "R61a"), (reason,))


def _authority(situation: Situation) -> Found | None:
    if situation.declared_on is None:
        return None
    flow = time_limits.public_declaration_flow(received_on=situation.declared_on)
    declaration = Duty("accident", "authority", ("fedris", "insurer"), "by_last_day", flow.value.declare_by, "R61a")
    decided = situation.decision or "decision"
    decision = Duty(decided, "authority", ("victim", "fedris"), "by_last_day", flow.value.decide_by, "R61a")
    return Explained([declaration, decision], flow.because)


def _public_healed(situation: Situation) -> Found | None:
    if situation.temporary_days is None:
        return None
    notice = public_sector.healing_notice(incapacity_days=situation.temporary_days, accident_on=situation.accident_on)
    if not notice.value.employer_notice:
        return Explained([], notice.because)
    duty = Duty("healed", "authority", ("victim",), "by_last_day", notice.value.notice_on, "R61d")
    return _one(duty, notice.because)


def _public_permanent(situation: Situation) -> Found | None:
    if not situation.permanent_incapacity and not situation.degree_changed:
        return None
    settled = public_sector.who_settles(matter="degree")
    return Explained([], settled.because, (Reason(_NOT_IN_SUMMARY, rule="R89"),))


_NOT_IN_SUMMARY = N_("The sources name no duty to tell of a permanent degree in the public scheme: ask the authority.")


Step = Callable[[Situation], Found | None]
_INSPECTION: tuple[Step, ...] = (_at_once, _report)
_PRIVATE: tuple[Step, ...] = (_declare, _decide, _degree, _healed, _permanent)
_PUBLIC: tuple[Step, ...] = (_staff_declares, _authority, _public_healed, _public_permanent)


Route = Literal["ask_fedris", "labour_court"]


@dataclass(frozen=True, slots=True)
class Routes:
    """What can be done against a refusal, the last day for it, and whether Fedris examines it without being asked."""

    routes: tuple[Route, ...]
    last_day: date
    fedris_examines_by_itself: bool


_EXAMINED_SINCE_YEAR = 2024


def against_refusal(
    *, regime: str, right_born_on: date, refused_on: date | None = None, serious: bool = False
) -> Explained[Routes]:
    """The ways against a refusal and their last day, three years from the birth of the right (R90, R22, R61g)."""
    public = checked_regime(regime) == PUBLIC
    if refused_on is not None and refused_on < right_born_on:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."),
            field="refused_on",
            day=refused_on,
            earliest=right_born_on,
        )
    limit = time_limits.prescription(right_born_on=right_born_on, interrupted_on=None, regime=regime)
    article = "law 3/7/1967 art. 20decies" if public else "LAT art. 63"
    because = [
        Reason(N_("The victim may ask Fedris to examine the refusal; Fedris inquires."), {}, "R90", article),
        Reason(_FEDRIS_DISAGREES_PUBLIC if public else _FEDRIS_DISAGREES, {}, "R90", article),
        Reason(N_("The labour court decides in the end, whatever Fedris thinks."), {}, "R90", article),
        *limit.because,
    ]
    warnings = list(limit.warnings)
    announced = serious and not public and refused_on is not None and refused_on.year >= _EXAMINED_SINCE_YEAR
    if announced:
        sentence = N_(
            "Fedris announced in 2024 that it examines every refused serious accident: the file must be complete enough"
            " to be read again."
        )
        warnings.append(Reason(sentence, {}, "R90", article))
    return Explained(Routes(("ask_fedris", "labour_court"), limit.value, announced), tuple(because), tuple(warnings))


_FEDRIS_DISAGREES = N_("If Fedris disagrees, it argues with the insurer.")
_FEDRIS_DISAGREES_PUBLIC = N_(
    "If Fedris and the authority do not agree, Fedris writes its view by registered letter, which the authority hands"
    " to the labour court; Fedris may also go to court itself."
)
