"""The benefit of a file, whichever it is: what a portfolio asks for on a day."""

import numpy as np
from openfisca_core.periods import DAY, ETERNITY
from openfisca_core.variables import Variable

from bench.law_openfisca.entities import Person
from bench.law_openfisca.exact import KINDS


class kind_of_benefit(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    label = "Place in KINDS"


class benefit_of_day(Variable):
    value_type = int
    entity = Person
    definition_period = DAY

    def formula(person, period):
        return np.choose(person("kind_of_benefit", period), [person(kind, period) for kind in KINDS])
