"""Death: R63 to R68. Each survivor's annuity is an item of its own and rounded once (A1)."""

import numpy as np
from openfisca_core.periods import ETERNITY
from openfisca_core.variables import Variable

from bench.law_openfisca.entities import Household, Person
from bench.law_openfisca.exact import half_up, wide


class lost_both_parents(Variable):
    value_type = bool
    entity = Household
    definition_period = ETERNITY
    label = "The children are full orphans"


class yearly_alimony(Variable):
    value_type = int
    entity = Household
    definition_period = ETERNITY
    default_value = -1
    label = "Alimony (cents a year) of a divorced or separated partner; -1: neither divorced nor separated (R64)"


class death_base_wage(Variable):
    value_type = int
    entity = Household
    definition_period = ETERNITY
    label = "Base wage of the victim, or his annual remuneration in the public scheme (R63)"

    def formula(household, period):
        return household.victim("base_wage_permanent", period)


def _shares(household, period, parameters):
    """What each partner, child and parent has, the children together, and all together, before R67 cuts.

    All in the same unit, 1/(100 x number of children) of a cent, so that nothing is divided on the way: (shares, unit).
    Three factors of a wage pass int64, so these arrays hold Python's whole numbers, which end nowhere.
    """
    law = parameters(period).death
    base = _whole(household("death_base_wage", period))
    children = _whole(household.nb_persons(Household.CHILD))
    has_partner = household.nb_persons(Household.PARTNER) > 0
    full = household("lost_both_parents", period)
    rate = _whole(np.where(full, law.full_orphan_percent, law.half_orphan_percent))
    group = _whole(np.where(full, law.full_orphans_most_percent, law.half_orphans_most_percent))
    divisor = np.maximum(children, 1)
    unit = 100 * divisor
    partner = law.partner_percent * divisor * base
    alimony = _whole(household("yearly_alimony", period))
    partner = np.where(alimony >= 0, np.minimum(partner, alimony * unit), partner) * has_partner
    child = np.minimum(rate * children, group) * base * (children > 0)
    parent_rate = _whole(np.where(has_partner, law.parent_percent_with_partner, law.parent_percent_without_partner))
    parent = np.where(children > 0, 0, parent_rate * base)
    together = partner + child * children + parent * _whole(household.nb_persons(Household.PARENT))
    most = law.overall_most_percent * divisor * base
    return {
        "partner": partner,
        "child": child,
        "parent": parent,
        "group": group * divisor * base,
        "together": together,
        "most": most,
    }, unit


def _whole(numbers):
    """OpenFisca counts persons in floats."""
    return numbers.astype(np.int64).astype(object)


def _cut(share, shares, unit):
    """A share in cents, cut in proportion where all together pass 75 % (R67)."""
    cut = shares["together"] > shares["most"]
    numerator = np.where(cut, share * shares["most"], share)
    return half_up(numerator, np.where(cut, unit * shares["together"], unit)).astype(np.int64)


class share_of_partner(Variable):
    value_type = int
    entity = Household
    definition_period = ETERNITY

    def formula(household, period, parameters):
        shares, unit = _shares(household, period, parameters)
        return _cut(shares["partner"], shares, unit)


class share_of_child(Variable):
    value_type = int
    entity = Household
    definition_period = ETERNITY

    def formula(household, period, parameters):
        shares, unit = _shares(household, period, parameters)
        return _cut(shares["child"], shares, unit)


class share_of_parent(Variable):
    value_type = int
    entity = Household
    definition_period = ETERNITY

    def formula(household, period, parameters):
        shares, unit = _shares(household, period, parameters)
        return _cut(shares["parent"], shares, unit)


class survivors_annuity(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "What this person gets a year for the death of the victim"

    def formula(person, period):
        roles = {"partner": Household.PARTNER, "child": Household.CHILD, "parent": Household.PARENT}
        return np.select(
            [person.has_role(role) for role in roles.values()],
            [person.household(f"share_of_{name}", period) for name in roles],
            0,
        )


class partner_annuity(Variable):
    value_type = int
    entity = Household
    definition_period = ETERNITY

    def formula(household, period):
        return household.sum(household.members("survivors_annuity", period), role=Household.PARTNER)


class children_annuities(Variable):
    value_type = int
    entity = Household
    definition_period = ETERNITY
    label = "The annuities of the children together; the limits of R63 and R67 hold to the cent, whatever is rounded"

    def formula(household, period, parameters):
        shares, unit = _shares(household, period, parameters)
        paid = household.sum(household.members("survivors_annuity", period), role=Household.CHILD)
        group = _cut(shares["group"], shares, unit)
        overall = half_up(shares["most"], unit).astype(np.int64) - household("partner_annuity", period)
        return np.minimum(np.minimum(paid, group), overall)


class parents_annuities(Variable):
    value_type = int
    entity = Household
    definition_period = ETERNITY

    def formula(household, period):
        return household.sum(household.members("survivors_annuity", period), role=Household.PARENT)


class funeral_indemnity(Variable):
    value_type = int
    entity = Household
    definition_period = ETERNITY
    label = "base x 30 / 365, whatever the real cost (R68)"

    def formula(household, period, parameters):
        law = parameters(period)
        return half_up(wide(household("death_base_wage", period)) * law.death.funeral_days, law.temporary.divisor)
