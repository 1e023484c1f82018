"""Temporary incapacity, private scheme: R38, R40, R41, R43. A day is rounded first, then multiplied (A2)."""

import numpy as np
from openfisca_core.periods import DAY, ETERNITY
from openfisca_core.variables import Variable

from bench.law_openfisca.entities import Person
from bench.law_openfisca.exact import (
    COEFFICIENT_UNIT,
    DEGREE_UNIT,
    cents,
    half_up,
    months_later,
    on_days,
    scaled,
    wide,
)


class incapacity_days(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Calendar days of the benefit period, both ends included (A4)"


class daily_allowance(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "A day of total incapacity: base x 90 / 100 / 365, never 366 (R38, A3)"

    def formula(person, period, parameters):
        law = parameters(period).temporary
        return half_up(wide(person("base_wage_temporary", period)) * law.percent, 100 * law.divisor)


class allowance(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "The days of total incapacity together (A2)"

    def formula(person, period):
        return cents(wide(person("daily_allowance", period)) * person("incapacity_days", period))


class coefficient_at_accident(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY

    def formula(person, period):
        series = person.simulation.tax_benefit_system.parameters.index_benefits_private
        return on_days(series, person("accident_date", period), COEFFICIENT_UNIT)


class indexed_daily_allowance(Variable):
    value_type = int
    entity = Person
    definition_period = DAY
    label = "The daily allowance of one day: once three months have passed, x coefficient now / at the accident (R43)"

    def formula(person, period, parameters):
        law = parameters(period).temporary
        now = scaled(parameters(period).index_benefits_private, COEFFICIENT_UNIT)
        months = law.months_before_indexing
        day = np.datetime64(str(period.start), "D")
        passed = day > months_later(person("accident_date", period), months)
        then = wide(person("coefficient_at_accident", period))
        base = wide(person("base_wage_temporary", period)) * law.percent
        # One rounding: the index multiplies the unrounded day.
        indexed = half_up(base * now, 100 * law.divisor * then)
        return np.where(passed, indexed, person("daily_allowance", period))


class period_wage_before(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class period_wage_after(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class partial_allowance(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Work partly resumed: wage before less wage after, never below zero (R40)"

    def formula(person, period):
        return np.maximum(person("period_wage_before", period) - person("period_wage_after", period), 0)


class temporary_degree(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class has_valid_reason(Variable):
    value_type = bool
    entity = Person
    definition_period = ETERNITY
    label = "A valid reason to refuse or stop the work that was offered (R41)"


class refused_work_daily(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "With a valid reason as total incapacity, else base x degree / 100 / 365 without the 90 % (R41)"

    def formula(person, period, parameters):
        divisor = parameters(period).temporary.divisor
        by_degree = wide(person("base_wage_temporary", period)) * person("temporary_degree", period)
        without = half_up(by_degree, 100 * DEGREE_UNIT * divisor)
        return np.where(person("has_valid_reason", period), person("daily_allowance", period), without)


class refused_work_allowance(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY

    def formula(person, period):
        return cents(wide(person("refused_work_daily", period)) * person("incapacity_days", period))
