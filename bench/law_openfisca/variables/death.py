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


class survivors_annuity(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "What this person gets a year for the death of the victim"

    def formula(person, period, parameters):
        household, law = person.household, parameters(period).death
        # Three factors of a wage pass int64; these arrays hold Python's whole numbers, which end nowhere.
        base = household("death_base_wage", period).astype(object)
        children = household.nb_persons(Household.CHILD).astype(object)
        has_partner = household.nb_persons(Household.PARTNER) > 0
        full = household("lost_both_parents", period)
        rate = np.where(full, law.full_orphan_percent, law.half_orphan_percent).astype(object)
        group = np.where(full, law.full_orphans_most_percent, law.half_orphans_most_percent).astype(object)
        # All shares in the same unit, 1/(100 x number of children) of a cent, so that nothing is divided on the way.
        unit = 100 * np.maximum(children, 1)
        partner = law.partner_percent * np.maximum(children, 1) * base
        alimony = household("yearly_alimony", period).astype(object)
        partner = np.where(alimony >= 0, np.minimum(partner, alimony * unit), partner) * has_partner
        child = np.minimum(rate * children, group) * base * (children > 0)
        parent_rate = np.where(has_partner, law.parent_percent_with_partner, law.parent_percent_without_partner)
        parent = np.where(children > 0, 0, parent_rate * base)
        together = partner + child * children + parent * household.nb_persons(Household.PARENT)
        most = law.overall_most_percent * np.maximum(children, 1) * base
        own = np.select(
            [person.has_role(Household.PARTNER), person.has_role(Household.CHILD), person.has_role(Household.PARENT)],
            [partner, child, parent],
            0,
        )
        # R67: above 75 % all are cut in proportion.
        cut = together > most
        return half_up(np.where(cut, own * most, own), np.where(cut, unit * together, unit)).astype(np.int64)


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
    label = "The annuities of the children together: the sum of what is paid"

    def formula(household, period):
        return household.sum(household.members("survivors_annuity", period), role=Household.CHILD)


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
