"""Base wage, days and allowance: entered by the handler, calculated to the cent, each line with its rule."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.claims import queries
from accident_manager.claims.actions import benefits as acts
from accident_manager.claims.queries.money import Money, money_of
from accident_manager.claims.rules.declaration.amounts import parse_amount
from accident_manager.claims.rules.wage import BONUS_KINDS, UNITS, OutOfRange, Pay
from accident_manager.foundation.refusal import InvalidInput, N_, NotFound, Refusal
from accident_manager.web.access import Request, page
from accident_manager.web.pages.claims.file import frame

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
_NOT_A_DAY = N_("Enter the day, the month and the year.")


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
        return _show(request, number, typed=request.POST, refusal=refusal, status=422)
    messages.success(request, N_("The base wage has been calculated."))
    return redirect(reverse("claim-benefits", args=[number]))


@page(may="claims.decide", methods=("POST",))
def enter_incapacity(request: Request, number: str) -> HttpResponseBase:
    try:
        if remove := request.POST.get("remove"):
            acts.remove_incapacity(number, incapacity_id=_id(remove), by=request.actor)
        else:
            starts_on, ends_on = _day(request, "starts_on"), _day(request, "ends_on")
            acts.add_incapacity(number, starts_on=starts_on, ends_on=ends_on, by=request.actor)
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, number, typed=request.POST, refusal=refusal, status=422)
    messages.success(request, N_("The days have been entered and the allowance calculated anew."))
    return redirect(reverse("claim-benefits", args=[number]))


def _show(
    request: Request, number: str, *, typed: Any = None, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    money = money_of(number, request.actor)
    field = (refusal.field or "") if refusal else ""
    context = {
        **frame(request, file, "claim-benefits"),
        "money": money,
        "pay": typed if typed and "amount" in typed else _as_typed(money, request.language),
        "typed": typed or {},
        "units": [(unit, UNIT_WORDS[unit]) for unit in UNITS],
        "bonus_kinds": [(kind, BONUS_WORDS[kind]) for kind in BONUS_KINDS],
        "errors": [(refusal, field)] if refusal else [],
        "error": {field: refusal} if refusal else {},
    }
    return render(request, "pages/claims/benefits.html", context, status=status)


def _as_typed(money: Money, language: str) -> dict[str, str]:
    """What stands in the form: the pay as entered, else as declared."""
    from accident_manager.wording import form

    pay = money.pay or money.declared
    if pay is None:
        return {"unit": "month", "bonus_kind": "none"}
    shown = {name: getattr(pay, name) for name in _NUMBERS}
    texts = {name: form.number(value, language) if value else "" for name, value in shown.items()}
    return {**texts, "unit": pay.unit, "bonus_kind": pay.bonus_kind}


def _pay(request: Request) -> Pay:
    values: dict[str, Any] = {}
    for name in _NUMBERS:
        text = request.POST.get(name, "").strip()
        values[name] = _number(text, name) if text else None
    unit, bonus = request.POST.get("unit", ""), request.POST.get("bonus_kind", "none")
    if unit not in UNITS or bonus not in BONUS_KINDS:
        raise OutOfRange(field="unit")
    return Pay(
        amount=values["amount"] or Decimal(0), unit=unit, hours_per_week=values["hours_per_week"],
        days_per_week=values["days_per_week"], bonus_kind=bonus, bonus=values["bonus"] or Decimal(0),
        other_benefits=values["other_benefits"] or Decimal(0),
    )  # fmt: skip


def _number(text: str, field: str) -> Decimal:
    try:
        return parse_amount(text)
    except (InvalidInput, InvalidOperation, ValueError) as problem:
        raise OutOfRange(field=field) from problem


def _day(request: Request, name: str) -> date:
    try:
        return date(*(int(request.POST.get(f"{name}.{part}", "")) for part in ("year", "month", "day")))
    except ValueError as problem:
        raise InvalidInput(_NOT_A_DAY, field=name) from problem


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound from problem
