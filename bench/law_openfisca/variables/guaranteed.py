"""Guaranteed wage and what the insurer refunds of it: R45."""

import numpy as np
from openfisca_core.periods import ETERNITY
from openfisca_core.variables import Variable

from bench.law_openfisca.entities import Person
from bench.law_openfisca.exact import scaled


class is_employee(Variable):
    value_type = bool
    entity = Person
    definition_period = ETERNITY
    label = "Employee (employé), not worker (ouvrier)"


class has_contract_of_three_months(Variable):
    value_type = bool
    entity = Person
    definition_period = ETERNITY


class incapacity_day(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Which day of incapacity; day 1 is the day after the accident"


class is_paid_by_employer(Variable):
    value_type = bool
    entity = Person
    definition_period = ETERNITY

    def formula(person, period, parameters):
        return person("incapacity_day", period) <= parameters(period).guaranteed.days


class percent_of_wage(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Share of the wage that the victim gets on that day, in hundredths of a percent"

    def formula(person, period, parameters):
        law = parameters(period).guaranteed
        in_full = person("is_employee", period) & person("has_contract_of_three_months", period)
        in_full |= person("incapacity_day", period) <= law.full_days
        by_employer = np.where(in_full, scaled(law.full_percent, 100), scaled(law.reduced_percent, 100))
        by_insurer = scaled(parameters(period).temporary.percent, 100)
        return np.where(person("is_paid_by_employer", period), by_employer, by_insurer)


class wage_paid_by_employer(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "What the employer paid for the days counted in `incapacity_days`"


class refund_to_employer(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "The insurer's daily indemnities, not more than the wage paid"

    def formula(person, period):
        return np.minimum(person("allowance", period), person("wage_paid_by_employer", period))


class rest_to_victim(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY

    def formula(person, period):
        return person("allowance", period) - person("refund_to_employer", period)
