"""The numbers of the law by subject, and one of them with its values by day, its sources and its notices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accident_manager.amounts import queries
from accident_manager.amounts.queries import NoticeRow
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import N_, NotFound
from accident_manager.identity import queries as identity
from accident_manager.law import parameters, register
from accident_manager.law.parameters import Known, NotKnown, Parameter
from accident_manager.web.access import Request, page
from accident_manager.web.pages.amounts.words import Piece, pieces, status_of, unit_words, written

# What the list shows: the word of the address, the words of the tab.
_ALL, _OPEN, _NOTICED = "all", "open", "noticed"


@dataclass(frozen=True, slots=True)
class Row:
    """A number in the list, as it holds today; `since` is None where no value is known."""

    title: str
    url: str
    article: str
    value: str
    unit: str
    since: date | None
    status: tuple[str, str]
    noticed: bool


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its first day and where it stands."""

    since: date
    value: str
    status: tuple[str, str]
    source: list[Piece]
    in_english: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice with the names of who added and withdrew it."""

    id: UUID
    since: date
    value: str
    source: list[Piece]
    published_on: date
    added_by: str
    added_at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None


@page(may="amounts.read", methods=("GET", "HEAD"))
def numbers(request: Request) -> HttpResponse:
    noticed, today = queries.noticed(request.actor), clock.today()
    every = [(number, value_on(number, today)) for number in map(parameters.parameter, parameters.names())]
    choices = {
        _ALL: every,
        _OPEN: [(number, known) for number, known in every if known is None or known.status != "published"],
        _NOTICED: [(number, known) for number, known in every if number.name in noticed],
    }
    shown = request.GET.get("show", "")
    shown = shown if shown in choices else _ALL
    words = {_ALL: N_("All"), _OPEN: N_("Not published"), _NOTICED: N_("With an official notice")}
    context = {
        "subjects": _by_subject(choices[shown], noticed, request.language),
        "tabs": [
            {
                "label": words[choice],
                "url": reverse("amounts") + (f"?show={choice}" if choice != _ALL else ""),
                "current": choice == shown,
                "count": len(rows),
            }
            for choice, rows in choices.items()
        ],
        "today": today,
    }
    return render(request, "pages/amounts/numbers.html", context)


@page(may="amounts.read", methods=("GET", "HEAD"))
def number(request: Request, parameter: str) -> HttpResponse:
    found, today = number_named(parameter), clock.today()
    known = value_on(found, today)
    rule = register.rule_of(found)
    notices = queries.notices_of(parameter, request.actor)
    context = {
        "name": parameter,
        "title": parameters.title(parameter),
        "unit": unit_words(found.unit),
        "article": found.article,
        "subject": register.subjects()[rule.subject],
        "rules": found.rule,
        "value": written(known.read.value, found.unit, request.language) if known else "",
        "since": known.valid_from if known else None,
        "status": status_of(known),
        "checked_on": found.checked_on,
        "known_until": found.known_until,
        "values": _values(found, known, request.language),
        "sources": [(key, pieces(register.sources().get(key, ""))) for key in found.sources],
        "notices": _noticed(notices, found, request.language),
        "may_write": request.actor.may("amounts.write"),
        "crumbs": [(N_("Amounts"), reverse("amounts"))],
        "today": today,
    }
    return render(request, "pages/amounts/number.html", context)


def number_named(name: str) -> Parameter:
    """The number of this name as the insurer's notices have it. NotFound when there is none."""
    if name not in parameters.names():
        raise NotFound
    return parameters.parameter(name)


def value_on(number: Parameter, day: date) -> Known | None:
    try:
        return number.on(day)
    except NotKnown:
        return None


def _by_subject(
    rows: Iterable[tuple[Parameter, Known | None]], noticed: frozenset[str], language: str
) -> list[tuple[str, str, list[Row]]]:
    """Key, words and rows of each subject that has one, in the order of the register; rows by their name."""
    found: dict[str, list[Row]] = {subject: [] for subject in register.subjects()}
    for number, known in rows:
        found[register.rule_of(number).subject].append(
            Row(
                title=parameters.title(number.name),
                url=reverse("amounts-number", args=[number.name]),
                article=number.article,
                value=written(known.read.value, number.unit, language) if known else "",
                unit=unit_words(number.unit),
                since=known.valid_from if known else None,
                status=status_of(known),
                noticed=number.name in noticed,
            )
        )
    words: Mapping[str, str] = register.subjects()
    return [
        (subject, words[subject], sorted(rows, key=lambda row: row.title)) for subject, rows in found.items() if rows
    ]


def _values(number: Parameter, now: Known | None, language: str) -> list[Value]:
    """The latest first."""
    return [
        Value(
            since=known.valid_from,
            value=written(known.read.value, number.unit, language),
            status=status_of(known),
            source=pieces(known.source),
            in_english=known.status != "published",
            now=known is now,
        )
        for known in reversed(number.values)
    ]


def _noticed(notices: list[NoticeRow], number: Parameter, language: str) -> list[Noticed]:
    people = {one.added_by_id for one in notices} | {one.withdrawn_by_id for one in notices if one.withdrawn_by_id}
    names = {info.id: info.name for info in identity.accounts(people)}
    return [
        Noticed(
            id=one.id,
            since=one.valid_from,
            value=written(one.value, number.unit, language),
            source=pieces(one.source),
            published_on=one.published_on,
            added_by=names.get(one.added_by_id, ""),
            added_at=one.added_at,
            withdrawn_by=names.get(one.withdrawn_by_id, "") if one.withdrawn_by_id else "",
            withdrawn_at=one.withdrawn_at,
        )
        for one in notices
    ]
