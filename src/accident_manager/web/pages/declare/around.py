"""What every page of a declaration shows around its own subject."""

from typing import Any

from django.urls import reverse

from accident_manager.casework.declare import DraftView
from accident_manager.claims.rules.declaration import Problem, field
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_
from accident_manager.foundation.workdays import is_working_day, working_day_on_or_before
from accident_manager.wording import form, say

PAPERS = {"certificate": N_("Medical certificate"), "attachment": N_("Attachment")}


def around(view: DraftView, language: str) -> dict[str, Any]:
    """Crumbs, title and clock."""
    victim = view.info.victim
    heading = (
        say(N_("Declaration of the accident of %(name)s"), language, name=victim)
        if victim
        else say(N_("Declaration of an accident"), language)
    )
    crumbs = [
        {"label": N_("Declarations"), "url": reverse("declarations")},
        {"label": heading, "url": reverse("declare-tasks", args=[view.info.id])},
    ]
    return {"heading": heading, "crumbs": crumbs, "clock_note": _note(view, language)}


def reason_of(problem: Problem) -> Reason:
    """A problem as `say` takes it."""
    return Reason(problem.sentence, problem.values)


def named(problem: Problem, language: str) -> str:
    """A problem with the question it is about, for the summary of errors."""
    label = field(problem.field_key).full_label(language)
    if label.endswith("?"):
        return f"{label} {say(reason_of(problem), language)}"
    return say(N_("%(question)s: %(answer)s"), language, question=label, answer=reason_of(problem))


def files_of(view: DraftView, language: str, *, removable: bool = False) -> list[dict[str, Any]]:
    """The papers added so far, for the component of files."""
    return [
        {
            "name": paper.filename,
            "note": f"{say(PAPERS[paper.kind], language)}, {form.size(paper.size, language)}",
            "state": "checked",
            "url": reverse("document", args=[paper.id]),
            "remove": str(paper.id) if removable else "",
        }
        for paper in view.documents
        if paper.kind in PAPERS
    ]


def _note(view: DraftView, language: str) -> str:
    """That a last day on a weekend stays, and the last working day before it."""
    if view.info.clock is None or is_working_day(view.info.clock.last_day):
        return ""
    last = view.info.clock.last_day
    before = working_day_on_or_before(last)
    return say(
        N_("The last day is not a working day and does not move. The last working day before it is %(day)s."),
        language, day=form.long_day(before, language),
    )  # fmt: skip
