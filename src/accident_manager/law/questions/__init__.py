"""The topics of the door, one module a subject: facts read by name, typed functions called, results written as text.

Each module ends with QUESTIONS: topic to function. The names of topics, facts and results are a contract with the
people who check the law from outside: they do not change.
"""

from collections.abc import Mapping

from accident_manager.law.facts import Facts
from accident_manager.law.refused import DoesNotApply
from accident_manager.law.time_limits import PRIVATE, PUBLIC, REGIMES

_REGIME = {regime: regime for regime in REGIMES}

# Where an accident happened. Only the workplace counts for R8 and R11.
PLACES: Mapping[str, str] = {
    "workplace": "workplace",
    "telework": "elsewhere",
    "other": "elsewhere",
    "elsewhere": "elsewhere",
    "public_road": "elsewhere",
    "commuting": "commuting",
    "commute": "commuting",
    "on_the_way": "commuting",
    "way_to_work": "commuting",
    "way_to_or_from_work": "commuting",
}


def either_regime(facts: Facts) -> str:
    """The scheme, private where none is given."""
    return facts.choice("regime", _REGIME, PRIVATE)


def only(facts: Facts, regime: str) -> None:
    """DoesNotApply when the facts name the other scheme."""
    if facts.choice("regime", _REGIME, regime) != regime:
        raise DoesNotApply(field="regime")


__all__ = ["PLACES", "PRIVATE", "PUBLIC", "either_regime", "only"]
