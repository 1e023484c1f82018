"""Base wage, days and allowance: entered by the handler, calculated to the cent, each line with its rule."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.claims import queries
from accident_manager.claims.actions import benefits as acts
from accident_manager.claims.queries.money import Figure, Money, money_of
from accident_manager.claims.rules.declaration.amounts import parse_amount
from accident_manager.claims.rules.wage import BONUS_KINDS, UNITS, OutOfRange, Pay
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import N_, InvalidInput, NotFound, Refusal
from accident_manager.web.access import Request, page
from accident_manager.web.components import ruler
from accident_manager.web.components.sums import Line, first_arithmetic, lines
from accident_manager.web.pages.claims.file import frame, uuid_in
from accident_manager.web.pages.claims.inputs import day_as_typed, day_in
from accident_manager.wording import form

UNIT_WORDS = {
    "hour": N_("per hour"),
    "day": N_("per day"),
    "week": N_("per week"),
    "month": N_("per month"),
    "quarter": N_("per quarter"),
    "year": N_("per year"),
}
BONUS_WORDS = {
    "none": N_("No bonus"),
    "percent": N_("Percent of the yearly pay"),
    "amount": N_("Fixed amount a year"),
    "hours": N_("Number of hours"),
}
_NUMBERS = ("amount", "hours_per_week", "days_per_week", "bonus", "other_benefits")


@page(may="claims.money", methods=("GET", "HEAD"))
def benefits(request: Request, number: str) -> HttpResponse:
    return _show(request, number)


@page(may="claims.decide", methods=("POST",))
def enter_wage(request: Request, number: str) -> HttpResponseBase:
    try:
        acts.record_wage(number, pay=_pay(request), by=request.actor)
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, number, refusal=refusal, status=422)
    messages.success(request, N_("The base wage has been calculated."))
    return redirect(reverse("claim-benefits", args=[number]))


@page(may="claims.decide", methods=("POST",))
def enter_incapacity(request: Request, number: str) -> HttpResponseBase:
    try:
        if remove := request.POST.get("remove"):
            acts.remove_incapacity(number, incapacity_id=uuid_in(remove), by=request.actor)
        else:
            starts_on, ends_on = day_in(request, "starts_on"), day_in(request, "ends_on")
            acts.add_incapacity(number, starts_on=starts_on, ends_on=ends_on, by=request.actor)
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, number, refusal=refusal, status=422)
    messages.success(request, N_("The days have been entered and the allowance calculated anew."))
    return redirect(reverse("claim-benefits", args=[number]))


def _show(request: Request, number: str, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    money = money_of(number, request.actor)
    field = (refusal.field or "") if refusal else ""
    pay = money.pay or money.declared
    around = frame(request, file, "claim-benefits")
    context = {
        **around,
        "money": money,
        "pay": request.POST if "amount" in request.POST else _as_typed(pay, request.language),
        "is_declared": money.pay is None and money.declared is not None,
        "units": [(unit, UNIT_WORDS[unit]) for unit in UNITS],
        "bonus_kinds": [(kind, BONUS_WORDS[kind]) for kind in BONUS_KINDS],
        "starts_on": day_as_typed(request, "starts_on", _next_first_day(money) or file.accident_on + timedelta(days=1)),
        "ends_on": day_as_typed(request, "ends_on"),
        "base_lines": _with_total(money.base, N_("Base wage"), "sub", request.language),
        "allowance_lines": _with_total(money.allowance, N_("Allowance"), "total", request.language),
        "daily_how": first_arithmetic(money.allowance.because, request.language) if money.allowance else "",
        "periods": [(days, ruler.ruler(days.starts_on, days.ends_on, clock.today())) for days in money.days],
        "provisional": any(figure and figure.provisional for figure in (money.base, money.allowance)),
        "warnings": [warning for figure in (money.base, money.allowance) if figure for warning in figure.warnings],
        "may_change": "change_money" in file.may,
        "errors": [(refusal, field)] if refusal else [],
        "error": {field: refusal} if field else {},
    }
    return render(request, "pages/claims/benefits.html", context, status=status)


def _with_total(figure: Figure | None, words: str, kind: str, language: str) -> list[Line]:
    """The lines of a figure, and the figure itself as the last one."""
    if figure is None:
        return []
    return [*lines(figure.because, language), Line(words, amount=figure.amount, kind=kind)]


def _next_first_day(money: Money) -> Any:
    return money.days[-1].ends_on + timedelta(days=1) if money.days else None


def _as_typed(pay: Pay | None, language: str) -> Mapping[str, str]:
    """What stands in the form: the pay as entered, else as declared."""
    if pay is None:
        return {"unit": "month", "bonus_kind": "none"}
    shown = {name: getattr(pay, name) for name in _NUMBERS}
    texts = {name: form.number(value, language) if value else "" for name, value in shown.items()}
    return {**texts, "unit": pay.unit, "bonus_kind": pay.bonus_kind}


def _pay(request: Request) -> Pay:
    values: dict[str, Decimal | None] = {}
    for name in _NUMBERS:
        text = request.POST.get(name, "").strip()
        values[name] = _number(text, name) if text else None
    unit, bonus = request.POST.get("unit", ""), request.POST.get("bonus_kind", "none")
    if unit not in UNITS:
        raise OutOfRange(field="unit")
    if bonus not in BONUS_KINDS:
        raise OutOfRange(field="bonus_kind")
    return Pay(
        amount=values["amount"] or Decimal(0),
        unit=unit,
        hours_per_week=values["hours_per_week"],
        days_per_week=values["days_per_week"],
        bonus_kind=bonus,
        bonus=values["bonus"] or Decimal(0),
        other_benefits=values["other_benefits"] or Decimal(0),
    )


def _number(text: str, field: str) -> Decimal:
    """InvalidInput beside the field, with what to do."""
    try:
        return parse_amount(text)
    except InvalidInput as problem:
        raise InvalidInput(problem.sentence, field=field, **problem.values) from problem
