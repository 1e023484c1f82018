"""Who the law speaks of: persons, and the household that a victim leaves behind."""

from openfisca_core.entities import Entity, GroupEntity

Person = Entity("person", "persons", "A victim, or somebody who survives one", "")

VICTIM = {"key": "victim", "label": "Victim", "max": 1}
PARTNER = {"key": "partner", "plural": "partners", "label": "Spouse or legal cohabitant (R64)", "max": 1}
CHILD = {"key": "child", "plural": "children", "label": "Child with a right to an annuity (R65)"}
PARENT = {"key": "parent", "plural": "parents", "label": "Parent with a right to an annuity (R66)", "max": 2}

Household = GroupEntity(
    "household", "households", "A victim and those left behind", "", [VICTIM, PARTNER, CHILD, PARENT]
)
