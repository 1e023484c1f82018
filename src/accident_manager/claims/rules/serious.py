"""Whether what is declared looks like a serious accident (R8 to R10): a proposal, which a person confirms."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accident_manager.foundation.explained import Explained
from accident_manager.law import accident
from accident_manager.law.accident import SeriousAccident


def proposal(answers: Mapping[str, Any], accident_on: date) -> Explained[SeriousAccident]:
    """From the flat values of a declaration and the day of the accident."""
    return accident.serious_accident(
        accident_on=accident_on,
        at_workplace=answers.get("accident_kind") != "commuting",
        fatal=answers.get("consequence") == "death",
        permanent_lesion=answers.get("consequence") == "permanent_incapacity_foreseen",
        deviation=answers.get("deviation"),
        agent=answers.get("material_agent"),
        injury=answers.get("injury_type"),
    )
