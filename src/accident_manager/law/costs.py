"""Costs: medical tariff, consent, travel, family visits, prostheses (R69-R73). Amounts are EUR."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import bare, shown
from accident_manager.law.parameters import known
from accident_manager.law.refused import OutOfRange, checked_amount, checked_days

_CARE_ARTICLE = "LAT art. 28 to 30"
_TRAVEL_ARTICLE = "LAT art. 33; AR 21/12/1971"
_PROSTHESIS_ARTICLE = "LAT art. 26 and 28; AR 21/12/1971"


@dataclass(frozen=True, slots=True)
class Refund:
    """What the insurer refunds and what the victim bears, EUR; together the bill."""

    refund: Decimal
    victim_share: Decimal


def medical(
    *,
    billed: Decimal,
    tariff: Decimal | None,
    free_choice: bool,
    similar: Decimal | None = None,
) -> Explained[Refund]:
    """The refund of care (R69). `tariff`: that of the health insurance, the patient's share included, or None.

    With free choice of the doctor not more than the tariff; without a tariff not more than the cost of similar care
    (`similar`). The recognised service of the employer or the insurer (no free choice) is refunded in full.
    """
    billed = cents(checked_amount(billed, "billed"))
    warnings: list[Reason] = []
    if not free_choice:
        refund, arithmetic = billed, shown(billed)
        sentence = N_(
            "The recognised medical service of the employer or the insurer gives the care: it is refunded in full."
        )
    elif tariff is not None:
        refund = min(billed, cents(checked_amount(tariff, "tariff")))
        arithmetic = f"min({shown(billed)}, {shown(tariff)})"
        sentence = N_("The victim chose the doctor: the bill is refunded up to the tariff of the health insurance.")
    elif similar is not None:
        refund = min(billed, cents(checked_amount(similar, "similar")))
        arithmetic = f"min({shown(billed)}, {shown(similar)})"
        sentence = N_("There is no tariff: the real cost is refunded as far as it is reasonable against similar care.")
    else:
        refund, arithmetic = billed, shown(billed)
        sentence = N_("There is no tariff: the real cost is refunded as far as it is reasonable.")
        warnings.append(
            Reason(N_("A person judges whether the cost is reasonable against similar care."), {}, "R69", _CARE_ARTICLE)
        )
    because = [Reason(sentence, {}, "R69", _CARE_ARTICLE, arithmetic, shown(refund))]
    share = billed - refund
    if share:
        rest = N_("The victim bears what is above.")
        because.append(
            Reason(rest, {}, "R69", _CARE_ARTICLE, f"{shown(billed)} - {shown(refund)}", shown(share)),
        )
    return Explained(Refund(refund, share), tuple(because), tuple(warnings))


Care = Literal[
    "consultation",
    "physiotherapy",
    "surgery",
    "hospital_stay",
    "care_abroad",
    "alternative_treatment",
    "prescribed_medicine",
    "room_supplement",
]
CARE: tuple[Care, ...] = (
    "consultation",
    "physiotherapy",
    "surgery",
    "hospital_stay",
    "care_abroad",
    "alternative_treatment",
    "prescribed_medicine",
    "room_supplement",
)
_NEEDS_CONSENT = {
    "physiotherapy": N_("Physiotherapy needs the insurer’s prior consent."),
    "surgery": N_("Surgery needs the insurer’s prior consent."),
    "care_abroad": N_("Care abroad needs the insurer’s prior consent."),
    "alternative_treatment": N_("Alternative treatment needs the insurer’s prior consent."),
}


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether the insurer consents first, and who bears the cost."""

    prior_consent: bool
    payer: Literal["insurer", "victim"]


def consent(*, care: Care, hospital_days: int | None = None) -> Explained[Consent]:
    """Prior consent and exclusions (R70). `hospital_days` counts for a hospital stay only."""
    if care in _NEEDS_CONSENT:
        return _consent(True, _NEEDS_CONSENT[care])
    if care == "hospital_stay":
        days = known("consent_hospital_days", None)
        needed = checked_days(0 if hospital_days is None else hospital_days, "hospital_days") > days.whole
        sentence = (
            N_("A stay in hospital of more than %(count)s days needs the insurer’s prior consent.")
            if needed
            else N_("A stay in hospital of at most %(count)s days needs no prior consent.")
        )
        reason = Reason(sentence, {"count": days.whole}, "R70", _CARE_ARTICLE, reads=(days.read,))
        return Explained(Consent(needed, "insurer"), (reason,))
    if care == "prescribed_medicine":
        return _consent(False, N_("Prescribed medicines are refunded in full, without prior consent."))
    if care == "room_supplement":
        return _consent(False, N_("Room supplements are for the victim."), payer="victim")
    return _consent(False, N_("This care needs no prior consent."))


