"""Time limits: declaration, decision, healing, revision, prescription, and who decides and pays meanwhile.

Days are Europe/Brussels calendar days. The triggering day does not count and the last day counts in full (A5); a last
day that is no working day stays where it is (A6, a setting): the answer then also names the working day before it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.period import add_years
from accident_manager.foundation.refusal import N_
from accident_manager.foundation.workdays import add_working_days, working_day_on_or_before
from accident_manager.law.conventions import after_days
from accident_manager.law.parameters import Known, known, parameter
from accident_manager.law.refused import Contradiction, DoesNotApply, OutOfRange, checked_days
from accident_manager.law.settings import setting

PRIVATE, PUBLIC = "private_1971", "public_1967"
REGIMES = (PRIVATE, PUBLIC)


def last_working_day(last_day: date) -> date:
    """The working day on or before a legal last day, for whoever wants to be sure that somebody is at work (A6)."""
    return working_day_on_or_before(last_day)


def declaration_deadline(
    *, accident_on: date, regime: str, employer_received_on: date | None = None, shift: str | None = None
) -> Explained[date]:
    """The last day on which the employer declares.

    Private: accident + 8 calendar days (R13). Public: 2 calendar days after the authority received the staff member's
    declaration (R61a); as long as that day is not known, counted from the accident, with a warning. `shift` is a
    reading of the setting `last_day_shift`.
    """
    if checked_regime(regime) == PRIVATE:
        return _in_days(accident_on, "declaration_days", _DECLARE_PRIVATE, shift)
    if employer_received_on is None:
        found = _in_days(accident_on, "public_declaration_days", _DECLARE_PUBLIC, shift)
        return Explained(found.value, found.because, (Reason(_RECEIPT_NOT_KNOWN, rule="R61a"), *found.warnings))
    _not_before(employer_received_on, accident_on, "employer_received_on")
    return _in_days(employer_received_on, "public_declaration_days", _DECLARE_PUBLIC, shift)


_DECLARE_PRIVATE = N_("The employer declares within %(count)s calendar days, counted from the day after %(start)s.")
_DECLARE_PUBLIC = N_(
    "The authority enters the declaration in Publiato within %(count)s calendar days, counted from the day after"
    " %(start)s."
)
_RECEIPT_NOT_KNOWN = N_(
    "The day on which the authority received the declaration is not known: the period is counted from the accident."
)


def light_declaration_deadline(
    *, accident_on: date, worsening_known_on: date | None, shift: str | None = None
) -> Explained[date | None]:
    """The last day to declare what began as a light accident (R7): None as long as the state has not got worse.

    8 calendar days, counted from the day after the employer knew. An older page of the Fund counts from that day.
    """
    if worsening_known_on is None:
        none = Reason(
            N_("A light accident is not declared to the insurer; it is entered in the first-aid register."),
            rule="R7",
            article=parameter("light_accident_worsening_days").article,
        )
        return Explained(None, (none,))
    _not_before(worsening_known_on, accident_on, "worsening_known_on")
    found = _in_days(
        worsening_known_on,
        "light_accident_worsening_days",
        N_(
            "The light accident got worse: it is declared within %(count)s calendar days, counted from the day after"
            " the employer knew (%(start)s)."
        ),
        shift,
    )
    earlier = Reason(
        N_("An older page of the Fund counts one day less: declare by %(day)s to be safe."),
        {"day": after_days(found.value, -1)},
        rule="R7",
    )
    return Explained(found.value, found.because, (earlier, *found.warnings))


def late_days(*, last_day: date, declared_on: date, regime: str = PRIVATE) -> Explained[int]:
    """By how many calendar days a declaration is late, 0 when it is not (R14)."""
    late = max(0, (declared_on - last_day).days)
    private = checked_regime(regime) == PRIVATE
    rule = "R14" if private else "R61a"
    article = parameter("declaration_days" if private else "public_declaration_days").article
    if not late:
        in_time = Reason(N_("The declaration of %(day)s is in time."), {"day": declared_on}, rule, article, amount="0")
        return Explained(0, (in_time,))
    arithmetic = f"{declared_on} - {last_day}"
    return Explained(
        late,
        (
            Reason(
                N_("The declaration came %(count)s days after the last day."),
                {"count": late},
                rule,
                article,
                arithmetic,
                str(late),
            ),
            Reason(
                N_("A late declaration is received and handled like any other: the victim loses no right by it."),
                rule=rule,
                article=article,
            ),
        ),
    )


def decision_deadline(*, received_on: date, regime: str, shift: str | None = None) -> Explained[date]:
    """The last day to decide, counted from receipt of the declaration: the insurer (R16) or the authority (R61a)."""
    if checked_regime(regime) == PRIVATE:
        sentence = N_(
            "The insurer accepts, refuses or says that it doubts within %(count)s calendar days, counted from the day"
            " after it received the declaration (%(start)s)."
        )
        return _in_days(received_on, "decision_days", sentence, shift)
    sentence = N_(
        "The authority, not the insurer, decides within %(count)s calendar days, counted from the day after it received"
        " the declaration (%(start)s)."
    )
    return _in_days(received_on, "public_decision_days", sentence, shift)


Decision = Literal["acceptance", "refusal", "doubt"]


def notification_recipients(*, decision: Decision) -> Explained[tuple[str, ...]]:
    """Who is told of the insurer's decision: "victim", and on refusal or doubt "fedris" and "mutuality" (R16)."""
    article = parameter("decision_days").article
    if decision == "acceptance":
        told = Reason(N_("The victim is told that the accident is accepted."), rule="R16", article=article)
        return Explained(("victim",), (told,))
    told = Reason(
        N_(
            "A refusal or a doubt is notified to the victim, to Fedris and to the victim’s health insurance fund,"
            " within the time to decide."
        ),
        rule="R16",
        article=article,
    )
    return Explained(("victim", "fedris", "mutuality"), (told,))


