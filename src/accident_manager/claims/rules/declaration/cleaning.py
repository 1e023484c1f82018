"""From a form to stored answers and problems, for one page.

Only inputs that are present in the form are read; the others keep what is stored. So a list of checkboxes must also
send its name with an empty text, or unticking all of them would go unnoticed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accident_manager.claims.rules.declaration.checks import check_all
from accident_manager.claims.rules.declaration.fields import Answers, Field, is_asked, values_of
from accident_manager.claims.rules.declaration.parsing import input_names, parse
from accident_manager.claims.rules.declaration.problems import Problem
from accident_manager.claims.rules.declaration.progress import missing
from accident_manager.claims.rules.declaration.steps import step_fields
from accident_manager.foundation.refusal import InvalidInput
from accident_manager.wording import form

Raw = Mapping[str, Sequence[str]]

# Text that cannot be read yet is kept up to this length; a longer one is refused by `clean` and not kept by `autosave`.
LONGEST_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page that was read.

    `values`: what was typed and can be read. `raw`: what was typed and cannot, by input name. `problems` stop the
    sending (invalid, missing, contradiction), `warnings` do not; both in the order of the page. `answers` is the stored
    shape with this page in it: save it whatever the problems.
    """

    values: dict[str, Any]
    raw: dict[str, str]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    answers: dict[str, dict[str, Any]] = field(repr=False)


def clean(step_slug: str, raw: Raw, *, scheme: str, answers: Answers, today: date) -> Cleaned:
    """Read a page that the person says is ready: everything wrong or missing on it is a problem."""
    read = _read(step_slug, raw, scheme, answers)
    stored = read.stored(answers)
    values = stored["values"]
    found = [problem for leaf, problem in read.invalid if is_asked(leaf, scheme, values)]
    wrong = {problem.field_key for problem in found}
    found += [p for p in missing(values, scheme) if p.step == step_slug and p.field_key not in wrong]
    found += [
        p for p in check_all(values, scheme=scheme, today=today) if p.step == step_slug and p.field_key not in wrong
    ]
    order = {leaf.key: place for place, leaf in enumerate(_leaves(step_slug, scheme))}
    found.sort(key=lambda problem: order.get(problem.field_key, len(order)))
    return Cleaned(
        values=read.values,
        raw=read.raw,
        problems=tuple(p for p in found if not p.is_warning),
        warnings=tuple(p for p in found if p.is_warning),
        answers=stored,
    )


def autosave(
    step_slug: str, raw: Raw, *, scheme: str, answers: Answers, today: date | None = None
) -> dict[str, dict[str, Any]]:
    """The stored shape with what was typed so far on this page, a single input or all of them. Never complains."""
    return _read(step_slug, raw, scheme, answers).stored(answers)


def inputs(field: Field, answers: Answers, language: str = "en") -> dict[str, str | list[str]]:
    """What stands in the inputs of a field that is not a group, by input name: what was typed and cannot be read, else
    the value as a person of this language types it. For checkboxes the list of codes."""
    texts = _texts(field, values_of(answers).get(field.key), language)
    typed = answers.get("raw")
    if isinstance(typed, Mapping):
        texts.update({name: typed[name] for name in input_names(field) if name in typed})
    return texts


@dataclass(slots=True)
class _Page:
    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    invalid: list[tuple[Field, Problem]] = field(default_factory=list)
    read: list[Field] = field(default_factory=list)

    def stored(self, answers: Answers) -> dict[str, dict[str, Any]]:
        keys = {leaf.key for leaf in self.read}
        names = {name for leaf in self.read for name in input_names(leaf)}
        typed = answers.get("raw")
        return {
            "values": {**{k: v for k, v in values_of(answers).items() if k not in keys}, **self.values},
            "raw": {
                **{n: t for n, t in (typed.items() if isinstance(typed, Mapping) else ()) if n not in names},
                **self.raw,
            },
        }


def _read(step_slug: str, raw: Raw, scheme: str, answers: Answers) -> _Page:
    page = _Page()
    for leaf in _leaves(step_slug, scheme):
        names = input_names(leaf)
        if not any(name in raw for name in (leaf.key, *names)):
            continue
        typed = _typed(leaf, raw, answers)
        try:
            value = parse(leaf, typed)
        except InvalidInput as no:
            page.invalid.append((leaf, Problem(leaf.key, no.sentence, no.values, step_slug)))
            kept = {name: _joined(typed[name]) for name in names if name in typed}
            if sum(map(len, kept.values())) > LONGEST_KEPT:
                # Not kept and not cut: what was stored before stays.
                continue
            page.raw.update(kept)
        else:
            if value is not None:
                page.values[leaf.key] = value
        page.read.append(leaf)
    return page


def _typed(leaf: Field, raw: Raw, answers: Answers) -> dict[str, Sequence[str]]:
    """The inputs of a field; those of a date that were not sent this time are as they were."""
    names = input_names(leaf)
    sent = {name: raw[name] for name in (leaf.key, *names) if name in raw}
    if len(names) == 1 or leaf.key in sent:
        return sent
    return {**{name: [str(text)] for name, text in inputs(leaf, answers).items()}, **sent}


def _joined(given: Sequence[str]) -> str:
    if isinstance(given, str):
        return given
    return given[-1] if given else ""


def _leaves(step_slug: str, scheme: str) -> Iterator[Field]:
    return (leaf for field in step_fields(step_slug, scheme) for leaf in field.leaves if not field.prefilled)


def _texts(field: Field, value: Any, language: str) -> dict[str, str | list[str]]:
    names = input_names(field)
    if value in (None, "", []):
        return dict.fromkeys(names, field.default)
    if field.kind == "choices":
        return {field.key: list(value)}
    try:
        match field.kind:
            case "date":
                day = date.fromisoformat(value)
                return dict(zip(names, (str(day.day), str(day.month), f"{day.year:04}"), strict=True))
            case "datetime":
                at = datetime.fromisoformat(value)
                texts = (str(at.day), str(at.month), f"{at.year:04}", f"{at:%H:%M}")
                return dict(zip(names, texts, strict=True))
            case "money" | "decimal":
                return {field.key: form.number(Decimal(value), language)}
    except (ValueError, TypeError, ArithmeticError):
        # Imported answers may hold anything: show it as it is, `check_all` says what is wrong with it.
        return {**dict.fromkeys(names, ""), names[0]: str(value)}
    return {field.key: str(value)}
