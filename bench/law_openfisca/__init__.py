"""The main formulas of the law a second time, for OpenFisca-Core: written from the rules (R27 to R68), not from `law/`.

It exists to disagree: whoever changes one of the two without the other is told by tests/bench. Therefore nothing here
is imported from `accident_manager.law`, and the amounts are copies with their own sources.
"""

from bench.law_openfisca.system import system

__all__ = ["system"]