def payer_while_undecided(*, incapacity_day: int) -> Explained[str]:
    """Who pays on the n-th day of incapacity while the insurer has not accepted (R17).

    "employer_guaranteed_wage" in the days of guaranteed wage, then "mutuality", which recovers from the insurer.
    """
    checked_days(incapacity_day, "incapacity_day", least=1)
    days = known("guaranteed_wage_days", None)
    if incapacity_day <= days.whole:
        sentence = N_("In the first %(count)s days of incapacity the employer pays the guaranteed wage.")
        payer = "employer_guaranteed_wage"
    else:
        sentence = N_(
            "After the first %(count)s days of incapacity the health insurance fund pays and later recovers it"
            " from the insurer."
        )
        payer = "mutuality"
    because = Reason(sentence, {"count": days.whole}, "R17", "LAT art. 63 §4", reads=(days.read,))
    return Explained(payer, (because,))


@dataclass(frozen=True, slots=True)
class HealingNotice:
    """What the insurer sends when it declares the victim healed, and from which day the three years run."""

    letter: bool
    certificate: bool
    period_starts_from: Literal["accident_date", "letter_date"]


def healing_notice(*, incapacity_days: int, on: date | None = None) -> Explained[HealingNotice]:
    """Healing without permanent incapacity after so many days of incapacity (R18). `on` dates the thresholds."""
    checked_days(incapacity_days, "incapacity_days")
    letter, certificate = known("healing_letter_days", on), known("healing_certificate_days", on)
    article = parameter("healing_letter_days").article
    warnings = tuple(
        Reason(_EXACTLY, {"limit": limit.whole}, "R18", article)
        for limit in (letter, certificate)
        if incapacity_days == limit.whole
    )
    notice = HealingNotice(
        letter=incapacity_days > letter.whole,
        certificate=incapacity_days > certificate.whole,
        period_starts_from="letter_date" if incapacity_days > letter.whole else "accident_date",
    )
    if not notice.letter:
        sentence = N_(
            "Up to %(count)s days of temporary incapacity no letter is needed: the three years run from the accident."
        )
        because = [Reason(sentence, {"count": letter.whole}, "R18", article, reads=(letter.read,))]
        return Explained(notice, tuple(because), warnings)
    sentence = N_(
        "Above %(count)s days of temporary incapacity the victim gets a separate letter; its date starts the three"
        " years."
    )
    because = [Reason(sentence, {"count": letter.whole}, "R18", article, reads=(letter.read,))]
    if notice.certificate:
        sentence = N_("Above %(count)s days of temporary incapacity a medical certificate of healing is added.")
    else:
        sentence = N_("Up to %(count)s days of temporary incapacity no medical certificate of healing is needed.")
    because.append(Reason(sentence, {"count": certificate.whole}, "R18", article, reads=(certificate.read,)))
    return Explained(notice, tuple(because), warnings)


