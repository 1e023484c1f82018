"""Who decides and declares, what a decision says, who advances, when is paid, which flow (R12, R15-R19, R23, R25)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.period import add_months, add_years
from accident_manager.foundation.refusal import N_
from accident_manager.law.parameters import known, parameter
from accident_manager.law.time_limits import PUBLIC, checked_regime

_DISPUTE_ARTICLE = "LAT art. 63 §4"
_CHARTER = "law 11/4/1995 art. 13 and 14"


def who_decides(*, regime: str) -> Explained[Literal["insurer", "authority"]]:
    """Who decides whether it is an accident at work (R12; R62 for the public scheme)."""
    if checked_regime(regime) == PUBLIC:
        because = (
            Reason(N_("The authority decides; an insurer is only its reinsurer or agent."), {}, "R62", "law 3/7/1967"),
            Reason(
                N_("A letter that refuses comes from the authority, never from the insurer."), {}, "R62", "law 3/7/1967"
            ),
        )
        return Explained("authority", because)
    because = (
        Reason(N_("The insurer decides, never the employer."), {}, "R12", "LAT art. 62 and 63"),
        Reason(
            N_("The employer declares every event that may be an accident at work, also when in doubt."),
            {},
            "R12",
            "LAT art. 62 and 63",
        ),
    )
    return Explained("insurer", because)


def victim_may_declare_until(*, accident_on: date) -> Explained[date]:
    """The last day on which the victim or a beneficiary can declare to the insurer (R15, A7)."""
    years = known("victim_declaration_years", accident_on)
    last = add_years(accident_on, years.whole)
    because = Reason(
        N_("The victim or a beneficiary can also declare, within %(years)s years after %(start)s."),
        {"years": years.whole, "start": accident_on},
        "R15",
        parameter("victim_declaration_years").article,
        f"{accident_on} + {years.whole} x 12 months",
        last.isoformat(),
        (years.read,),
    )
    return Explained(last, (because,))


Benefit = Literal["total_incapacity", "partial_incapacity", "permanent_incapacity", "third_party_help", "medical_costs"]
BENEFITS: tuple[Benefit, ...] = (
    "total_incapacity",
    "partial_incapacity",
    "permanent_incapacity",
    "third_party_help",
    "medical_costs",
)


def advanced_in_dispute(*, benefit: Benefit) -> Explained[bool]:
    """Whether the insurer advances a benefit in a dispute on the kind or degree of the incapacity (R17)."""
    sentence = (
        N_("In a dispute on the kind or degree of incapacity the insurer does not have to advance medical costs.")
        if benefit == "medical_costs"
        else N_("In a dispute on the kind or degree of incapacity the insurer advances this benefit.")
    )
    because = [Reason(sentence, {}, "R17", _DISPUTE_ARTICLE)]
    if benefit != "medical_costs":
        sentence = N_("A payment without reservation interrupts the prescription.")
        because.append(Reason(sentence, {}, "R17", _DISPUTE_ARTICLE))
    return Explained(benefit != "medical_costs", tuple(because))


_LACKS = {
    "reasons": N_("The decision gives no reasons that the victim can understand."),
    "appeal_possible": N_("The decision does not say that one can go to court."),
    "court_address": N_("The decision does not give the address of the court."),
    "appeal_form_and_time": N_("The decision does not say in which form and within which time."),
    "law_on_costs": N_("The decision does not mention the law on the costs of the proceedings."),
    "file_reference": N_("The decision does not give the reference of the file."),
    "service_to_ask": N_("The decision does not name the service that answers questions."),
}
DECISION_MENTIONS = tuple(_LACKS)


@dataclass(frozen=True, slots=True)
class DecisionLetter:
    """What a decision lacks, and whether the time to appeal starts with it."""

    missing: tuple[str, ...]
    appeal_period_starts: bool


def decision_letter(*, present: frozenset[str]) -> Explained[DecisionLetter]:
    """The mentions of a written decision (R19). `present` holds words of DECISION_MENTIONS.

    Without a mention about the appeal the time to appeal does not start; a decision without reasons is irregular.
    """
    missing = tuple(mention for mention in DECISION_MENTIONS if mention not in present)
    starts = not set(missing) - {"reasons"}
    because = [Reason(_LACKS[mention], {}, "R19", _CHARTER) for mention in missing]
    sentence = (
        N_("The decision holds every mention about the appeal: the time to appeal starts with it.")
        if starts
        else N_("As long as a mention about the appeal is missing, the time to appeal does not start.")
    )
    because.append(Reason(sentence, {}, "R19", _CHARTER))
    months = known("charter_decision_months", None)
    general = Reason(
        N_(
            "In general a decision is taken within %(count)s months, and paid within %(count)s months; this comes from"
            " general knowledge of the law and has to be confirmed."
        ),
        {"count": months.whole},
        "R19",
        parameter("charter_decision_months").article,
        reads=(months.read,),
    )
    return Explained(DecisionLetter(missing, starts), tuple(because), (general,))


@dataclass(frozen=True, slots=True)
class PaymentDate:
    """When a benefit is paid: with the wage, or by a last day."""

    rhythm: Literal["with_the_wage", "once"]
    last_day: date | None


def daily_allowance_payment() -> Explained[PaymentDate]:
    """Daily allowances are paid on the same dates as the wage (R23)."""
    sentence = N_(
        "Daily allowances are paid on the same days as the wage: workers often twice a month, employees monthly."
    )
    return Explained(PaymentDate("with_the_wage", None), (Reason(sentence, {}, "R23", "LAT art. 42"),))


def funeral_payment(*, death_on: date) -> Explained[PaymentDate]:
    """The funeral indemnity is paid within one month of the death, then interest runs of right (R23, R68)."""
    months = known("funeral_payment_months", death_on)
    last = add_months(death_on, months.whole)
    because = Reason(
        N_("The funeral indemnity is paid within one month after %(start)s; then interest runs of right."),
        {"start": death_on},
        "R23",
        parameter("funeral_payment_months").article,
        f"{death_on} + {months.whole} months",
        last.isoformat(),
        (months.read,),
    )
    return Explained(PaymentDate("once", last), (because,))


Flow = Literal["declaration", "monthly_report", "resumption", "serious_accident"]
_SCENARIOS: dict[str, tuple[str, str]] = {
    "declaration": ("1", N_("The employer declares the accident to the insurer with the social risk declaration.")),
    "monthly_report": ("2", N_("The employer reports each month to the insurer while the incapacity lasts.")),
    "resumption": ("3", N_("The employer reports to the insurer that work is resumed.")),
    "serious_accident": ("4", N_("The employer reports a serious accident at once.")),
}
FLOWS = tuple(_SCENARIOS)


def electronic_flow(*, event: str) -> Explained[str]:
    """The scenario of the social risk declaration (ASR, DRS) for an event, one of FLOWS (R25)."""
    scenario, sentence = _SCENARIOS[event]
    warning = Reason(
        N_(
            "Names and numbers of the flows come from a note of 2013: check the current glossary before you build on"
            " them."
        ),
        {},
        "R25",
    )
    because = Reason(sentence, {}, "R25", "social risk declaration, accidents at work", amount=scenario)
    return Explained(scenario, (because,), (warning,))