def _consent(needed: bool, sentence: str, payer: Literal["insurer", "victim"] = "insurer") -> Explained[Consent]:
    return Explained(Consent(needed, payer), (Reason(sentence, {}, "R70", _CARE_ARTICLE),))


def by_car(
    *, return_km: Decimal, trips: int, rate: Decimal | None = None, on: date | None = None
) -> Explained[Decimal]:
    """Journeys by own car or non-urgent taxi: all kilometres x rate, if the return distance is at least 5 km (R71).

    `return_km` is the way there and back of one journey. `rate` is EUR a km; without it that of the day `on` is read,
    with a warning: the rate by date is an open point. Rounded once, for all journeys together.
    """
    if not return_km.is_finite() or not 0 <= return_km <= 100_000:
        raise OutOfRange(field="return_km")
    checked_days(trips, "trips", most=10_000)
    least = known("travel_least_return_km", None)
    values = {"least": bare(least.value)}
    if return_km < least.value:
        sentence = N_("The way there and back is shorter than %(least)s km: the journey by car is not refunded.")
        none = Reason(sentence, values, "R71", _TRAVEL_ARTICLE, amount="0.00", reads=(least.read,))
        return Explained(Decimal("0.00"), (none,))
    reads, warnings = [least.read], []
    if rate is None:
        of_day = known("travel_rate_per_km", on)
        rate = of_day.value
        reads.append(of_day.read)
        if of_day.status != "published":
            open_point = N_(
                "The rate for a kilometre by date is an open point in the sources: check it before you pay."
            )
            warnings.append(Reason(open_point, {}, "R71", _TRAVEL_ARTICLE))
    elif not rate.is_finite() or not 0 <= rate <= 10:
        raise OutOfRange(field="rate")
    refund = cents(return_km * trips * rate)
    because = Reason(
        N_("The way there and back is at least %(least)s km: every kilometre is refunded."),
        values,
        "R71",
        _TRAVEL_ARTICLE,
        f"{bare(return_km)} x {trips} x {rate}",
        shown(refund),
        tuple(reads),
    )
    return Explained(refund, (because,), tuple(warnings))


Means = Literal["public_transport", "own_car", "taxi", "urgent_taxi", "urgent_ambulance", "parking"]
MEANS: tuple[Means, ...] = ("public_transport", "own_car", "taxi", "urgent_taxi", "urgent_ambulance", "parking")


@dataclass(frozen=True, slots=True)
class TravelRule:
    """How a means of travel is refunded, and the proof it needs (None: no proof)."""

    refund: Literal["full", "per_km", "none"]
    proof: Literal["original_ticket", "medical_report"] | None


def travel_rule(*, means: Means) -> Explained[TravelRule]:
    """What is refunded of a journey for care, for the insurer, for Fedris or for the court (R71)."""
    rule: TravelRule
    if means == "public_transport":
        rule = TravelRule("full", "original_ticket")
        sentence = N_("Public transport is refunded in full, on the original ticket.")
    elif means in ("urgent_taxi", "urgent_ambulance"):
        rule = TravelRule("full", "medical_report")
        sentence = N_("An urgent ambulance or taxi is refunded in full, with a medical report.")
    elif means == "parking":
        rule, sentence = TravelRule("none", None), N_("Parking is not refunded.")
    else:
        least = known("travel_least_return_km", None)
        rule = TravelRule("per_km", None)
        sentence = N_("Own car and ordinary taxi are refunded by the kilometre, from %(least)s km there and back.")
        because = Reason(sentence, {"least": bare(least.value)}, "R71", _TRAVEL_ARTICLE, reads=(least.read,))
        return Explained(rule, (because,))
    return Explained(rule, (Reason(sentence, {}, "R71", _TRAVEL_ARTICLE),))


