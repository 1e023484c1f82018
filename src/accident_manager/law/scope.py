"""Whom the law covers: insured, small statutes, platforms, fault, abroad, reintegration (R81-R83, R85, R86, R88)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.refusal import N_
from accident_manager.law.parameters import known, parameter
from accident_manager.law.refused import DoesNotApply
from accident_manager.law.time_limits import PUBLIC, checked_regime

_INSURED_ARTICLE = "LAT art. 1 to 3"
InsuredBy = Literal["employer", "agency", "voucher_company"]

_EMPLOYER = N_("Whoever is under the social security of employees is insured by the employer.")
_DOMESTIC = N_("Domestic staff of any kind are insured by the employer, even for a few hours a week.")
_STUDENT = N_("A job student is insured by the employer, also when exempt from social security.")
_AGENCY = N_("The temporary work agency insures, not the user company.")
_VOUCHERS = N_("The service voucher company insures.")
_NOT_INSURED = N_("This person is not under the social security of employees: the health insurance takes the costs.")
INSURED: dict[str, tuple[InsuredBy | None, str]] = {
    "worker": ("employer", _EMPLOYER),
    "employee": ("employer", _EMPLOYER),
    "apprentice": ("employer", _EMPLOYER),
    "job_student": ("employer", _STUDENT),
    "domestic_worker": ("employer", _DOMESTIC),
    "flexi_job": ("employer", _EMPLOYER),
    "agency_worker": ("agency", _AGENCY),
    "agency_student": ("agency", _AGENCY),
    "service_voucher_worker": ("voucher_company", _VOUCHERS),
    "self_employed": (None, _NOT_INSURED),
    "company_director": (None, _NOT_INSURED),
    "liberal_profession": (None, _NOT_INSURED),
    "unemployed": (None, _NOT_INSURED),
}
ELSEWHERE = {
    "trainee": N_("Training on the work floor has its own question: petit_statut."),
    "platform_worker": N_("Self-employed people on platforms have their own question: platform_worker_insurance."),
}


def insured_by(*, status: str, void_contract: bool = False) -> Explained[InsuredBy | None]:
    """Who insures a person of this status (a key of INSURED) in the private scheme; None: nobody must (R81).

    DoesNotApply for the keys of ELSEWHERE, which have their own questions.
    """
    if status in ELSEWHERE:
        raise DoesNotApply(ELSEWHERE[status], field="status")
    who, sentence = INSURED[status]
    because = [Reason(sentence, {}, "R81", _INSURED_ARTICLE)]
    if void_contract and who is not None:
        sentence = N_("A void contract does not take the cover away.")
        because.append(Reason(sentence, {}, "R81", _INSURED_ARTICLE))
    warnings: tuple[Reason, ...] = ()
    if status == "flexi_job":
        sentence = N_("That a flexi-job follows the general rule is our reading.")
        warnings = (Reason(sentence, {}, "R81", _INSURED_ARTICLE),)
    return Explained(who, tuple(because), warnings)


def small_statute(
    *, on: date, part_of_training: bool, legal_framework: bool, apprentice_art_1bis: bool
) -> Explained[bool]:
    """Whether somebody in training on the work floor is a small statute (petit statut, klein statuut) on a day (R82).

    `part_of_training`: the training requires the work. An alternating apprentice of art. 1bis is an ordinary insured
    apprentice and therefore none. The deviating compensation of some groups is not computed here.
    """
    covered = known("petit_statut_covered", on)
    article = parameter("petit_statut_covered").article
    lacks = [
        Reason(sentence, {}, "R82", article, reads=reads)
        for fails, sentence, reads in (
            (not covered.whole, N_("Small statutes are covered since 1 January 2020 only."), (covered.read,)),
            (not part_of_training, N_("The training does not require this work: a voluntary traineeship."), ()),
            (not legal_framework, N_("The work is outside any legal framework."), ()),
            (apprentice_art_1bis, N_("Alternating apprentices are ordinary insured apprentices."), ()),
        )
        if fails
    ]
    if lacks:
        return Explained(False, tuple(lacks))
    because = Reason(
        N_(
            "Work that a training requires, inside a legal framework, on the work floor: covered at work and on the"
            " way."
        ),
        {},
        "R82",
        article,
        reads=(covered.read,),
    )
    warning = Reason(
        N_(
            "For some groups a deviating compensation applies, which is not reckoned here: look up the group in the"
            " list of Fedris, which also names who insures and declares."
        ),
        {},
        "R82",
        article,
    )
    return Explained(True, (because,), (warning,))


def platform_insurance(*, on: date) -> Explained[bool]:
    """Whether a platform that gives orders must insure its self-employed collaborators on a day (R83); never by LAT."""
    required = known("platform_insurance_required", on)
    article = parameter("platform_insurance_required").article
    sentence = (
        N_("Since 1 January 2026 a digital platform that gives orders insures its self-employed collaborators.")
        if required.whole
        else N_("Before 1 January 2026 no platform has to insure its self-employed collaborators.")
    )
    own = Reason(N_("It is a contract of its own, not the law of 10 April 1971."), {}, "R83", article)
    return Explained(bool(required.whole), (Reason(sentence, {}, "R83", article, reads=(required.read,)), own))


Fault = Literal["none", "ordinary", "gross", "intentional"]


def benefits_despite_fault(*, fault: Fault, regime: str) -> Explained[bool]:
    """Whether benefits are due in spite of a fault of the victim (R85): always, save an accident caused on purpose."""
    warnings: tuple[Reason, ...] = ()
    if checked_regime(regime) == PUBLIC:
        sentence = N_("The sources name the article of the private scheme only; for the public one it is our reading.")
        warnings = (Reason(sentence, {}, "R85"),)
    sentence = {
        "none": N_("The victim is at no fault: the benefits are due."),
        "ordinary": N_("A fault of the victim does not take the benefits away."),
        "gross": N_("Even a gross fault of the victim does not take the benefits away."),
        "intentional": N_("The victim caused the accident on purpose: no benefits are due."),
    }[fault]
    return Explained(fault != "intentional", (Reason(sentence, {}, "R85", "LAT art. 48"),), warnings)


_ABROAD_ARTICLE = "Regulations (EC) 883/2004 and 987/2009"


def mission_abroad(*, authority_possible: bool, posted: bool = False) -> Explained[bool]:
    """Whether a mission abroad is covered (R86): while the employer's authority can be exercised, even virtually."""
    sentence = (
        N_("The employer’s authority could be exercised during the mission, be it virtually: the mission is covered.")
        if authority_possible
        else N_("The employer’s authority could not be exercised: the mission is not covered.")
    )
    warnings: tuple[Reason, ...] = ()
    if posted:
        reading = N_("For a posted worker the A1 form names the State of insurance; this is our reading.")
        warnings = (Reason(reading, {}, "R86", _ABROAD_ARTICLE),)
    return Explained(authority_possible, (Reason(sentence, {}, "R86", "LAT art. 7"),), warnings)


