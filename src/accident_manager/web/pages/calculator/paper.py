"""An answer of the calculator as PDF: the answer, the facts, each step with what it read, what to bear in mind."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from accident_manager import papers
from accident_manager.foundation.explained import Explained
from accident_manager.foundation.refusal import N_
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.papers import CalculationPaper
from accident_manager.papers.data import Section
from accident_manager.papers.data import Step as PaperStep
from accident_manager.web.pages.calculator.answer import Answer, Number, Row, Step, answer, entered
from accident_manager.web.pages.calculator.register import Topic
from accident_manager.wording import say
from accident_manager.wording.citing import cite
from accident_manager.wording.speech import written

PROVISIONAL = N_(
    "This answer is provisional: a number that it read is computed or assumed, or the law leaves a point open. Each is"
    " marked below."
)
STORED_NOWHERE = N_("Calculated from the facts above. They are kept nowhere.")


def printed(
    topic: Topic,
    facts: Mapping[str, Any],
    found: Explained[dict[str, Any]],
    insurer: InsurerInfo,
    language: str,
    at: datetime,
) -> bytes:
    laid_out = answer(topic.name, found, language)
    data: CalculationPaper = {
        "language": language,
        "title": say(topic.title, language),
        "letterhead": {"name": insurer.name, "tagline": insurer.tagline, "colour": insurer.brand_seed},
        "footer": say(
            "%(name)s · %(topic)s · calculated on %(at)s",
            language,
            name=insurer.name,
            topic=say(topic.title, language),
            at=at,
        ),
        "intro": say(topic.says, language),
        "main": [laid_out.main.label, laid_out.main.value],
        "provisional": say(PROVISIONAL, language) if laid_out.provisional else "",
        "results": {
            "title": say(N_("All results"), language),
            "head": [say(N_("Result"), language), say(N_("Value"), language)],
            "rows": _rows(laid_out.rest),
        },
        "tables": [{"title": table.label, "heads": table.heads, "rows": table.rows} for table in laid_out.tables],
        "facts": {
            "title": say(N_("Facts entered"), language),
            "head": [say(N_("Fact"), language), say(N_("Value"), language)],
            "rows": _rows(entered(topic.name, facts, language)),
        },
        "steps": {
            "title": say(N_("Step by step"), language),
            "rows": [_step(step, language) for step in laid_out.steps],
        },
        "mind": _mind(laid_out, language),
        "note": say(STORED_NOWHERE, language),
    }
    return papers.render("calculation", data, created=at)


def _rows(rows: list[Row]) -> list[list[str]]:
    return [[row.label, row.value] for row in rows]


def _step(step: Step, language: str) -> PaperStep:
    law = " · ".join(part for part in (step.rule, cite(step.article, language)) if part)
    amount = step.amount
    return {
        "what": step.what,
        "how": step.how,
        "amount": written(amount, language) if isinstance(amount, Decimal) or amount else "",
        "law": law,
        "reads": [_number(number, language) for number in step.numbers],
    }


def _number(number: Number, language: str) -> str:
    """One line: name, value and unit, since when, how sure, where it stands."""
    title, value = say(number.title, language), number.value
    said = say(
        "%(question)s: %(answer)s", language, question=title, answer=f"{value} {say(number.unit, language)}".strip()
    )
    since = say(N_("Since %(day)s"), language, day=number.since) if number.since else ""
    source = "".join(piece.url or piece.text for piece in number.source)
    return " · ".join(part for part in (said, since, say(number.status[0], language), source) if part)


def _mind(laid_out: Answer, language: str) -> Section:
    warnings = [
        "\n".join(
            [
                " · ".join(part for part in (warned.what, warned.rule, cite(warned.article, language)) if part),
                *(_number(number, language) for number in warned.numbers),
            ]
        )
        for warned in laid_out.warnings
    ]
    return {"title": say(N_("To bear in mind"), language), "items": [*warnings, *laid_out.confidence]}