def family_visits(*, hospital_days: int, danger_of_death: bool, relatives: int) -> Explained[int]:
    """Return trips of relatives during a stay in hospital (R72). `relatives`: spouse, children, parents who come.

    2 to 7 days: one trip for one relative; longer: one more for each further complete period of 3 days. In danger of
    death: one trip a day for the spouse and one child. The kilometres follow `by_car`.
    """
    checked_days(hospital_days, "hospital_days", most=3660)
    checked_days(relatives, "relatives", most=50)
    if not relatives:
        return Explained(0, (Reason(N_("No relative comes: there is no trip to refund."), {}, "R72", _TRAVEL_ARTICLE),))
    if danger_of_death:
        most = known("visit_relatives_in_danger", None)
        coming = min(relatives, most.whole)
        because = Reason(
            N_("In danger of death the spouse and one child may come every day, one return trip each."),
            {},
            "R72",
            _TRAVEL_ARTICLE,
            f"{hospital_days} x min({relatives}, {most.whole})",
            str(hospital_days * coming),
            (most.read,),
        )
        return Explained(hospital_days * coming, (because,))
    least, first, further = (
        known("visit_hospital_days", None),
        known("visit_first_days", None),
        known("visit_further_days", None),
    )
    if hospital_days < least.whole:
        sentence = N_("Below %(count)s days in hospital no visit is refunded.")
        none = Reason(sentence, {"count": least.whole}, "R72", _TRAVEL_ARTICLE, amount="0", reads=(least.read,))
        return Explained(0, (none,))
    if hospital_days <= first.whole:
        sentence = N_("Up to %(count)s days in hospital one return trip of one relative is refunded.")
        reads = (least.read, first.read)
        one = Reason(sentence, {"count": first.whole}, "R72", _TRAVEL_ARTICLE, amount="1", reads=reads)
        return Explained(1, (one,))
    trips = 1 + (hospital_days - first.whole) // further.whole
    because = Reason(
        N_(
            "The first %(first)s days in hospital give one return trip, each further complete period of %(further)s"
            " days another one."
        ),
        {"first": first.whole, "further": further.whole},
        "R72",
        _TRAVEL_ARTICLE,
        f"1 + ({hospital_days} - {first.whole}) / {further.whole}, whole",
        str(trips),
        (first.read, further.read),
    )
    warning = Reason(N_("That only complete periods give another trip is our reading."), {}, "R72", _TRAVEL_ARTICLE)
    return Explained(trips, (because,), (warning,))


ProsthesisNeed = Literal["supply", "maintenance", "renewal", "damage"]
PROSTHESIS_NEEDS: tuple[ProsthesisNeed, ...] = ("supply", "maintenance", "renewal", "damage")
_COVERED = {
    "supply": N_("The accident makes the prosthesis necessary: the insurer supplies it."),
    "maintenance": N_("The insurer bears the maintenance of the prosthesis."),
    "renewal": N_("The insurer bears the renewal of the prosthesis."),
    "damage": N_("The prosthesis was worn in the accident and damaged: the insurer bears its repair or replacement."),
}


@dataclass(frozen=True, slots=True)
class Prosthesis:
    """Whether the insurer bears it, and whether the tariff for dental care holds."""

    covered: bool
    by_dental_tariff: bool


def prosthesis(*, need: ProsthesisNeed, worn_in_accident: bool | None, dental: bool) -> Explained[Prosthesis]:
    """Prostheses and orthopaedic aids (R73): supply, upkeep, renewal; damage only to those worn in the accident."""
    if need == "damage" and not worn_in_accident:
        sentence = N_("The prosthesis was not worn in the accident: its damage is material damage and not covered.")
        return Explained(Prosthesis(False, False), (Reason(sentence, {}, "R73", _PROSTHESIS_ARTICLE),))
    because = [Reason(_COVERED[need], {}, "R73", _PROSTHESIS_ARTICLE)]
    if dental:
        sentence = N_("Dental prostheses follow their own tariff.")
        because.append(Reason(sentence, {}, "R73", "AR 1/10/2013"))
    warning = Reason(
        N_(
            "A bill and a decree approved by the council of ministers on 6 February 2026 bring maximum prices and"
            " repair without prior consent below an amount: check whether they are law."
        ),
        {},
        "R73",
        _PROSTHESIS_ARTICLE,
    )
    return Explained(Prosthesis(True, dental), tuple(because), (warning,))
