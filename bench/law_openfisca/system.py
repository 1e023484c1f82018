"""The tax and benefit system: entities, variables and parameters put together."""

from functools import cache
from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from bench.law_openfisca.entities import Household, Person

HERE = Path(__file__).parent


@cache
def system() -> TaxBenefitSystem:
    """One system for a whole process: it holds no case."""
    made = TaxBenefitSystem([Person, Household])
    made.load_parameters(str(HERE / "parameters"))
    made.add_variables_from_directory(str(HERE / "variables"))
    return made
