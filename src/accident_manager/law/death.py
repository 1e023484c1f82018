"""Death: annuities of partner, children, parents and others, limits, start and end; funeral, late death (R63-R68).

Amounts are EUR a year, reckoned on the base wage (private, limited to the ceiling of the accident date) or on the
annual remuneration (public). Each annuity is rounded to the cent once; a group never exceeds its own limit by a
cent, the last share then takes what is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from accident_manager.foundation.explained import Explained, Figure, Read, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.period import add_years
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import DAYS_IN_YEAR, bare, percent_of, shown
from accident_manager.law.parameters import Known, known, parameter
from accident_manager.law.procedure import funeral_payment
from accident_manager.law.refused import Contradiction, DoesNotApply, OutOfRange, checked_amount, checked_days
from accident_manager.law.settings import setting

MOST_HEIRS = 50


@dataclass(frozen=True, slots=True)
class Group:
    """Heirs of one kind: how many, what each has, what they have together (EUR a year). `cut` when R67 reduced it."""

    number: int
    each: Decimal
    total: Decimal
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Survivors:
    """The annuities after a death, EUR a year; a group of nobody is None."""

    partner: Decimal | None
    half_orphans: Group | None
    full_orphans: Group | None

    @property
    def total(self) -> Decimal:
        groups = sum((group.total for group in (self.half_orphans, self.full_orphans) if group), Decimal("0.00"))
        return groups + (self.partner or Decimal(0))


def annuities(
    *,
    base: Decimal,
    partner: bool,
    half_orphans: int = 0,
    full_orphans: int = 0,
    alimony: Decimal | None = None,
    on: date | None = None,
    reduction: str | None = None,
) -> Explained[Survivors]:
    """What partner and children have (R63, R65), cut when all together exceed 75 % (R67).

    `alimony` (EUR a year) makes the partner a divorced or separated one, who has at most that (R64). `on` is the day of
    the death; without it the newest numbers hold. `reduction` names a reading of the open point `death_reduction`.
    """
    checked_amount(base, "base")
    checked_days(half_orphans, "children", most=MOST_HEIRS)
    checked_days(full_orphans, "children", most=MOST_HEIRS)
    if alimony is not None and not partner:
        raise Contradiction(N_("There is alimony but no partner: check both."), field="alimony")
    shares: list[_Share] = []
    if partner:
        shares.append(_partner_share(base, alimony, on))
    if half_orphans:
        names = "death_half_orphan_percent", "death_half_orphans_most_percent"
        shares.append(_children_share("half_orphans", half_orphans, names, _ONE_PARENT, on))
    if full_orphans:
        names = "death_full_orphan_percent", "death_full_orphans_most_percent"
        shares.append(_children_share("full_orphans", full_orphans, names, _BOTH_PARENTS, on))
    if not shares:
        none = Reason(N_("There is neither partner nor child: parents or other heirs may have an annuity."), rule="R63")
        return Explained(Survivors(None, None, None), (none,))
    warnings = []
    if half_orphans and full_orphans:
        warnings.append(Reason(_MIXED, {}, "R65", parameter("death_half_orphan_percent").article))
    because = [share.reason for share in shares]
    cut = _cut(shares, on, reduction)
    if cut is not None:
        shares, why, warning = cut
        because.append(why)
        warnings.append(warning)
    found: dict[str, Group] = {}
    for share in shares:
        group, reason = _group(base, share)
        found[share.kind] = group
        because.append(reason)
    excess = sum((group.total for group in found.values()), Decimal(0)) - _overall_limit(base, on)
    if excess > 0:
        kind, group = list(found.items())[-1]
        found[kind] = Group(group.number, group.each, group.total - excess, group.cut)
        reason = Reason(_CENTS, {"excess": excess}, "R67", parameter("death_overall_most_percent").article)
        because.append(reason)
    survivors = Survivors(
        found["partner"].total if partner else None, found.get("half_orphans"), found.get("full_orphans")
    )
    return Explained(survivors, tuple(because), tuple(warnings))


def _overall_limit(base: Decimal, on: date | None) -> Decimal:
    return percent_of(base, known("death_overall_most_percent", on).value)


_CENTS = N_("Rounding each annuity passes the overall limit by %(excess)s: the last share is lower by that much.")
_MIXED = N_(
    "Some children lost one parent and some both: that each group has its own limit is our reading, to be confirmed by"
    " the insurer’s lawyer."
)
_ONE_PARENT = N_(
    "Each child who lost one parent has %(percent)s %%, all together at most %(most)s %%: for %(count)s children"
    " %(each)s %% each."
)
_BOTH_PARENTS = N_(
    "Each child who lost both parents has %(percent)s %%, all together at most %(most)s %%: for %(count)s children"
    " %(each)s %% each."
)


@dataclass(frozen=True, slots=True)
class _Share:
    """The rate of a group before it becomes euros: each has `top` / `bottom` percent of the base wage.

    A quotient that is not worked out keeps a seventh exact; `said` is the quotient as the arithmetic writes it.
    `together` is what the group has in percent, `most` what it may have; `amount` the partner's alimony, where less.
    """

    kind: Literal["partner", "half_orphans", "full_orphans"]
    number: int
    top: Decimal
    bottom: Decimal
    said: str
    together: Decimal
    most: Decimal
    reason: Reason
    amount: Decimal | None = None
    cut: bool = False


_ONE = Decimal(1)


def _partner_share(base: Decimal, alimony: Decimal | None, on: date | None) -> _Share:
    percent, article = known("death_partner_percent", on), parameter("death_partner_percent").article
    rate, said = percent.value, str(bare(percent.value))
    values: dict[str, object] = {"percent": bare(rate)}
    if alimony is None:
        sentence = N_("The partner has %(percent)s %%, for life, also after a new marriage.")
        reason = Reason(sentence, values, "R63", article, reads=(percent.read,))
        return _Share("partner", 1, rate, _ONE, said, rate, rate, reason)
    checked_amount(alimony, "alimony")
    whole = percent_of(base, rate)
    reason = Reason(
        N_("A divorced or separated partner has %(percent)s %%, at most the alimony."),
        values,
        "R64",
        article,
        f"min({shown(base)} x {said} / 100, {shown(alimony)})",
        shown(min(whole, alimony)),
        (percent.read,),
    )
    if alimony * 100 < base * rate:
        top, said = alimony * 100, f"{shown(alimony)} x 100 / {shown(base)}"
        return _Share("partner", 1, top, base, said, top / base, rate, reason, amount=cents(alimony))
    return _Share("partner", 1, rate, _ONE, said, rate, rate, reason)


def _children_share(
    kind: Literal["half_orphans", "full_orphans"], number: int, names: tuple[str, str], sentence: str, on: date | None
) -> _Share:
    percent, most = known(names[0], on), known(names[1], on)
    said, limit = bare(percent.value), bare(most.value)
    top, bottom, together, rule, each = percent.value, _ONE, percent.value * number, "R63", said
    quotient = str(said)
    if together > most.value:
        top, bottom, together, rule = most.value, Decimal(number), most.value, "R65"
        each, quotient = _rate(top, bottom), f"{limit} / {number}"
    reason = Reason(
        sentence,
        {"percent": said, "most": limit, "count": number, "each": each},
        rule,
        parameter(names[0]).article,
        f"min({said}, {limit} / {number})",
        each,
        (percent.read, most.read),
        "percent",
    )
    return _Share(kind, number, top, bottom, quotient, together, most.value, reason)


def _cut(shares: list[_Share], on: date | None, reduction: str | None) -> tuple[list[_Share], Reason, Reason] | None:
    """The shares cut to the overall limit, why, and the warning; None when nothing is cut."""
    most = known("death_overall_most_percent", on)
    limit, together = most.value, sum((share.together for share in shares), Decimal(0))
    point = setting("death_reduction")
    reading = point.reading(reduction)
    if together <= limit:
        return None
    partner = sum((share.together for share in shares if share.kind == "partner"), Decimal(0))
    children = together - partner
    # What is left of a share is the quotient of the two numbers.
    if reading == "proportional":
        of_partner = of_children = (limit, together)
    elif reading == "children_first":
        of_partner = (min(partner, limit), partner)
        of_children = (max(Decimal(0), limit - partner), children)
    else:
        of_partner = (max(Decimal(0), limit - children), partner)
        of_children = (min(children, limit), children)
    cut = [_reduced(share, *(of_partner if share.kind == "partner" else of_children)) for share in shares]
    article, read = parameter("death_overall_most_percent").article, point.reads[reading]
    why = Reason(
        _CUT[reading],
        {"together": _rate(together, _ONE), "most": bare(limit)},
        "R67",
        article,
        amount=", ".join(_rate(share.top, share.bottom) for share in cut),
        reads=(most.read, read),
    )
    return cut, why, Reason(_CUT_IS_OPEN, {}, "R67", article, reads=(read,))


_CUT = {
    "proportional": N_(
        "All together have %(together)s %%, more than %(most)s %%: every annuity is cut in the same proportion."
    ),
    "children_first": N_(
        "All together have %(together)s %%, more than %(most)s %%: the children’s annuities are cut first."
    ),
    "partner_first": N_(
        "All together have %(together)s %%, more than %(most)s %%: the partner’s annuity is cut first."
    ),
}
_CUT_IS_OPEN = N_(
    "How annuities above the overall limit are cut stands in no source that was opened: it is a setting that the"
    " insurer’s lawyer confirms before use."
)


def _reduced(share: _Share, left: Decimal, of: Decimal) -> _Share:
    if left == of:
        return share
    said = f"{share.said} x {bare(left)} / {_rate(of, _ONE)}"
    top, bottom = share.top * left, share.bottom * of
    together, most = share.together * left / of, share.most * left / of
    return _Share(share.kind, share.number, top, bottom, said, together, most, share.reason, cut=True)


def _group(base: Decimal, share: _Share) -> tuple[Group, Reason]:
    """The group in euros, and the line that says so."""
    each = share.amount if share.amount is not None else _euros(base, share.top, share.bottom)
    start = shown(base)
    if share.kind == "partner":
        arithmetic = "" if share.amount is not None else f"{start} x {share.said} / 100"
        reason = Reason(N_("The partner’s annuity of a year."), {}, "R63", "LAT art. 12", arithmetic, shown(each))
        return Group(1, each, each, share.cut), reason
    # Each annuity is a payable item (A1): their sum is lowered by a limit of the law only.
    total, most = each * share.number, _euros(base, share.most, _ONE)
    arithmetic = f"({start} x {share.said} / 100, rounded = {shown(each)}) x {share.number}"
    if total > most:
        total, arithmetic = most, f"min({arithmetic}, {start} x {_rate(share.most, _ONE)} / 100)"
    reason = Reason(
        N_("The children’s annuities of a year: %(each)s each for %(count)s children."),
        {"each": each, "count": share.number},
        "R63",
        "LAT art. 13 and 14",
        arithmetic,
        shown(total),
    )
    return Group(share.number, each, total, share.cut), reason


def _euros(base: Decimal, top: Decimal, bottom: Decimal) -> Decimal:
    """So many percent (`top` / `bottom`) of an amount, EUR, half up to the cent."""
    return cents(base * top / (bottom * 100))


def _rate(top: Decimal, bottom: Decimal) -> Figure:
    """A rate as the reasons write it: "15", "11.25", "6.4286" (4 decimals where it does not end)."""
    return bare(round(top / bottom, 4))


@dataclass(frozen=True, slots=True)
class SurvivorsPeriod:
    """What is due a year between two days, both included; `to` is None for as long as somebody has a right."""

    start: date
    to: date | None
    survivors: Survivors


def over_time(
    *,
    base: Decimal,
    partner: bool,
    children_until: Sequence[date],
    full_orphans: bool,
    died_on: date,
    start: str | None = None,
    reduction: str | None = None,
) -> Explained[tuple[SurvivorsPeriod, ...]]:
    """The annuities recomputed whenever a child drops out (R65): never above the rate of one child.

    `children_until` holds each child's last day with a right. Contradiction when one lies before the annuities start.
    """
    if len(children_until) > MOST_HEIRS:
        raise OutOfRange(field="children_until")
    begins = annuities_start(died_on=died_on, reading=start)
    for day in children_until:
        if day < begins.value:
            raise Contradiction(
                N_("%(day)s comes before %(earliest)s: check both dates."),
                field="children_until",
                day=day,
                earliest=begins.value,
            )
    periods: list[SurvivorsPeriod] = []
    because, warnings = list(begins.because), [*begins.warnings, Reason(_RECOMPUTED, rule="R65")]
    first, rest = begins.value, sorted(children_until)
    while rest or partner:
        to = rest[0] if rest else None
        found = annuities(
            base=base,
            partner=partner,
            half_orphans=0 if full_orphans else len(rest),
            full_orphans=len(rest) if full_orphans else 0,
            on=died_on,
            reduction=reduction,
        )
        periods.append(SurvivorsPeriod(first, to, found.value))
        values = {"start": first, "end": to} if to else {"start": first}
        sentence = N_("From %(start)s to %(end)s:") if to else N_("From %(start)s, for life:")
        because += [Reason(sentence, values, "R65", "LAT art. 19"), *found.because]
        warnings += [warning for warning in found.warnings if warning not in warnings]
        if to is None:
            break
        rest = [day for day in rest if day > to]
        first = to + timedelta(days=1)
    if not periods:
        because.append(
            Reason(N_("There is neither partner nor child: parents or other heirs may have an annuity."), rule="R63")
        )
    return Explained(tuple(periods), tuple(because), tuple(warnings))


_RECOMPUTED = N_(
    "That the children’s annuities are recomputed when one drops out stands in one source: check it in the file."
)


Bond = Literal["married", "legal_cohabitant", "de_facto_cohabitant", "divorced", "separated", "none"]
BONDS: tuple[Bond, ...] = ("married", "legal_cohabitant", "de_facto_cohabitant", "divorced", "separated", "none")


def partner_eligible(
    *,
    bond: Bond,
    accident_on: date,
    died_on: date,
    bond_since: date | None = None,
    support_contract: bool = False,
    common_child: bool = False,
    child_benefit: bool = False,
    alimony: bool = False,
) -> Explained[bool]:
    """Whether a surviving partner has an annuity (R64).

    `support_contract`: a notarial contract that binds legal cohabitants to a duty of support with money effects even
    after a break. A bond that began after the accident (`bond_since` after `accident_on`) must have lasted a year at
    death, unless there is a common child or a dependent child with child benefit. `alimony`: received by a divorced or
    separated partner.
    """
    article = parameter("death_partner_percent").article
    if died_on < accident_on:
        raise Contradiction(_TOO_EARLY, field="died_on", day=died_on, earliest=accident_on)

    def answer(eligible: bool, sentence: str, values: dict[str, object] | None = None, *reads: Read) -> Explained[bool]:
        return Explained(eligible, (Reason(sentence, values or {}, "R64", article, reads=reads),))

    if bond in ("divorced", "separated"):
        if alimony:
            return answer(
                True, N_("A divorced or separated partner who has alimony has an annuity, at most the alimony.")
            )
        return answer(False, N_("A divorced or separated partner without alimony has no annuity."))
    if bond in ("de_facto_cohabitant", "none"):
        return answer(False, N_("Only a spouse or a legal cohabitant has an annuity."))
    reads: list[Read] = []
    if bond == "legal_cohabitant":
        percent = known("death_cohabitant_percent", accident_on)
        reads.append(percent.read)
        if not percent.value:
            return answer(
                False, N_("At the accident the law did not yet give legal cohabitants an annuity."), None, percent.read
            )
        if not support_contract:
            return answer(
                False,
                N_(
                    "A legal cohabitant has an annuity only with a notarial contract that holds a duty of support which"
                    " can have money effects even after a break."
                ),
                None,
                percent.read,
            )
    if bond_since is None or bond_since <= accident_on:
        return answer(True, N_("The bond existed at the accident: the partner has an annuity."), None, *reads)
    if died_on < bond_since:
        raise Contradiction(_TOO_EARLY, field="died_on", day=died_on, earliest=bond_since)
    if common_child or child_benefit:
        return answer(
            True,
            N_(
                "The bond began after the accident, but there is a common child or a dependent child with child"
                " benefit."
            ),
            None,
            *reads,
        )
    years = known("death_partner_bond_years", died_on)
    enough_from = add_years(bond_since, years.whole)
    values: dict[str, object] = {"start": bond_since, "count": years.whole}
    if died_on >= enough_from:
        sentence = N_(
            "The bond began after the accident, on %(start)s, and had lasted at least %(count)s years at death."
        )
    else:
        sentence = N_("The bond began after the accident, on %(start)s, and had not lasted %(count)s years at death.")
    return answer(died_on >= enough_from, sentence, values, *reads, years.read)


_TOO_EARLY = N_("%(day)s comes before %(earliest)s: check both dates.")


def child_last_day(
    *, born_on: date, died_on: date, child_benefit_until: date | None = None, disabled: bool = False
) -> Explained[date | None]:
    """The last day of a child's annuity (R65): before the 18th birthday, later while child benefit is due.

    None for a disabled child: it lasts longer, and no source says how long. DoesNotApply when the right had ended
    before the death. A child born after the death has the right too.
    """
    age, article = known("death_child_age", died_on), parameter("death_child_age").article
    until = add_years(born_on, age.whole) - timedelta(days=1)
    warnings = ()
    if disabled:
        longer = Reason(N_("A disabled child keeps the annuity longer; no source says until when: ask."), rule="R65")
        sentence = N_("A disabled child has the annuity beyond the age of %(count)s.")
        because = Reason(sentence, {"count": age.whole}, "R65", article, reads=(age.read,))
        return Explained(None, (because,), (longer,))
    sentence = N_("A child has the annuity until the age of %(count)s, up to and including %(end)s.")
    if child_benefit_until is not None and child_benefit_until > until:
        until = child_benefit_until
        sentence = N_(
            "Beyond the age of %(count)s a child has the annuity while child benefit is due, here to %(end)s."
        )
    if until <= died_on:
        raise DoesNotApply(
            N_("The child’s right would have ended on %(day)s, before the death: it has no annuity."),
            field="child_benefit_until" if child_benefit_until == until else "born_on",
            day=until,
        )
    because = Reason(
        sentence, {"count": age.whole, "end": until}, "R65", article, amount=until.isoformat(), reads=(age.read,)
    )
    return Explained(until, (because,), warnings)


Kind = Literal["parents", "grandparents", "grandchildren", "siblings"]
KINDS: tuple[Kind, ...] = ("parents", "grandparents", "grandchildren", "siblings")


def other_heirs(
    *,
    kind: Kind,
    base: Decimal,
    number: int,
    partner: bool,
    children: int,
    other_nearer_heirs: bool = False,
    direct_benefit: bool = True,
    lost_both_parents: bool = False,
    on: date | None = None,
) -> Explained[Group]:
    """What parents, grandparents, grandchildren, brothers and sisters have when the nearer class is missing (R66).

    `other_nearer_heirs`: for siblings, that parents, grandparents or grandchildren have an annuity. `direct_benefit`:
    that ascendants or siblings drew a direct benefit from the wage (the same roof is presumed to be one).
    `lost_both_parents` is for grandchildren. Parents rest on two sources, the other rates on none (warning).
    """
    checked_amount(base, "base")
    checked_days(number, "number", most=_MOST_OF[kind])
    checked_days(children, "children", most=MOST_HEIRS)
    rule, article = "R66", parameter(_RATES[kind][0]).article
    nobody = Group(number, Decimal("0.00"), Decimal("0.00"))
    if children or (kind == "siblings" and (partner or other_nearer_heirs)):
        nearer = Reason(N_("There is a nearer heir: these heirs have no annuity."), {}, rule, article, amount="0.00")
        return Explained(nobody, (nearer,), _warnings_of(kind))
    if kind != "grandchildren" and not direct_benefit:
        sentence = N_("They drew no direct benefit from the victim’s wage: they have no annuity.")
        return Explained(nobody, (Reason(sentence, {}, rule, article, amount="0.00"),), _warnings_of(kind))
    percent, most = _rate_of(kind, partner, lost_both_parents, on)
    top, bottom, said = percent.value, _ONE, str(bare(percent.value))
    reads = [percent.read]
    if most is not None:
        reads.append(most.read)
        if percent.value * number > most.value:
            top, bottom, said = most.value, Decimal(number), f"{bare(most.value)} / {number}"
    each = _euros(base, top, bottom)
    total, arithmetic = each * number, f"({shown(base)} x {said} / 100, rounded = {shown(each)}) x {number}"
    if most is not None and total > percent_of(base, most.value):
        total = percent_of(base, most.value)
        arithmetic = f"min({arithmetic}, {shown(base)} x {bare(most.value)} / 100)"
    because = Reason(
        _HEIRS[kind],
        {"percent": _rate(top, bottom), "count": number, "each": each},
        rule,
        article,
        arithmetic,
        shown(total),
        tuple(reads),
    )
    return Explained(Group(number, each, total), (because,), _warnings_of(kind))


_MOST_OF = {"parents": 2, "grandparents": 4, "grandchildren": MOST_HEIRS, "siblings": MOST_HEIRS}
# With nobody nearer, beside a partner.
_RATES: dict[Kind, tuple[str, str]] = {
    "parents": ("death_parent_percent", "death_parent_percent_beside_partner"),
    "grandparents": ("death_grandparent_percent", "death_grandparent_percent_beside_partner"),
    "grandchildren": ("death_grandchild_percent", "death_grandchild_percent"),
    "siblings": ("death_sibling_percent", "death_sibling_percent"),
}
_HEIRS: dict[Kind, str] = {
    "parents": N_("Each of %(count)s parents has %(percent)s %%: %(each)s a year."),
    "grandparents": N_(
        "Each of %(count)s grandparents, in the place of a parent who is dead, has %(percent)s %%: %(each)s a year."
    ),
    "grandchildren": N_("Each of %(count)s grandchildren has %(percent)s %%: %(each)s a year."),
    "siblings": N_("Each of %(count)s brothers and sisters has %(percent)s %%: %(each)s a year."),
}
_PARENTS_RATE = N_("The rates of the parents come from one general source: check them before use.")
_OTHERS_RATE = N_(
    "The rates of grandparents, grandchildren, brothers and sisters come from general knowledge of the law: the"
    " insurer’s lawyer confirms them before use."
)


def _warnings_of(kind: Kind) -> tuple[Reason, ...]:
    sentence = _PARENTS_RATE if kind == "parents" else _OTHERS_RATE
    return (Reason(sentence, {}, "R66", parameter(_RATES[kind][0]).article),)


def _rate_of(kind: Kind, partner: bool, lost_both_parents: bool, on: date | None) -> tuple[Known, Known | None]:
    """The rate of one, and the most of all together where there is one."""
    if kind == "siblings":
        return known("death_sibling_percent", on), known("death_siblings_most_percent", on)
    if kind == "grandchildren":
        if lost_both_parents:
            most = known("death_grandchildren_full_orphans_most_percent", on)
            return known("death_grandchild_full_orphan_percent", on), most
        return known("death_grandchild_percent", on), known("death_grandchildren_most_percent", on)
    return known(_RATES[kind][1 if partner else 0], on), None


def ascendants_last_day(*, victim_born_on: date, died_on: date, main_earner: bool) -> Explained[date | None]:
    """The last day of the annuity of parents and grandparents (R66): the day before the victim would be 25.

    None, for life, when the victim was the main earner; also when the victim had reached that age: then only a main
    earner's ascendants have one, and DoesNotApply says so.
    """
    age, article = known("death_ascendant_age", died_on), parameter("death_ascendant_age").article
    if died_on < victim_born_on:
        raise Contradiction(_TOO_EARLY, field="died_on", day=died_on, earliest=victim_born_on)
    if main_earner:
        sentence = N_("The victim was the main earner of the household: the annuity is for life.")
        return Explained(None, (Reason(sentence, {}, "R66", article, reads=(age.read,)),))
    until = add_years(victim_born_on, age.whole) - timedelta(days=1)
    if until <= died_on:
        raise DoesNotApply(
            N_("The victim was %(count)s or older and not the main earner: parents and grandparents have no annuity."),
            field="victim_born_on",
            count=age.whole,
        )
    sentence = N_(
        "Parents and grandparents have the annuity until the victim would have been %(count)s, up to and including"
        " %(end)s; the insurer then pays the rest of the capital to Fedris."
    )
    values = {"count": age.whole, "end": until}
    because = Reason(sentence, values, "R66", article, amount=until.isoformat(), reads=(age.read,))
    return Explained(until, (because,))


def annuities_start(*, died_on: date, reading: str | None = None) -> Explained[date]:
    """The first day of the annuities after a death: an open point (R68)."""
    point = setting("death_annuity_start")
    taken = point.reading(reading)
    if taken == "first_of_month":
        first, sentence = died_on.replace(day=1), N_("The annuities run from the first day of the month of the death.")
    else:
        first, sentence = died_on + timedelta(days=1), N_("The annuities run from the day after the death.")
    read = point.reads[taken]
    because = Reason(sentence, {}, "R68", point.article, amount=first.isoformat(), reads=(read,))
    warning = Reason(
        N_(
            "From which day annuities after a death run was not found: it is a setting that the insurer’s lawyer"
            " confirms."
        ),
        {},
        "R68",
        point.article,
        reads=(read,),
    )
    return Explained(first, (because,), (warning,))


def annuities_due(*, died_on: date, revision_ended_on: date | None) -> Explained[bool]:
    """Whether a death gives annuities: after the revision period a lump death allowance takes their place (R68).

    `revision_ended_on` is the last day of the revision period (included), None while it has not begun or not ended.
    The amount of the lump death allowance is not known.
    """
    article = "LAT art. 20ter"
    if revision_ended_on is None or died_on <= revision_ended_on:
        sentence = N_("The death does not come after the revision period: the heirs have annuities.")
        return Explained(True, (Reason(sentence, {}, "R68", article),))
    sentence = N_("The death comes after the revision period: a lump death allowance takes the place of the annuities.")
    amount = Reason(
        N_("The amount of the death allowance was not found: load the official notice."), {}, "R68", article
    )
    return Explained(False, (Reason(sentence, {}, "R68", article),), (amount,))


@dataclass(frozen=True, slots=True)
class Funeral:
    """The funeral indemnity, EUR, and the last day to pay it (None while the day of the death is not given)."""

    amount: Decimal
    pay_by: date | None


def funeral(
    *, base: Decimal, health_insurance_amount: Decimal | None = None, died_on: date | None = None
) -> Explained[Funeral]:
    """Thirty days of the base wage, flat, to whoever paid; not below what health insurance would give (R68)."""
    checked_amount(base, "base")
    days, article = known("funeral_days", died_on), parameter("funeral_days").article
    amount = cents(base * days.whole / DAYS_IN_YEAR)
    because = [
        Reason(
            N_("The funeral indemnity is %(count)s days of the base wage, whatever the real cost, to whoever paid."),
            {"count": days.whole},
            "R68",
            article,
            f"{shown(base)} x {days.whole} / {DAYS_IN_YEAR}",
            shown(amount),
            (days.read,),
        )
    ]
    if health_insurance_amount is not None:
        least = cents(checked_amount(health_insurance_amount, "health_insurance_amount"))
        amount, arithmetic = max(amount, least), f"max({shown(amount)}, {shown(least)})"
        sentence = N_("It is not below the funeral amount of health insurance.")
        because.append(Reason(sentence, {}, "R68", article, arithmetic, shown(amount)))
    pay_by = None
    if died_on is not None:
        paid = funeral_payment(death_on=died_on)
        pay_by = paid.value.last_day
        because += paid.because
    because.append(
        Reason(
            N_("The transfer to the burial place is paid besides, in full, abroad and formalities included."),
            rule="R68",
            article="LAT art. 11",
        )
    )
    return Explained(Funeral(amount, pay_by), tuple(because))
