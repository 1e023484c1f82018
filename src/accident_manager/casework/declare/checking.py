"""What is wrong with a whole draft: the form's own checks, and what only policies and establishments can tell."""

from datetime import date

from accident_manager.claims.models import Draft
from accident_manager.claims.rules import declaration as form
from accident_manager.claims.rules.declaration import Problem
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import N_
from accident_manager.policies import queries as policies

_NO_POLICY = {
    "private_1971": N_(
        "No policy for private-sector staff covers %(employer)s on %(day)s. Check the date; if it is right, call us."
    ),
    "public_1967": N_(
        "No policy for public-sector staff covers %(employer)s on %(day)s. Check the date; if it is right, call us."
    ),
}


def everything_wrong(draft: Draft) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What stops the sending, and what only raises a doubt; in the order of the pages."""
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for step in form.steps_for(draft.scheme):
        # What was typed and could not be read is read again, to say why.
        cleaned = form.clean(
            step.slug, draft.answers.get("raw", {}), scheme=draft.scheme, answers=draft.answers, today=clock.today()
        )
        problems += [*cleaned.problems, *house_problems(draft, step.slug)]
        warnings += cleaned.warnings
    return tuple(problems), tuple(warnings)


def house_problems(draft: Draft, step_slug: str) -> list[Problem]:
    """What the insurer's own registers say against the answers of a page."""
    values = form.declared(draft.answers, draft.scheme)
    found = []
    accident = form.field("accident_date")
    day = _day(values.get(accident.key)) if accident.step == step_slug else None
    # What lies in the future is wrong for another reason already.
    known_day = day is not None and day <= clock.today()
    if day and known_day and policies.policy_covering(draft.employer_id, draft.scheme, day) is None:
        said = {"employer": draft.employer.name, "day": day}
        found.append(Problem(accident.key, _NO_POLICY[draft.scheme], said, step_slug, "contradiction"))
    unit = form.field("establishment_unit_number")
    number = values.get(unit.key) if unit.step == step_slug else None
    if number and number not in {known.number for known in policies.units_of(draft.employer_id)}:
        sentence = N_("This establishment does not belong to the employer: choose one of the list.")
        found.append(Problem(unit.key, sentence, {}, step_slug, "contradiction"))
    return found


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None
