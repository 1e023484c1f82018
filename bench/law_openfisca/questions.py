"""The topics of `./acm law evaluate`, answered by OpenFisca: columns of facts in, columns of results out.

Each question takes many cases at once, since that is how OpenFisca works, and writes its results as the product does,
so that the two can be laid side by side.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from openfisca_core.periods import Instant, Period
from openfisca_core.simulations import Simulation, SimulationBuilder

from bench.law_openfisca.entities import Household
from bench.law_openfisca.exact import COEFFICIENT_UNIT, DEGREE_UNIT, QUARTERS
from bench.law_openfisca.system import system

Case = Mapping[str, Any]
Result = dict[str, Any]

# Constants of the rules are read on this day; what moves with time is looked up by the accident's own day.
TODAY = "2026-11-23"


def simulation(count: int) -> Simulation:
    """Persons alone, each a victim in a household of his own."""
    made = SimulationBuilder().build_default_simulation(system(), count)
    victim = next(role for role in made.populations["household"].entity.flattened_roles if role.key == "victim")
    made.populations["household"].members_role = np.full(count, victim, dtype=object)
    return made


def ask(made: Simulation, variable: str, day: str = TODAY) -> np.ndarray:
    return made.calculate(variable, Period(("day", Instant(tuple(int(part) for part in day.split("-"))), 1)))


def cents_of(text: str) -> int:
    return int(Decimal(text) * 100)


def degree_of(text: str) -> int:
    return int(Decimal(text) * DEGREE_UNIT)


def written(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _column(cases: Sequence[Case], key: str, read: Callable[[Any], Any], default: Any = None) -> np.ndarray:
    return np.array([read(case.get(key, default)) for case in cases])


def _money(cases: Sequence[Case], key: str, default: str = "0") -> np.ndarray:
    return _column(cases, key, cents_of, default)


def _days(cases: Sequence[Case], key: str) -> np.ndarray:
    return np.array([case[key] for case in cases], dtype="datetime64[D]")


def _rows(**columns: Sequence[Any]) -> list[Result]:
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _texts(amounts: np.ndarray) -> list[str]:
    return [written(int(amount)) for amount in amounts]


def _filled(cases: Sequence[Case], **columns: np.ndarray) -> Simulation:
    made = simulation(len(cases))
    for name, values in columns.items():
        made.set_input(name, "eternity", values)
    return made


def base_wage(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        accident_date=_days(cases, "accident_date"),
        wage_of_the_year=_money(cases, "annual_wage_eur"),
        is_minor_or_apprentice=_column(cases, "minor_or_apprentice", bool, False),
    )
    temporary = _column(cases, "benefit", lambda benefit: benefit == "temporary", "temporary")
    base = np.where(temporary, ask(made, "base_wage_temporary"), ask(made, "base_wage_permanent"))
    return _rows(base_wage_eur=_texts(base))


def base_wage_of_components(cases: Sequence[Case]) -> list[Result]:
    """Parts of a wage instead of their sum; not a topic of the door, but of the typed function below it."""
    parts = ("basic_wage", "overtime", "premiums", "year_end_premium", "benefits_in_kind", "holiday_pay")
    made = _filled(
        cases,
        accident_date=_days(cases, "accident_date"),
        is_minor_or_apprentice=_column(cases, "minor_or_apprentice", bool, False),
        **{part: _money(cases, part) for part in (*parts, "refunded_expenses")},
    )
    return _rows(
        temporary_eur=_texts(ask(made, "base_wage_temporary")), permanent_eur=_texts(ask(made, "base_wage_permanent"))
    )


def base_wage_hypothetical(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        wage_of_the_year=_money(cases, "wage_for_paid_days_eur"),
        paid_days=_column(cases, "paid_days", int),
        unpaid_days=_column(cases, "unpaid_days_to_complete", int),
    )
    return _rows(
        average_daily_wage_eur=_texts(ask(made, "average_daily_wage")),
        hypothetical_wage_eur=_texts(ask(made, "hypothetical_wage")),
        base_wage_eur=_texts(ask(made, "completed_wage")),
    )


def base_wage_part_time(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        accident_date=_days(cases, "accident_date"),
        is_part_time=np.ones(len(cases), dtype=bool),
        wage_of_the_year=_money(cases, "part_time_wage_eur"),
        full_time_wage=_money(cases, "full_time_equivalent_wage_eur"),
    )
    return _rows(
        base_wage_temporary_eur=_texts(ask(made, "base_wage_temporary")),
        base_wage_permanent_and_death_eur=_texts(ask(made, "base_wage_permanent")),
    )


def daily_allowance_total(cases: Sequence[Case]) -> list[Result]:
    days = (_days(cases, "incapacity_to") - _days(cases, "incapacity_from")).astype(np.int64) + 1
    made = _filled(
        cases,
        accident_date=_days(cases, "accident_date"),
        wage_of_the_year=_money(cases, "annual_wage_eur"),
        is_minor_or_apprentice=_column(cases, "minor_or_apprentice", bool, False),
        incapacity_days=days,
    )
    return _rows(
        base_wage_eur=_texts(ask(made, "base_wage_temporary")),
        daily_eur=_texts(ask(made, "daily_allowance")),
        days=days.tolist(),
        total_eur=_texts(ask(made, "allowance")),
    )


def indexed_daily_allowance(cases: Sequence[Case]) -> list[Result]:
    """The allowance of one day, indexed (R43). OpenFisca's days are periods, so the cases are grouped by their day."""
    found: dict[int, Result] = {}
    for day in sorted({case["on"] for case in cases}):
        places = [place for place, case in enumerate(cases) if case["on"] == day]
        chosen = [cases[place] for place in places]
        made = _filled(
            chosen,
            accident_date=_days(chosen, "accident_date"),
            base_wage_temporary=_money(chosen, "base_wage_eur"),
        )
        rows = _rows(daily_eur=_texts(ask(made, "indexed_daily_allowance", day)))
        found.update(zip(places, rows, strict=True))
    return [found[place] for place in range(len(cases))]


