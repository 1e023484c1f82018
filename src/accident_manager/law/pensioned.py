"""What the tax and a pension leave of an annuity, and its revaluation (R54, R91)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accident_manager.foundation.explained import Explained, Read, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import bare, percent_of, shown
from accident_manager.law.parameters import Known, NotKnown, known, parameter
from accident_manager.law.refused import checked_amount
from accident_manager.law.temporary_incapacity import checked_percent

_MONTHS_IN_YEAR = 12


def taxable_part(*, degree: Decimal, exempt: bool) -> Explained[Decimal]:
    """The points of the degree that bear withholding tax, public annuity (R54): those above 20.

    `exempt`: a pensioner, over 65, proof of no loss of income, or help of a third person is paid.
    """
    checked_percent(degree, "degree")
    free = known("public_annuity_untaxed_percent", None)
    article = parameter("public_annuity_untaxed_percent").article
    if exempt:
        sentence = N_(
            "The annuity is exempt: a pensioner, a person over 65, proof of no loss of income, or help of a third"
            " person."
        )
        return Explained(Decimal(0), (Reason(sentence, {}, "R54", article, amount="0", unit="percent"),), (_TAX,))
    taxed = max(Decimal(0), degree - free.value)
    because = Reason(
        N_("Only the part of the degree above %(limit)s %% is taxed."),
        {"limit": bare(free.value)},
        "R54",
        article,
        f"max(0, {bare(degree)} - {bare(free.value)})",
        bare(taxed),
        (free.read,),
        unit="percent",
    )
    return Explained(taxed, (because,), (_TAX,))


_TAX = Reason(N_("What is taxed of an annuity comes from one page of Fedris: check it."), {}, "R54")


def pensioner_net(
    *, annual: Decimal, contribution_percent: Decimal, reads: tuple[Read, ...] = ()
) -> Explained[Decimal]:
    """What a pensioner receives a month of the yearly annuity left to him, after the social contribution (R54)."""
    checked_amount(annual, "annual")
    checked_percent(contribution_percent, "contribution_percent")
    net = cents(annual * (100 - contribution_percent) / 100 / _MONTHS_IN_YEAR)
    because = Reason(
        N_("The annuity left beside a pension, less the social contribution of %(percent)s %%, for one month."),
        {"percent": bare(contribution_percent)},
        "R54",
        "LAT art. 42bis",
        f"{shown(annual)} x (100 - {bare(contribution_percent)}) / 100 / {_MONTHS_IN_YEAR}",
        shown(net),
        reads,
    )
    warning = Reason(N_("What a pension leaves of an annuity comes from one court case: check it."), {}, "R54")
    return Explained(net, (because,), (warning,))


def pensioner_base(*, degree: Decimal) -> Explained[Decimal]:
    """The law base amount of a year that a pension leaves, EUR, not indexed (R54).

    NotKnown for degrees whose base amount was not seen. The amount of today is higher: the index was not found.
    """
    checked_percent(degree, "degree")
    each = known("pension_annuity_per_percent", None)
    least, most = known("pension_annuity_from_percent", None), known("pension_annuity_to_percent", None)
    article = parameter("pension_annuity_per_percent").article
    if not least.value <= degree <= most.value:
        raise NotKnown(
            N_("The base amount of a pensioner’s annuity is not known for this degree: load it first."),
            field="degree",
            day=each.valid_from,
            parameter="pension_annuity_per_percent",
        )
    amount = cents(each.value * degree)
    because = Reason(
        N_("From the first month of a pension the annuity is cut to a lump sum for each percent of incapacity."),
        {},
        "R54",
        article,
        f"{shown(each.value)} x {bare(degree)}",
        shown(amount),
        (each.read, least.read, most.read),
    )
    warning = Reason(
        N_("This is the base amount of the law, not indexed: the amounts paid today were not found. Do not pay on it."),
        {},
        "R54",
        article,
    )
    return Explained(amount, (because,), (warning,))


@dataclass(frozen=True, slots=True)
class Revaluation:
    """One rise of the annuity: percent, first day, EUR a year."""

    percent: Decimal
    starts: date
    supplement: Decimal


def revaluation(*, accident_year: int, annual: Decimal, on: date | None = None) -> Explained[Revaluation]:
    """The rise about six years after the accident, on the annual annuity really paid (R91).

    The oldest accidents rose twice: the newest rise, or the one that held on the day `on`. NotKnown for accident years
    whose rise was not found, and for days before the rise.
    """
    checked_amount(annual, "annual")
    found, percent, reads = _rise(accident_year, on)
    supplement = percent_of(annual, percent.value)
    article = parameter("revaluation_percent").article
    because = Reason(
        N_("Annuities for accidents of this year rise by %(percent)s %% from %(start)s, besides any indexing."),
        {"percent": bare(percent.value), "start": found},
        "R91",
        article,
        f"{shown(annual)} x {bare(percent.value)} / 100",
        shown(supplement),
        reads,
    )
    warnings: tuple[Reason, ...] = (
        Reason(N_("Revaluations were read in decisions of the council of ministers, not in the decrees."), {}, "R91"),
        Reason(
            N_("That whoever pays the annuity, Fedris or the insurer, also pays the revaluation is our reading."),
            {},
            "R91",
        ),
    )
    if percent.read.parameter == "revaluation_percent_old_accidents":
        earlier = [step for step in parameter("revaluation_percent_old_accidents").values if step.valid_from < found]
        sentence = N_("These annuities rose by %(percent)s %% on %(start)s as well, on the annuity paid then.")
        warnings += tuple(
            Reason(sentence, {"percent": bare(step.value), "start": step.valid_from}, "R91", article)
            for step in earlier
        )
    return Explained(Revaluation(percent.value, found, supplement), (because,), warnings)


def _rise(accident_year: int, on: date | None) -> tuple[date, Known, tuple[Read, ...]]:
    before = known("revaluation_old_accidents_before_year", None)
    if accident_year < before.value:
        percent = known("revaluation_percent_old_accidents", on)
        return percent.valid_from, percent, (before.read, percent.read)
    for step in parameter("revaluation_accident_year").values:
        if step.value == accident_year and (on is None or step.valid_from <= on):
            percent = known("revaluation_percent", step.valid_from)
            return step.valid_from, percent, (step.read, percent.read)
    raise NotKnown(
        N_("No revaluation was found for accidents of this year: load the decree first."),
        field="accident_year",
        day=on or date(accident_year, 1, 1),
        parameter="revaluation_accident_year",
    )
