"""Base wage, private scheme: R27 to R32. Amounts in cents a year."""

from datetime import date

import numpy as np
from openfisca_core.periods import ETERNITY
from openfisca_core.variables import Variable

from bench.law_openfisca.entities import Person
from bench.law_openfisca.exact import cents, half_up, on_days, wide


class accident_date(Variable):
    value_type = date
    entity = Person
    definition_period = ETERNITY
    label = "Day of the accident: it fixes every amount of the private scheme (A12, R36)"


class is_minor_or_apprentice(Variable):
    value_type = bool
    entity = Person
    definition_period = ETERNITY


class is_part_time(Variable):
    value_type = bool
    entity = Person
    definition_period = ETERNITY


class basic_wage(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class overtime(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class premiums(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class year_end_premium(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class benefits_in_kind(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class holiday_pay(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY


class refunded_expenses(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Refund of expenses: told, and not counted (R29)"


class paid_days(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    default_value = 365


class unpaid_days(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Days neither worked nor paid, to be completed (R30)"


class full_time_wage(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "The wage as if full-time, of a part-time worker (R31)"


class wage_of_the_year(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "What was earned in the year before the accident, without holiday pay (R29)"

    def formula(person, period):
        return cents(
            sum(
                wide(person(part, period))
                for part in ("basic_wage", "overtime", "premiums", "year_end_premium", "benefits_in_kind")
            )
        )


class average_daily_wage(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Average wage of a paid day, to be shown (R30)"

    def formula(person, period):
        return half_up(wide(person("wage_of_the_year", period)), wide(person("paid_days", period)))


class hypothetical_wage(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Average wage of the paid days, for the days to complete; rounded once, at the end (R30, A1)"

    def formula(person, period):
        wage, days = wide(person("wage_of_the_year", period)), wide(person("unpaid_days", period))
        return cents(half_up(wage * days, wide(person("paid_days", period))))


class completed_wage(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Real and hypothetical wage (R30)"

    def formula(person, period):
        return cents(wide(person("wage_of_the_year", period)) + person("hypothetical_wage", period))


class base_wage_temporary(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Base wage of temporary incapacity: floor of minors, then ceiling (R27, R28, R31)"

    def formula(person, period):
        days = person("accident_date", period)
        law = person.simulation.tax_benefit_system.parameters
        wage = wide(person("completed_wage", period))
        minor = person("is_minor_or_apprentice", period)
        if minor.any():
            # Only the days of minors are looked up: the floor is known for fewer years than the ceiling.
            wage[minor] = np.maximum(wage[minor], on_days(law.base_wage_floor_minor, days[minor], 100))
        return np.minimum(wage, on_days(law.base_wage_ceiling, days, 100))


class base_wage_permanent(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Base wage of permanent incapacity and death: with holiday pay, full-time, no floor (R27, R29, R31)"

    def formula(person, period):
        ceiling = person.simulation.tax_benefit_system.parameters.base_wage_ceiling
        earned = wide(person("completed_wage", period)) + person("holiday_pay", period)
        wage = np.where(person("is_part_time", period), person("full_time_wage", period), earned)
        return np.minimum(wage, on_days(ceiling, person("accident_date", period), 100))