# ISO 3166-1; Quebec by ISO 3166-2.
_EU_EEA_CH = frozenset(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()
)
_TREATIES = frozenset("DZ BA IL MK ME MA CA-QC SM RS TN TR".split())


@dataclass(frozen=True, slots=True)
class StayAbroad:
    """What a victim gets abroad: who gives the care, on which form, and whether consent comes first."""

    care_by: Literal["institution_of_stay", "treaty", "insurer"]
    form: Literal["DA1"] | None
    prior_consent: bool


def stay_abroad(*, country: str, planned_care: bool) -> Explained[StayAbroad]:
    """Care and cash benefits while the victim is in another country (R86). `country`: ISO 3166-1 code, or "CA-QC"."""
    because = [
        Reason(
            N_("Cash benefits are always paid by the institution of the State of insurance."),
            {},
            "R86",
            _ABROAD_ARTICLE,
        ),
        Reason(N_("The victim tells the insurer before leaving; the allowances go on abroad."), {}, "R86"),
    ]
    warnings: tuple[Reason, ...] = ()
    if country in _EU_EEA_CH:
        found = StayAbroad("institution_of_stay", "DA1", planned_care)
        sentence = N_(
            "Care is given by the institution of residence or stay, on the form DA1 of the insurer or Fedris."
        )
        because.append(Reason(sentence, {}, "R86", _ABROAD_ARTICLE))
    elif country in _TREATIES:
        found = StayAbroad("treaty", None, planned_care)
        because.append(Reason(N_("A bilateral treaty with this country governs the care."), {}, "R86"))
        warnings = (Reason(N_("The treaty was not read: ask Fedris for its form and conditions."), {}, "R86"),)
    else:
        found = StayAbroad("insurer", None, planned_care)
        because.append(Reason(N_("No regulation and no treaty covers care in this country."), {}, "R86"))
        warnings = (Reason(N_("What is refunded there is a matter for a person at the insurer."), {}, "R86"),)
    if planned_care:
        because.append(Reason(N_("Care abroad needs the insurer’s prior consent."), {}, "R70", "LAT art. 28 to 30"))
    return Explained(found, tuple(because), warnings)


def reintegration_path_open(*, on: date, incapacity_ended: bool) -> Explained[bool]:
    """Whether the reintegration path is open to a victim (R88): since 1/10/2022, after temporary incapacity."""
    opened = known("reintegration_path_covers_accidents", on)
    article = parameter("reintegration_path_covers_accidents").article
    if not opened.whole:
        sentence = N_("Before 1 October 2022 the path is closed to victims of accidents at work.")
    elif incapacity_ended:
        sentence = N_("The temporary incapacity has ended: the path is open to victim and employer.")
    else:
        sentence = N_(
            "As long as the temporary incapacity lasts the path is closed; gradual or adapted work goes under the law"
            " on accidents at work."
        )
    warnings: tuple[Reason, ...] = ()
    if opened.status == "assumed":
        reform = N_("A wider reform of reintegration runs in 2026; whether it reaches accidents at work was not found.")
        warnings = (Reason(reform, {}, "R88", article),)
    because = Reason(sentence, {}, "R88", article, reads=(opened.read,))
    return Explained(bool(opened.whole) and incapacity_ended, (because,), warnings)