def partial_incapacity(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        period_wage_before=_money(cases, "period_wage_before_eur"),
        period_wage_after=_money(cases, "period_wage_after_eur"),
    )
    return _rows(indemnity_eur=_texts(ask(made, "partial_allowance")))


def refused_reemployment(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        base_wage_temporary=_money(cases, "base_wage_eur"),
        temporary_degree=_column(cases, "incapacity_percent", degree_of),
        has_valid_reason=_column(cases, "valid_reason", bool),
        incapacity_days=_column(cases, "days", int),
    )
    return _rows(
        daily_eur=_texts(ask(made, "refused_work_daily")), total_eur=_texts(ask(made, "refused_work_allowance"))
    )


def guaranteed_wage(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        is_employee=_column(cases, "status", lambda status: status == "employee"),
        has_contract_of_three_months=_column(cases, "contract_at_least_3_months", bool),
        incapacity_day=_column(cases, "incapacity_day", int),
    )
    by_employer = ask(made, "is_paid_by_employer").tolist()
    return _rows(
        payer=["employer" if paid else "insurer" for paid in by_employer],
        percent=[_plain(percent, 100) for percent in ask(made, "percent_of_wage")],
        insurer_refunds_employer=by_employer,
    )


def guaranteed_wage_refund(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        base_wage_temporary=_money(cases, "base_wage_eur"),
        incapacity_days=_column(cases, "calendar_days", int),
        wage_paid_by_employer=_money(cases, "wage_paid_by_employer_for_period_eur"),
    )
    return _rows(
        daily_eur=_texts(ask(made, "daily_allowance")),
        insurer_due_eur=_texts(ask(made, "allowance")),
        to_employer_eur=_texts(ask(made, "refund_to_employer")),
        to_victim_eur=_texts(ask(made, "rest_to_victim")),
    )


def permanent_annuity(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        base_wage_permanent=_money(cases, "base_wage_eur"),
        permanent_degree=_column(cases, "degree_percent", degree_of),
    )
    factor = [_plain(quarters, QUARTERS) for quarters in ask(made, "factor_in_quarters")]
    return _rows(factor=factor, annual_eur=_texts(ask(made, "annual_allowance")))


def public_annuity(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        annual_remuneration=_money(cases, "annual_remuneration_indexed_eur"),
        public_coefficient=_column(
            cases, "index_coefficient_at_accident", lambda text: int(Decimal(text) * COEFFICIENT_UNIT)
        ),
        permanent_degree=_column(cases, "degree_percent", degree_of),
        is_in_service=_column(cases, "still_in_service", bool, False),
    )
    indexed = ask(made, "pays_with_index").tolist()
    return _rows(
        deindexed_eur=_texts(ask(made, "deindexed_remuneration")),
        capped_eur=_texts(ask(made, "capped_remuneration")),
        factor=[_plain(quarters, QUARTERS) for quarters in ask(made, "factor_in_quarters")],
        annual_annuity_eur=_texts(ask(made, "public_annuity_due")),
        payment=["quarterly" if later else "yearly_december" for later in indexed],
        later_indexation=indexed,
    )


