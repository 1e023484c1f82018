"""Adding an official notice in two steps (typed, then looked at with what it changes), and withdrawing one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.amounts import actions, queries
from accident_manager.amounts.actions import Change, Preview
from accident_manager.amounts.rules import Draft, NoticeUnlikely, checked_source, read_value
from accident_manager.foundation.refusal import N_, NotAllowed, NotFound, Refusal
from accident_manager.law import parameters
from accident_manager.law.parameters import Known, Parameter
from accident_manager.web.access import Request, page
from accident_manager.web.pages.amounts.numbers import number_named
from accident_manager.web.pages.amounts.words import status_of, unit_words, written
from accident_manager.web.pages.claims.inputs import PARTS, day_as_typed, day_in
from accident_manager.wording import say

T = TypeVar("T")

Errors = list[tuple[Refusal, str]]

_FIELDS = {
    "valid_from": N_("From which day does it hold?"),
    "value": N_("The value in the notice"),
    "published_on": N_("Date of the notice"),
    "source": N_("Where does it stand?"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """A value before and after, for the page; "" where there is none."""

    title: str
    unit: str
    since: date
    before: str
    before_status: tuple[str, str]
    after: str
    after_status: tuple[str, str]


@page(may="amounts.write", fresh="settings")
def add(request: Request, parameter: str) -> HttpResponseBase:
    """GET and a first POST show form and preview; `do=add` adds what the preview showed."""
    number = number_named(parameter)
    do = request.POST.get("do", "")
    if request.method != "POST" or do == "change":
        return _form(request, number, [])
    draft, errors = _draft(request, number)
    if draft is None:
        return _form(request, number, errors)
    try:
        if do == "add":
            actions.add_notice(parameter, draft, request.actor)
            messages.success(request, N_("The notice has been added. Every calculation reads it from now on."))
            return redirect(reverse("amounts-number", args=[parameter]))
        return _preview(request, number, draft, actions.preview(parameter, draft, request.actor))
    except NoticeUnlikely as unlikely:
        found = actions.preview(parameter, draft, request.actor)
        return _preview(request, number, draft, found, errors=[(unlikely, "confirmed")])
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _form(request, number, [(refusal, refusal.field or "")])


@page(may="amounts.write", fresh="settings")
def withdraw(request: Request, notice_id: UUID) -> HttpResponseBase:
    notice = queries.notice(notice_id, request.actor)
    number, back = number_named(notice.parameter), reverse("amounts-number", args=[notice.parameter])
    try:
        if request.method == "POST":
            actions.withdraw_notice(notice_id, request.actor)
            messages.success(request, N_("The notice has been withdrawn. It stays readable here."))
            return redirect(back)
        changes = actions.preview_of_withdrawal(notice_id, request.actor)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(back)
    context = {
        **_around(number),
        "notice": notice,
        "value": written(notice.value, number.unit, request.language),
        "changes": _changes(changes, request.language),
        "back": back,
    }
    return render(request, "pages/amounts/withdraw.html", context)


def _draft(request: Request, number: Parameter) -> tuple[Draft | None, Errors]:
    """What was typed, or what is wrong with it, field by field."""
    errors: Errors = []

    def read(field: str, how: Callable[[], T]) -> T | None:
        try:
            return how()
        except Refusal as refusal:
            errors.append((refusal, field))
            return None

    valid_from = read("valid_from", lambda: day_in(request, "valid_from"))
    value: Decimal | None = read("value", lambda: read_value(request.POST.get("value", ""), number.unit))
    published_on = read("published_on", lambda: day_in(request, "published_on"))
    source = read("source", lambda: checked_source(request.POST.get("source", "")))
    if valid_from is None or value is None or published_on is None or source is None:
        return None, errors
    return Draft(valid_from, value, source, published_on, "confirmed" in request.POST), errors


def _form(request: Request, number: Parameter, errors: Errors) -> HttpResponse:
    context = {
        **_around(number),
        "typed": request.POST,
        "valid_from": day_as_typed(request, "valid_from"),
        "published_on": day_as_typed(request, "published_on"),
        "errors": [(_named(refusal, number, field, request.language), field) for refusal, field in errors],
        "error": {field: _said(refusal, number, request.language) for refusal, field in errors},
    }
    return render(request, "pages/amounts/notice.html", context, status=422 if errors else 200)


def _preview(
    request: Request, number: Parameter, draft: Draft, found: Preview, *, errors: Errors | None = None
) -> HttpResponse:
    """What would change, with the fields kept as typed."""
    fields = ("value", "source", *(f"{name}.{part}" for name in ("valid_from", "published_on") for part in PARTS))
    context = {
        **_around(number),
        "typed": [(name, request.POST.get(name, "")) for name in fields],
        "draft": draft,
        "changes": _changes(found.changes, request.language),
        "doubt": _said(found.doubt, number, request.language) if found.doubt else "",
        "errors": [(_said(refusal, number, request.language), field) for refusal, field in errors or []],
        "error": {field: _said(refusal, number, request.language) for refusal, field in errors or []},
    }
    return render(request, "pages/amounts/notice_preview.html", context, status=422 if errors else 200)


def _said(refusal: Refusal, number: Parameter, language: str) -> str:
    """A refusal, values of the law written as the language does."""
    values = {
        name: written(value, number.unit, language)
        for name, value in refusal.values.items()
        if name in {"previous", "value"}
    }
    return say(refusal, language, **values)


def _named(refusal: Refusal, number: Parameter, field: str, language: str) -> str:
    """For the summary: the words of the field, then what is wrong with it."""
    problem = _said(refusal, number, language)
    if field not in _FIELDS:
        return problem
    label = say(_FIELDS[field], language)
    if label.endswith("?"):
        return f"{label} {problem}"
    return say("%(question)s: %(answer)s", language, question=label, answer=problem)


def _around(number: Parameter) -> Mapping[str, Any]:
    title = parameters.title(number.name)
    return {
        "title": title,
        "unit": unit_words(number.unit),
        "yearly": number.yearly,
        "crumbs": [(N_("Amounts"), reverse("amounts")), (title, reverse("amounts-number", args=[number.name]))],
    }


def _changes(changes: list[Change], language: str) -> list[Changed]:
    found = []
    for change in changes:
        unit = parameters.built_in(change.parameter).unit

        def said(known: Known | None, unit: str = unit) -> str:
            return written(known.read.value, unit, language) if known else ""

        found.append(
            Changed(
                title=parameters.title(change.parameter),
                unit=unit_words(unit),
                since=change.valid_from,
                before=said(change.before),
                before_status=status_of(change.before),
                after=said(change.after),
                after_status=status_of(change.after),
            )
        )
    return found
