"""Permanent incapacity: R48, its indexing R50, and the public annuity R55 to R59."""

import numpy as np
from openfisca_core.periods import DAY, ETERNITY
from openfisca_core.variables import Variable

from bench.law_openfisca.entities import Person
from bench.law_openfisca.exact import COEFFICIENT_UNIT, DEGREE_UNIT, QUARTERS, cents, half_up, on_days, scaled, wide


class permanent_degree(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Degree of permanent incapacity, in ten-thousandths of a percent"


class factor_in_quarters(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "1/2 below 5 %, 3/4 from 5 % to below 10 %, 1 from 10 % (R48)"

    def formula(person, period, parameters):
        # A quotient of whole numbers is below 5 exactly when its numerator is: 4.9999 % does not become 5 % (A10).
        percent = person("permanent_degree", period) / DEGREE_UNIT
        return parameters(period).permanent.factor.calc(percent) * QUARTERS


class annual_allowance(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "base x degree / 100 x factor (R48)"

    def formula(person, period):
        share = wide(person("permanent_degree", period)) * person("factor_in_quarters", period)
        return half_up(wide(person("base_wage_permanent", period)) * share, 100 * DEGREE_UNIT * QUARTERS)


class annual_remuneration(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Annual remuneration at the accident, full-time, public scheme (R56)"


class public_coefficient(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Coefficient of public salaries on the day of the accident, in ten-thousandths (R57)"

    def formula(person, period):
        series = person.simulation.tax_benefit_system.parameters.index_public_salaries
        return on_days(series, person("accident_date", period), COEFFICIENT_UNIT)


class deindexed_remuneration(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Remuneration / coefficient, to be shown (R57, step 1)"

    def formula(person, period):
        wage = wide(person("annual_remuneration", period))
        return cents(half_up(wage * COEFFICIENT_UNIT, wide(person("public_coefficient", period))))


class capped_remuneration(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "At most the ceiling at index 138.01, to be shown (R57, step 2)"

    def formula(person, period, parameters):
        ceiling = scaled(parameters(period).public_remuneration_ceiling, 100)
        return np.minimum(person("deindexed_remuneration", period), ceiling)


class public_annuity(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "De-indexed, capped, x degree x factor, indexed again to the accident; one rounding, at the end (R57)"

    def formula(person, period, parameters):
        ceiling = scaled(parameters(period).public_remuneration_ceiling, 100)
        coefficient = wide(person("public_coefficient", period))
        wage = wide(person("annual_remuneration", period))
        # min(wage / coefficient, ceiling) x coefficient = min(wage, ceiling x coefficient): no division on the way.
        used = np.minimum(wage * COEFFICIENT_UNIT, ceiling * coefficient)
        share = wide(person("permanent_degree", period)) * person("factor_in_quarters", period)
        return cents(half_up(used * share, COEFFICIENT_UNIT * 100 * DEGREE_UNIT * QUARTERS))


class is_in_service(Variable):
    value_type = bool
    entity = Person
    definition_period = ETERNITY


class public_annuity_due(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "While functions are exercised at most 25 % of the capped remuneration, in the accident's money (R57, R59)"

    def formula(person, period, parameters):
        ceiling = scaled(parameters(period).public_remuneration_ceiling, 100)
        percent = parameters(period).public.in_service_percent
        used = np.minimum(
            wide(person("annual_remuneration", period)) * COEFFICIENT_UNIT,
            ceiling * wide(person("public_coefficient", period)),
        )
        annuity = person("public_annuity", period)
        most = half_up(used * percent, 100 * COEFFICIENT_UNIT)
        return np.where(person("is_in_service", period), np.minimum(annuity, most), annuity)


class prior_degree(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Degree of earlier annuities, of the private scheme too (R59)"


class payable_degree(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "What of the new degree is paid: in service at most 25 % with the earlier ones (R59)"

    def formula(person, period, parameters):
        most = parameters(period).public.in_service_percent * DEGREE_UNIT
        degree = person("permanent_degree", period)
        left = np.maximum(most - person("prior_degree", period), 0)
        return np.where(person("is_in_service", period), np.minimum(degree, left), degree)


class remuneration_used(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "The remuneration used for an annuity, already capped (R59)"


class annuity_of_remuneration_used(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY

    def formula(person, period):
        share = wide(person("permanent_degree", period)) * person("factor_in_quarters", period)
        return half_up(wide(person("remuneration_used", period)) * share, 100 * DEGREE_UNIT * QUARTERS)


class annuity_in_service(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "At most 25 % of the remuneration used, while functions are exercised (R59)"

    def formula(person, period, parameters):
        percent = parameters(period).public.in_service_percent
        annuity = person("annuity_of_remuneration_used", period)
        most = half_up(wide(person("remuneration_used", period)) * percent, 100)
        return np.where(person("is_in_service", period), np.minimum(annuity, most), annuity)


class annuity_at_138_01(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Public annuity at index 138.01"


class coefficient_now(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class later_public_annuity(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "An indexed public annuity on a later day: at 138.01 x coefficient of that day (R58)"

    def formula(person, period):
        annuity = wide(person("annuity_at_138_01", period)) * person("coefficient_now", period)
        return cents(half_up(annuity, COEFFICIENT_UNIT))


class public_annuity_of_day(Variable):
    value_type = int
    entity = Person
    definition_period = DAY
    label = "An indexed public annuity on one day, the coefficient that of the day (R58)"

    def formula(person, period, parameters):
        now = scaled(parameters(period).index_benefits_public, COEFFICIENT_UNIT)
        return cents(half_up(wide(person("annuity_at_138_01", period)) * now, COEFFICIENT_UNIT))


class pays_with_index(Variable):
    value_type = bool
    entity = Person
    definition_period = DAY
    label = "From 16 %: quarterly and indexed (R58)"

    def formula(person, period, parameters):
        return person("permanent_degree", period) >= parameters(period).public.indexed_from_degree * DEGREE_UNIT