_EXACTLY = N_(
    "One official page counts exactly %(limit)s days among the longer incapacities; the law says “more than”, and the"
    " law is followed."
)


@dataclass(frozen=True, slots=True)
class ContestPeriod:
    """The days between which a declaration of healing can be contested, both included."""

    starts: date
    last_day: date


def healing_contest_period(
    *, incapacity_days: int, accident_on: date, letter_on: date | None
) -> Explained[ContestPeriod]:
    """Three years from the accident, or from the healing letter where one is needed (R18, R21)."""
    if letter_on is not None:
        _not_before(letter_on, accident_on, "letter_on")
    notice = healing_notice(incapacity_days=incapacity_days, on=letter_on or accident_on)
    if notice.value.letter and letter_on is None:
        raise Contradiction(
            N_("After so many days of incapacity the period begins with the healing letter: give its date."),
            field="letter_on",
        )
    starts = letter_on if notice.value.letter and letter_on is not None else accident_on
    found = revision_period(
        start_event="healing_letter" if notice.value.letter else "accident", start_on=starts, regime=PRIVATE
    )
    because = (*notice.because, *found.because)
    return Explained(ContestPeriod(starts, found.value), because, (*notice.warnings, *found.warnings))


_REVISION_PRIVATE = {
    "ratification": N_("The agreement was ratified on %(start)s: it can be revised for %(years)s years from that day."),
    "final_judgment": N_(
        "The judgment became final on %(start)s: it can be revised for %(years)s years from that day."
    ),
    "appeal_ruling": N_(
        "The labour court of appeal ruled on %(start)s: the ruling can be revised for %(years)s years from that day."
    ),
    "healing_letter": N_(
        "The healing letter is dated %(start)s: the healing can be contested for %(years)s years from that day."
    ),
    "accident": N_("The %(years)s years run from the day of the accident, %(start)s."),
}
_REVISION_PUBLIC = {
    "notification_of_decision": N_(
        "The decision was notified on %(start)s: it can be revised for %(years)s years from that day."
    ),
    "final_judgment": _REVISION_PRIVATE["final_judgment"],
}
REVISION_STARTS = {PRIVATE: tuple(_REVISION_PRIVATE), PUBLIC: tuple(_REVISION_PUBLIC)}


def revision_period(*, start_event: str, start_on: date, regime: str) -> Explained[date]:
    """The last day of the revision period, which nothing extends (R21, R61f). Starts: REVISION_STARTS[regime]."""
    name, sentences = (
        ("revision_years", _REVISION_PRIVATE)
        if checked_regime(regime) == PRIVATE
        else ("public_revision_years", _REVISION_PUBLIC)
    )
    if start_event not in sentences:
        raise DoesNotApply(
            N_("The revision period of this scheme does not start with this event."), field="start_event"
        )
    return _in_years(start_on, name, sentences[start_event])