def public_annuity_later_index(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        annuity_at_138_01=_money(cases, "base_annuity_at_138_01_eur"),
        coefficient_now=_column(cases, "coefficient_now", lambda text: int(Decimal(text) * COEFFICIENT_UNIT)),
    )
    return _rows(annual_annuity_eur=_texts(ask(made, "later_public_annuity")))


def public_25_percent_cap(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        remuneration_used=_money(cases, "remuneration_used_eur"),
        permanent_degree=_column(cases, "degree_percent", degree_of),
        is_in_service=_column(cases, "still_in_service", bool),
    )
    return _rows(
        annuity_before_cap_eur=_texts(ask(made, "annuity_of_remuneration_used")),
        annuity_paid_eur=_texts(ask(made, "annuity_in_service")),
    )


def public_25_percent_cap_previous(cases: Sequence[Case]) -> list[Result]:
    made = _filled(
        cases,
        prior_degree=_column(cases, "prior_degree_percent", degree_of),
        permanent_degree=_column(cases, "new_degree_percent", degree_of),
        is_in_service=_column(cases, "still_in_service", bool),
    )
    payable = [_plain(degree, DEGREE_UNIT) for degree in ask(made, "payable_degree")]
    return _rows(degree_payable_for_new_annuity_percent=payable)


def _households(cases: Sequence[Case]) -> Simulation:
    """A victim per case, with the partner, children and parents that the case names."""
    households, roles = [], []
    for place, case in enumerate(cases):
        members = ["victim", *["partner"] * case["partner"], *["child"] * case["children"]]
        members += ["parent"] * case.get("parents", 0)
        households += [place] * len(members)
        roles += members
    made = SimulationBuilder()
    made.create_entities(system())
    made.declare_person_entity("person", np.arange(len(roles)))
    group = made.declare_entity("household", np.arange(len(cases)))
    made.join_with_persons(group, np.array(households), roles)
    built = made.build(system())
    base = np.zeros(len(roles), dtype=np.int64)
    base[np.array(roles) == Household.VICTIM.key] = _money(cases, "base_wage_eur")
    built.set_input("base_wage_permanent", "eternity", base)
    return built


def death_annuities(cases: Sequence[Case]) -> list[Result]:
    made = _households(cases)
    alimony = "partner_is_divorced_with_yearly_alimony_eur"
    made.set_input("lost_both_parents", "eternity", _column(cases, "children_lost_both_parents", bool, False))
    made.set_input("yearly_alimony", "eternity", _column(cases, alimony, lambda text: cents_of(text) if text else -1))
    rows = _rows(
        partner_eur=_texts(ask(made, "partner_annuity")),
        child_each_eur=_texts(ask(made, "share_of_child")),
        children_total_eur=_texts(ask(made, "children_annuities")),
    )
    return [_of_those_there(row, case) for row, case in zip(rows, cases, strict=True)]


def _of_those_there(row: Result, case: Case) -> Result:
    there = {"partner_eur": case["partner"], "child_each_eur": case["children"], "children_total_eur": case["children"]}
    return {name: value for name, value in row.items() if there[name]}


def death_annuities_parents(cases: Sequence[Case]) -> list[Result]:
    return _rows(parent_each_eur=_texts(ask(_households(cases), "share_of_parent")))


def funeral_indemnity(cases: Sequence[Case]) -> list[Result]:
    made = _filled(cases, base_wage_permanent=_money(cases, "base_wage_eur"))
    return _rows(indemnity_eur=_texts(ask(made, "funeral_indemnity")))


def _plain(whole: int, unit: int) -> str:
    """A percentage or factor without trailing zeros: 0.75, 85.88, 6."""
    number = Decimal(int(whole)) / unit
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else str(int(number))


QUESTIONS: Mapping[str, Callable[[Sequence[Case]], list[Result]]] = {
    question.__name__: question
    for question in (
        base_wage,
        base_wage_of_components,
        base_wage_hypothetical,
        base_wage_part_time,
        daily_allowance_total,
        indexed_daily_allowance,
        partial_incapacity,
        refused_reemployment,
        guaranteed_wage,
        guaranteed_wage_refund,
        permanent_annuity,
        public_annuity,
        public_annuity_later_index,
        public_25_percent_cap,
        public_25_percent_cap_previous,
        death_annuities,
        death_annuities_parents,
        funeral_indemnity,
    )
}
