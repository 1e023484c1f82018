"""Death: annuities of partner, children and others, who has a right and until when, funeral, late death."""

from datetime import date
from decimal import Decimal
from typing import cast

from accident_manager.foundation.explained import Explained
from accident_manager.law import death
from accident_manager.law.door import Result, written
from accident_manager.law.facts import FactMissing, Facts
from accident_manager.law.questions import either_regime
from accident_manager.law.questions.public_annuity import readings
from accident_manager.law.settings import setting

_REDUCTIONS, _STARTS = readings("death_reduction"), readings("death_annuity_start")


def _reduction(facts: Facts) -> str:
    return facts.choice("reduction", _REDUCTIONS, setting("death_reduction").taken)


def _children(facts: Facts) -> int:
    return facts.whole("children", most=death.MOST_HEIRS)


def death_annuities(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    children, both = _children(facts), facts.flag("children_lost_both_parents", default=False)
    found = death.annuities(
        base=facts.amount("base_wage_eur"),
        partner=facts.flag("partner"),
        half_orphans=0 if both else children,
        full_orphans=children if both else 0,
        alimony=facts.maybe_amount("partner_is_divorced_with_yearly_alimony_eur"),
        on=facts.maybe_day("death_date"),
        reduction=_reduction(facts),
    )
    return Explained(_survivors(found.value), found.because, found.warnings)


def _survivors(survivors: death.Survivors) -> Result:
    result: Result = {}
    if survivors.partner is not None:
        result["partner_eur"] = written(survivors.partner)
    group = survivors.half_orphans or survivors.full_orphans
    if group:
        result["child_each_eur"] = written(group.each)
        result["children_total_eur"] = written(group.total)
    if not result:
        result["children_total_eur"] = "0.00"
    return result


def death_annuities_mixed(facts: Facts) -> Explained[Result]:
    """Children of whom some lost one parent and some both: a group each."""
    either_regime(facts)
    found = death.annuities(
        base=facts.amount("base_wage_eur"),
        partner=facts.flag("partner"),
        half_orphans=facts.whole("children_lost_one_parent", most=death.MOST_HEIRS),
        full_orphans=facts.whole("children_lost_both_parents", most=death.MOST_HEIRS),
        on=facts.maybe_day("death_date"),
        reduction=_reduction(facts),
    )
    result: Result = {"partner_eur": written(found.value.partner or Decimal(0))}
    for name, group in (("one_parent", found.value.half_orphans), ("both_parents", found.value.full_orphans)):
        each, total = (group.each, group.total) if group else (Decimal(0), Decimal(0))
        result[f"child_lost_{name}_each_eur"] = written(each)
        result[f"children_lost_{name}_total_eur"] = written(total)
    result["total_eur"] = written(found.value.total)
    return Explained(result, found.because, found.warnings)


def death_annuities_over_time(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = death.over_time(
        base=facts.amount("base_wage_eur"),
        partner=facts.flag("partner"),
        children_until=facts.days("children_until", most=death.MOST_HEIRS),
        full_orphans=facts.flag("children_lost_both_parents", default=False),
        died_on=facts.day("death_date"),
        start=facts.choice("start", _STARTS, setting("death_annuity_start").taken),
        reduction=_reduction(facts),
    )
    periods = [
        {
            "from": written(period.start),
            "to": written(period.to),
            **_survivors(period.survivors),
        }
        for period in found.value
    ]
    return Explained({"periods": periods}, found.because, found.warnings)


def death_annuities_parents(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = death.other_heirs(
        kind="parents",
        base=facts.amount("base_wage_eur"),
        number=facts.whole("parents", most=2),
        partner=facts.flag("partner"),
        children=_children(facts),
        direct_benefit=facts.flag("direct_benefit", default=True),
        on=facts.maybe_day("death_date"),
    )
    return Explained({"parent_each_eur": written(found.value.each)}, found.because, found.warnings)


_KINDS: dict[str, str] = {kind: kind for kind in death.KINDS}


def death_annuities_others(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = death.other_heirs(
        kind=cast(death.Kind, facts.choice("heirs", _KINDS)),
        base=facts.amount("base_wage_eur"),
        number=facts.whole("number", most=death.MOST_HEIRS),
        partner=facts.flag("partner"),
        children=_children(facts),
        other_nearer_heirs=facts.flag("other_nearer_heirs", default=False),
        direct_benefit=facts.flag("direct_benefit", default=True),
        lost_both_parents=facts.flag("lost_both_parents", default=False),
        on=facts.maybe_day("death_date"),
    )
    result = {"each_eur": written(found.value.each), "total_eur": written(found.value.total)}
    return Explained(result, found.because, found.warnings)


_BONDS: dict[str, str] = {bond: bond for bond in death.BONDS}


def death_partner_eligible(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = death.partner_eligible(
        bond=cast(death.Bond, facts.choice("bond", _BONDS)),
        accident_on=facts.day("accident_date"),
        died_on=facts.day("death_date"),
        bond_since=facts.maybe_birth_day("bond_since"),
        support_contract=facts.flag("contract_with_duty_of_support", default=False),
        common_child=facts.flag("common_child", default=False),
        child_benefit=facts.flag("dependent_child_with_child_benefit", default=False),
        alimony=facts.flag("alimony", default=False),
    )
    return Explained({"eligible": found.value}, found.because, found.warnings)


def death_child_until(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = death.child_last_day(
        born_on=_birth_day(facts, "birth_date"),
        died_on=facts.day("death_date"),
        child_benefit_until=facts.maybe_day("child_benefit_until"),
        disabled=facts.flag("disabled", default=False),
    )
    return Explained({"last_day": written(found.value)}, found.because, found.warnings)


def death_ascendants_until(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = death.ascendants_last_day(
        victim_born_on=_birth_day(facts, "victim_birth_date"),
        died_on=facts.day("death_date"),
        main_earner=facts.flag("victim_was_main_earner", default=False),
    )
    return Explained({"last_day": written(found.value)}, found.because, found.warnings)


def _birth_day(facts: Facts, key: str) -> date:
    found = facts.maybe_birth_day(key)
    if found is None:
        raise FactMissing(field=key)
    return found


def death_annuity_start(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = death.annuities_start(
        died_on=facts.day("death_date"),
        reading=facts.choice("start", _STARTS, setting("death_annuity_start").taken),
    )
    return Explained({"from": written(found.value)}, found.because, found.warnings)


def death_after_revision(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = death.annuities_due(died_on=facts.day("death_date"), revision_ended_on=facts.maybe_day("revision_ended_on"))
    return Explained({"annuities": found.value, "death_allowance": not found.value}, found.because, found.warnings)


def funeral_indemnity(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = death.funeral(
        base=facts.amount("base_wage_eur"),
        health_insurance_amount=facts.maybe_amount("health_insurance_funeral_eur"),
        died_on=facts.maybe_day("death_date"),
    )
    return Explained({"indemnity_eur": written(found.value.amount)}, found.because, found.warnings)


QUESTIONS = {
    "death_annuities": death_annuities,
    "death_annuities_mixed": death_annuities_mixed,
    "death_annuities_over_time": death_annuities_over_time,
    "death_annuities_parents": death_annuities_parents,
    "death_annuities_others": death_annuities_others,
    "death_partner_eligible": death_partner_eligible,
    "death_child_until": death_child_until,
    "death_ascendants_until": death_ascendants_until,
    "death_annuity_start": death_annuity_start,
    "death_after_revision": death_after_revision,
    "funeral_indemnity": funeral_indemnity,
}