def prescription(*, right_born_on: date, interrupted_on: date | None, regime: str) -> Explained[date]:
    """The last day before prescription: 3 years from the day the right is born, or from its last interruption (R22)."""
    private = checked_regime(regime) == PRIVATE
    name = "prescription_years" if private else "public_prescription_years"
    born = _in_years(
        right_born_on, name, N_("The right was born on %(start)s and is prescribed after %(years)s years.")
    )
    warnings = () if private else (Reason(_PUBLIC_PRESCRIPTION, rule="R61g", article=parameter(name).article),)
    if interrupted_on is None:
        return Explained(born.value, born.because, warnings)
    _not_before(interrupted_on, right_born_on, "interrupted_on")
    if interrupted_on > born.value:
        late = Reason(
            N_("The interruption of %(day)s came after the last day: it changes nothing."),
            {"day": interrupted_on},
            parameter(name).rule,
            parameter(name).article,
        )
        return Explained(born.value, (*born.because, late), warnings)
    found = _in_years(
        interrupted_on,
        name,
        N_(
            "A registered letter, a court action or an unreserved payment interrupted it on %(start)s: %(years)s new"
            " years run."
        ),
    )
    return Explained(found.value, (*born.because, *found.because), warnings)


_PUBLIC_PRESCRIPTION = N_(
    "The sources give the three years of the public scheme for contesting a refusal; for other claims it is our"
    " reading."
)


@dataclass(frozen=True, slots=True)
class PublicFlow:
    """The two last days of an authority after it received a staff member's declaration."""

    declare_by: date
    decide_by: date


def public_declaration_flow(*, received_on: date, shift: str | None = None) -> Explained[PublicFlow]:
    """Entry in Publiato and legal decision, counted from the authority's receipt (R61a)."""
    declare = _in_days(received_on, "public_declaration_days", _DECLARE_PUBLIC, shift)
    decide = decision_deadline(received_on=received_on, regime=PUBLIC, shift=shift)
    # The warning of A6 once.
    warnings = declare.warnings or decide.warnings
    return Explained(PublicFlow(declare.value, decide.value), (*declare.because, *decide.because), warnings)


def checked_regime(regime: str) -> str:
    """The regime itself. OutOfRange when it is neither the private nor the public scheme."""
    if regime not in REGIMES:
        raise OutOfRange(
            N_("The scheme is private_1971 (law of 10 April 1971) or public_1967 (law of 3 July 1967)."), field="regime"
        )
    return regime


def _in_days(trigger: date, name: str, sentence: str, shift: str | None = None) -> Explained[date]:
    found, days = parameter(name), known(name, trigger)
    last = after_days(trigger, days.whole)
    working = last_working_day(last)
    because = [
        Reason(
            sentence,
            {"count": days.whole, "start": trigger},
            found.rule,
            found.article,
            f"{trigger} + {days.whole}",
            last.isoformat(),
            (days.read,),
        )
    ]
    point = setting("last_day_shift")
    reading = point.reading(shift)
    if working == last:
        return Explained(last, tuple(because))
    moves = N_("A last day that is no working day does not move; the last working day before it is %(day)s.")
    if reading == "next_working_day":
        last = working = add_working_days(last, 1)
        moves = N_("The last day is no working day: it moves to the next one, %(day)s.")
    because.append(Reason(moves, {"day": working}, "A6", amount=working.isoformat()))
    warning = Reason(
        N_(
            "Whether a last day that is no working day moves (Civil Code, art. 1.7) is said by no source on accidents:"
            " it is a setting."
        ),
        {},
        "A6",
        point.article,
        reads=(point.reads[reading],),
    )
    return Explained(last, tuple(because), (warning,))


def _in_years(start: date, name: str, sentence: str) -> Explained[date]:
    found, years = parameter(name), known(name, start)
    last = add_years(start, years.whole)
    return Explained(last, (_years_reason(sentence, start, years, last, found.rule, found.article),))


def _years_reason(sentence: str, start: date, years: Known, last: date, rule: str, article: str) -> Reason:
    values = {"start": start, "years": years.whole}
    arithmetic = f"{start} + {years.whole} x 12 months"
    return Reason(sentence, values, rule, article, arithmetic, last.isoformat(), (years.read,))


def _not_before(day: date, earliest: date, field: str) -> None:
    if day < earliest:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."), field=field, day=day, earliest=earliest
        )
