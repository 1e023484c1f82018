"""Permanent incapacity, private scheme: allowance, annuity, worsening, earlier state (R20, R44, R48-R53, R75, R76).

Amounts are EUR, degrees are percent and compared exactly (A10): 4.99 is below 5. The base wage is that of
`wage.base_wage` for permanent incapacity, already limited to the ceiling of the accident date.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from accident_manager.foundation.explained import Explained, Read, Reason
from accident_manager.foundation.money import CENT, cents
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import bare, shown
from accident_manager.law.parameters import NotKnown, known, parameter
from accident_manager.law.refused import Contradiction, DoesNotApply, checked_amount
from accident_manager.law.temporary_incapacity import checked_percent

_NO_PERMANENT_INCAPACITY = N_("The degree is 0: there is no permanent incapacity, and the victim is declared healed.")


def factor(*, degree: Decimal, on: date | None = None) -> Explained[Decimal]:
    """The part of the allowance that is due: 0.5 below 5 %, 0.75 from 5 % to below 10 %, 1 from 10 % (R48).

    The same for the public annuity (R57). `on` dates the limits; without it the newest ones hold.
    """
    checked_percent(degree, "degree")
    half_below, less_below = (
        known("permanent_half_below_percent", on),
        known("permanent_three_quarters_below_percent", on),
    )
    article = parameter("permanent_half_below_percent").article
    values = {"degree": bare(degree), "half": bare(half_below.value), "full": bare(less_below.value)}
    reads: tuple[Read, ...]
    if degree < half_below.value:
        part = known("permanent_half_factor", on)
        sentence = N_("A degree of %(degree)s %% is below %(half)s %%: half of the allowance is due.")
        found, reads = part.value, (half_below.read, part.read)
    elif degree < less_below.value:
        part = known("permanent_three_quarters_factor", on)
        sentence = N_(
            "A degree of %(degree)s %% is at least %(half)s %% and below %(full)s %%: three quarters of the allowance"
            " are due."
        )
        found, reads = part.value, (half_below.read, less_below.read, part.read)
    else:
        sentence = N_("A degree of %(degree)s %% is at least %(full)s %%: the whole allowance is due.")
        found, reads = Decimal(1), (half_below.read, less_below.read)
    because = Reason(sentence, values, "R48", article, amount=bare(found), reads=reads, unit="number")
    warnings = () if degree else (Reason(_NO_PERMANENT_INCAPACITY, rule="R18", article="LAT art. 24"),)
    return Explained(found, (because,), warnings)


@dataclass(frozen=True, slots=True)
class YearlyAllowance:
    """The part that is due (0.5, 0.75 or 1) and the amount of a year, EUR."""

    factor: Decimal
    annual: Decimal


def yearly_allowance(*, base: Decimal, degree: Decimal, on: date | None = None) -> Explained[YearlyAllowance]:
    """The allowance of a year from consolidation: base wage x degree / 100 x factor, rounded once (R48)."""
    checked_amount(base, "base")
    part = factor(degree=degree, on=on)
    annual = cents(base * degree / 100 * part.value)
    because = Reason(
        N_("The yearly allowance is the base wage times the degree, times the part that is due."),
        {},
        "R48",
        parameter("permanent_half_below_percent").article,
        f"{shown(base)} x {bare(degree)} / 100 x {bare(part.value)}",
        shown(annual),
    )
    return Explained(YearlyAllowance(part.value, annual), (*part.because, because), part.warnings)


Rhythm = Literal["yearly", "half_yearly", "quarterly", "monthly"]
_RHYTHMS: dict[int, Rhythm] = {1: "yearly", 2: "half_yearly", 4: "quarterly", 12: "monthly"}


@dataclass(frozen=True, slots=True)
class Payment:
    """Who pays, how often, and the instalments of a year in order (EUR; empty while the year's amount is not given)."""

    payer: Literal["insurer", "fedris"]
    rhythm: Rhythm
    payments: int
    instalments: tuple[Decimal, ...]


def payment(
    *, degree: Decimal, revision_ended: bool, annual: Decimal | None = None, on: date | None = None
) -> Explained[Payment]:
    """Who pays and how often (R49): a setting for each band of degrees, since the decree was not read.

    Each instalment is rounded to the cent, the last one of the year takes what is left (A11).
    """
    checked_degree(degree)
    who = after_revision(degree=degree, on=on).value
    if not revision_ended:
        name, payer = "permanent_payments_in_revision", "insurer"
        sentence = N_("Up to the end of the revision period the insurer pays %(count)s times a year, in arrears.")
    elif who.payer == "insurer":
        name, payer = "permanent_payments_large_degree", "insurer"
        sentence = N_("After the revision period the insurer pays %(count)s times a year.")
    else:
        name = (
            "permanent_payments_small_degree" if who.capital_class == "below_10" else "permanent_payments_medium_degree"
        )
        payer, sentence = "fedris", N_("After the revision period Fedris pays %(count)s times a year.")
    count = known(name, on)
    if count.whole not in _RHYTHMS:  # a notice that nobody can pay by
        raise NotKnown(day=count.valid_from, parameter=name, field="degree")
    article = parameter(name).article
    because = [Reason(sentence, {"count": count.whole}, "R49", article, amount=str(count.whole), reads=(count.read,))]
    parts: tuple[Decimal, ...] = ()
    if annual is not None:
        parts = _instalments(checked_amount(annual, "annual"), count.whole)
        because.append(
            Reason(
                N_("The instalments are the amount of the year divided by their number; the last one takes the rest."),
                {},
                "A11",
                "",
                f"{shown(annual)} / {count.whole}",
                shown(parts[0]),
            )
        )
    warning = Reason(
        N_("The sources disagree on how often annuities are paid; this rhythm is a setting that the insurer confirms."),
        rule="R49",
        article=article,
    )
    found = Payment("insurer" if payer == "insurer" else "fedris", _RHYTHMS[count.whole], count.whole, parts)
    return Explained(found, tuple(because), () if count.status == "published" else (warning,))


def _instalments(annual: Decimal, count: int) -> tuple[Decimal, ...]:
    annual = cents(annual)
    part = cents(annual / count)
    if part * (count - 1) > annual:  # a few cents a year: the last instalment must not become negative
        part = (annual / count).quantize(CENT, rounding=ROUND_DOWN)
    return (*(part for _ in range(count - 1)), annual - part * (count - 1))


def indexed(*, degree: Decimal, on: date | None = None) -> Explained[bool]:
    """Whether the allowance or annuity follows the index (R50): from 16 %; not below; below 10 % never."""
    checked_degree(degree)
    none_below, start = known("permanent_no_indexing_below_percent", on), known("permanent_indexing_from_percent", on)
    article = parameter("permanent_indexing_from_percent").article
    values = {"degree": bare(degree), "none": bare(none_below.value), "start": bare(start.value)}
    reads = (none_below.read, start.read)
    warnings = [
        Reason(
            N_(
                "That indexing depends on the degree comes from case law and a lawyers’ sheet; the decree was not read."
            ),
            rule="R50",
            article=article,
        )
    ]
    if degree >= start.value:
        sentence = N_("From %(start)s %% the annuity follows the index.")
    elif degree < none_below.value:
        sentence = N_("Below %(none)s %% the annuity does not follow the index.")
    else:
        sentence = N_("From %(none)s %% to below %(start)s %% the annuity does not follow the index at present.")
        older = N_(
            "Accidents settled in the past may differ between %(none)s %% and %(start)s %%: check the settlement."
        )
        warnings.append(Reason(older, values, "R50", article))
    because = Reason(sentence, values, "R50", article, reads=reads)
    return Explained(degree >= start.value, (because,), tuple(warnings))


@dataclass(frozen=True, slots=True)
class AfterRevision:
    """Who pays the life annuity; the class of the capital tables when the insurer pays the capital to Fedris."""

    payer: Literal["insurer", "fedris"]
    capital_class: Literal["below_10", "10_to_19"] | None


def after_revision(*, degree: Decimal, on: date | None = None) -> Explained[AfterRevision]:
    """After the revision period the allowance becomes a life annuity, paid by Fedris up to 19 % (R51)."""
    checked_degree(degree)
    limit, second = known("annuity_by_fedris_up_to_percent", on), known("annuity_capital_class_percent", on)
    article = parameter("annuity_by_fedris_up_to_percent").article
    values = {"limit": bare(limit.value), "class": bare(second.value)}
    life = Reason(N_("After the revision period the allowance becomes an annuity for life."), {}, "R51", article)
    if degree > limit.value:
        sentence = N_("Above %(limit)s %% the insurer goes on paying the annuity.")
        stays = Reason(sentence, values, "R51", article, reads=(limit.read,))
        return Explained(AfterRevision("insurer", None), (life, stays))
    sentence = N_("Up to and including %(limit)s %% the insurer pays the capital to Fedris, which pays the victim.")
    moves = Reason(sentence, values, "R51", article, reads=(limit.read,))
    if degree < second.value:
        sentence = N_("The capital is read in the tables of Fedris for degrees below %(class)s %%.")
    else:
        sentence = N_("The capital is read in the tables of Fedris for degrees from %(class)s %% to %(limit)s %%.")
    table = Reason(sentence, values, "R51", article, reads=(second.read,))
    return Explained(AfterRevision("fedris", "below_10" if degree < second.value else "10_to_19"), (life, moves, table))


def aggravation(*, degree_after: Decimal, permanent: bool, accident_on: date | None = None) -> Explained[bool]:
    """Whether worsening after the revision period gives an aggravation allowance (R53): permanent and at least 10 %.

    Accidents before 1988 are refused (NotKnown): the sources do not tell of them. The amount is not known either.
    """
    checked_percent(degree_after, "degree_after")
    least = known("aggravation_from_percent", accident_on)
    article = parameter("aggravation_from_percent").article
    values = {"degree": bare(degree_after), "least": bare(least.value)}
    if not permanent:
        sentence = N_("The worsening is not permanent: no aggravation allowance is due.")
        return Explained(False, (Reason(sentence, {}, "R53", article),))
    if degree_after < least.value:
        sentence = N_(
            "After worsening the degree is %(degree)s %%, below %(least)s %%: no aggravation allowance is due."
        )
        return Explained(False, (Reason(sentence, values, "R53", article, reads=(least.read,)),))
    sentence = N_(
        "After worsening the degree is %(degree)s %%, at least %(least)s %%: an aggravation allowance is due."
    )
    amount = Reason(N_("The amount of the aggravation allowance is fixed by decree and is not known here."), rule="R53")
    return Explained(True, (Reason(sentence, values, "R53", article, reads=(least.read,)),), (amount,))


def relapse(*, degree: Decimal, revision_ended: bool, accident_on: date | None = None) -> Explained[bool]:
    """Whether a new temporary incapacity is indemnified as the first one was (R44).

    In the revision period at any permanent degree, 0 included; after it from 10 %. Before 1988: NotKnown.
    """
    checked_percent(degree, "degree")
    least = known("relapse_after_revision_from_percent", accident_on)
    article = parameter("relapse_after_revision_from_percent").article
    values = {"degree": bare(degree), "least": bare(least.value)}
    if not revision_ended:
        sentence = N_(
            "The relapse falls in the revision period: the insurer indemnifies it like the first incapacity, whatever"
            " the permanent degree."
        )
        return Explained(True, (Reason(sentence, {}, "R44", article),))
    if degree >= least.value:
        sentence = N_(
            "After the revision period the insurer indemnifies a relapse, since the permanent degree (%(degree)s %%) is"
            " at least %(least)s %%."
        )
    else:
        sentence = N_(
            "After the revision period a relapse is not indemnified, since the permanent degree (%(degree)s %%) is"
            " below %(least)s %%."
        )
    return Explained(degree >= least.value, (Reason(sentence, values, "R44", article, reads=(least.read,)),))


_AGREEMENT_ARTICLE = "LAT art. 65"
AGREEMENT_CONTENTS = ("permanent_lesions", "degree", "base_wage", "consolidation_date", "prostheses")
AGREEMENT_STEPS = ("signed_by_victim", "doctor_view", "ratified")
_AGREEMENT_LACKS = {
    "permanent_lesions": N_("The agreement states the permanent lesions: they are missing."),
    "degree": N_("The agreement states the degree of permanent incapacity: it is missing."),
    "base_wage": N_("The agreement states the base wage: it is missing."),
    "consolidation_date": N_("The agreement states the date of consolidation: it is missing."),
    "prostheses": N_("The agreement states the prostheses, also that there are none: they are missing."),
    "signed_by_victim": N_("The victim signs the agreement: the signature is missing."),
    "doctor_view": N_("The victim signs with the view of a doctor: it is missing."),
    "ratified": N_("Fedris has not ratified the agreement: until then it has no effect."),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether an agreement is needed, what it still lacks, and whether it has effect."""

    needed: bool
    missing: tuple[str, ...]
    has_effect: bool


def agreement(*, degree: Decimal, present: frozenset[str]) -> Explained[Agreement]:
    """The agreement of insurer and victim (R20). `present`: words of AGREEMENT_CONTENTS and AGREEMENT_STEPS."""
    if not checked_percent(degree, "degree"):
        none = Reason(_NO_PERMANENT_INCAPACITY, {}, "R20", _AGREEMENT_ARTICLE)
        return Explained(Agreement(False, (), False), (none,))
    needed = Reason(
        N_("With a permanent incapacity an agreement is made, signed and sent to Fedris for ratification."),
        {},
        "R20",
        _AGREEMENT_ARTICLE,
    )
    missing = tuple(part for part in (*AGREEMENT_CONTENTS, *AGREEMENT_STEPS) if part not in present)
    if "ratified" not in missing and missing:
        raise Contradiction(
            N_("An agreement that Fedris ratified lacks nothing: check what is missing."), field="ratified"
        )
    lacks = tuple(Reason(_AGREEMENT_LACKS[part], {}, "R20", _AGREEMENT_ARTICLE) for part in missing)
    if not missing:
        lacks = (Reason(N_("The agreement is complete and ratified: it has effect."), {}, "R20", _AGREEMENT_ARTICLE),)
    return Explained(Agreement(True, missing, not missing), (needed, *lacks))


def with_earlier_state(*, whole_degree: Decimal, accident_is_a_cause: bool) -> Explained[Decimal]:
    """The degree when the victim was already impaired (R75): the whole present one, nothing deducted, or 0."""
    checked_percent(whole_degree, "whole_degree")
    if not accident_is_a_cause:
        sentence = N_("The accident is no cause at all of the present incapacity: it gives no degree.")
        return Explained(Decimal(0), (Reason(sentence, {}, "R75", "LAT art. 24", amount="0", unit="percent"),))
    sentence = N_(
        "The accident is at least one cause of the present incapacity: the whole of it counts, and the earlier state is"
        " not deducted."
    )
    because = Reason(sentence, {}, "R75", "LAT art. 24", amount=bare(whole_degree), unit="percent")
    return Explained(whole_degree, (because,))


def successive(*, first_degree: Decimal, own_degree: Decimal, same_function: bool) -> Explained[Decimal]:
    """The degree of a second accident with the same wage base: that of the first is not deducted (R76).

    DoesNotApply for another function, on which the sources are silent.
    """
    checked_percent(first_degree, "first_degree")
    checked_percent(own_degree, "own_degree")
    if not same_function:
        raise DoesNotApply(
            N_("The case law is about two accidents in the same function: for another one, ask a doctor and a lawyer."),
            field="same_function",
        )
    together = first_degree + own_degree
    if together > 100:
        raise Contradiction(N_("The two degrees together are more than 100 %: check both."), field="own_degree")
    because = Reason(
        N_(
            "Two accidents in the same function: the degree of the second covers the whole, that of the first included."
        ),
        {},
        "R76",
        "LAT art. 24",
        f"{bare(first_degree)} + {bare(own_degree)}",
        bare(together),
        unit="percent",
    )
    warning = Reason(N_("That successive accidents add up comes from case law."), {}, "R76")
    return Explained(together, (because,), (warning,))


def checked_degree(degree: Decimal) -> Decimal:
    """The degree itself. OutOfRange outside 0 to 100, DoesNotApply for 0: there is nothing to pay."""
    if not checked_percent(degree, "degree"):
        raise DoesNotApply(_NO_PERMANENT_INCAPACITY, field="degree")
    return degree
