"""The public annuity: amount, later index, payment, cap in service, revision, capital."""

from decimal import Decimal

from accident_manager.foundation.explained import Explained
from accident_manager.foundation.refusal import N_
from accident_manager.law import public_annuity as public
from accident_manager.law.conventions import bare
from accident_manager.law.door import Result, written
from accident_manager.law.facts import FactMissing, Facts
from accident_manager.law.questions import PUBLIC, only
from accident_manager.law.refused import Contradiction
from accident_manager.law.settings import setting


def readings(name: str) -> dict[str, str]:
    """The readings of an open point, for a fact that names one of them."""
    return {reading: reading for reading in setting(name).readings}


def public_remuneration(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    parts = {"salary": facts.amount("salary_eur")}
    for name in public.PARTS:
        amount = facts.maybe_amount(f"{name}_eur")
        if amount is not None:
            parts[name] = amount
    share = facts.percent("working_time_percent") if facts.given("working_time_percent") else Decimal(100)
    other = facts.maybe_amount("other_public_jobs_eur") or Decimal(0)
    facts.maybe_amount("private_job_eur")
    found = public.remuneration(parts=parts, working_time=share, other_public_jobs=other)
    return Explained({"annual_remuneration_eur": written(found.value)}, found.because, found.warnings)


def public_annuity(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    accident_on, coefficient = facts.maybe_day("accident_date"), facts.maybe_number("index_coefficient_at_accident")
    if accident_on is None and coefficient is None:
        raise FactMissing(field=facts.either("index_coefficient_at_accident", "accident_date"))
    found = public.annuity(
        remuneration=facts.amount("annual_remuneration_indexed_eur"),
        degree=facts.percent("degree_percent"),
        coefficient=coefficient,
        accident_on=accident_on,
        consolidated_on=facts.maybe_day("consolidation_date"),
        still_in_service=facts.flag("still_in_service"),
        deindexation=facts.choice(
            "deindexation", readings("public_deindexation"), setting("public_deindexation").taken
        ),
    )
    result = {
        "deindexed_eur": written(found.value.deindexed),
        "capped_eur": written(found.value.capped),
        "factor": bare(found.value.factor),
        "annual_annuity_eur": written(found.value.annual),
        "payment": found.value.payment.frequency,
        "later_indexation": found.value.payment.indexed,
    }
    return Explained(result, found.because, found.warnings)


def public_annuity_later_index(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    on, coefficient = facts.maybe_day("on"), facts.maybe_number("coefficient_now")
    if on is None and coefficient is None:
        raise FactMissing(field=facts.either("coefficient_now", "on"))
    found = public.later_indexed(
        base_annuity=facts.amount("base_annuity_at_138_01_eur"),
        degree=facts.percent("degree_percent"),
        coefficient=coefficient,
        on=on,
    )
    return Explained({"annual_annuity_eur": written(found.value)}, found.because, found.warnings)


def public_payment_frequency(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public.payment(degree=facts.percent("degree_percent"))
    return Explained({"payment": found.value.frequency, "indexed": found.value.indexed}, found.because, found.warnings)


def _after_service(facts: Facts) -> str:
    point = setting("public_after_service")
    return facts.choice("after_service", readings(point.name), point.taken)


def public_25_percent_cap(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public.capped_in_service(
        remuneration_used=facts.amount("remuneration_used_eur"),
        degree=facts.percent("degree_percent"),
        still_in_service=facts.flag("still_in_service"),
        after_service=_after_service(facts),
    )
    result = {
        "annuity_before_cap_eur": written(found.value.before),
        "annuity_paid_eur": written(found.value.paid),
    }
    return Explained(result, found.because, found.warnings)


def public_25_percent_cap_previous(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public.payable_beside_earlier(
        earlier_degree=facts.percent("prior_degree_percent"),
        new_degree=facts.percent("new_degree_percent"),
        still_in_service=facts.flag("still_in_service"),
        after_service=_after_service(facts),
    )
    return Explained({"degree_payable_for_new_annuity_percent": bare(found.value)}, found.because, found.warnings)


def public_revision_effect(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    start, last = facts.maybe_day("decision_notified_on"), facts.maybe_day("revision_ends_on")
    requested = facts.day("requested_on")
    for day, late in ((start, False), (last, True)):
        if day is not None and (requested > day if late else requested < day):
            raise Contradiction(
                N_("The request lies outside the revision period: check the dates."), field="requested_on"
            )
    found = public.revision_effect(requested_on=requested)
    return Explained({"effect_from": written(found.value)}, found.because, found.warnings)


def capital_conversion_date_public(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public.capital_conversion(
        requested_on=facts.day("requested_on"), revision_ended_on=facts.day("revision_ended_on")
    )
    return Explained({"conversion_date": written(found.value.on)}, found.because, found.warnings)


QUESTIONS = {
    "public_remuneration": public_remuneration,
    "public_annuity": public_annuity,
    "public_annuity_later_index": public_annuity_later_index,
    "public_payment_frequency": public_payment_frequency,
    "public_25_percent_cap": public_25_percent_cap,
    "public_25_percent_cap_previous": public_25_percent_cap_previous,
    "public_revision_effect": public_revision_effect,
    "capital_conversion_date_public": capital_conversion_date_public,
}
