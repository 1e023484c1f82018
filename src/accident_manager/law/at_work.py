"""What is an accident at work: definition, presumptions, way to work, telework, deemed workplace (R1-R6, R84).

The functions weigh facts that a person has established; they do not establish them. Presumptions can be rebutted.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.refusal import N_
from accident_manager.law.parameters import known, parameter
from accident_manager.law.refused import Contradiction
from accident_manager.law.time_limits import PUBLIC, checked_regime

_WAY_ARTICLE = "LAT art. 8"
_WAY_DETAILS = "LAT art. 8 §1"


@dataclass(frozen=True, slots=True)
class AtWork:
    """Whether it is an accident at work; which elements are missing, and which are presumed."""

    accident: bool
    missing: tuple[str, ...]
    presumed: tuple[str, ...]


def accident_at_work(
    *,
    regime: str,
    sudden_event: bool,
    lesion: bool,
    in_the_course: bool,
    other_reason_proved: bool = False,
    other_cause_proved: bool = False,
) -> Explained[AtWork]:
    """The definition with its two presumptions (R1 to R3).

    The victim shows sudden event, lesion, and "in the course of"; the insurer may prove that it did not happen because
    of the contract (`other_reason_proved`) or that the lesion has another cause (`other_cause_proved`).
    """
    public = checked_regime(regime) == PUBLIC
    rule, article = ("R3", "law 3/7/1967 art. 2") if public else ("R1", "LAT art. 7")
    presumption, proof = ("R3", article) if public else ("R2", "LAT art. 7 and 9")
    shown = (("sudden_event", sudden_event), ("lesion", lesion), ("in_the_course", in_the_course))
    missing = tuple(name for name, found in shown if not found)
    lacks = {
        "sudden_event": N_("No sudden event was shown: the victim proves it."),
        "lesion": N_("No lesion, physical or mental, was shown: the victim proves it."),
        "in_the_course": N_("It was not shown that it happened in the course of the work: the victim proves it."),
    }
    if missing:
        because = tuple(Reason(lacks[name], {}, rule, article) for name in missing)
        return Explained(AtWork(False, missing, ()), because)
    because = (
        Reason(N_("Sudden event, lesion and “in the course of the work” were shown."), {}, rule, article),
        Reason(
            N_("It happened in the course of the work: it is presumed to have happened because of it.")
            if not other_reason_proved
            else N_("It was proved that it did not happen because of the work: the presumption is rebutted."),
            {},
            presumption,
            proof,
        ),
        Reason(
            N_("Sudden event and lesion were shown: the lesion is presumed to come from the accident.")
            if not other_cause_proved
            else N_("It was proved that the lesion has another cause: the presumption is rebutted."),
            {},
            presumption,
            proof,
        ),
    )
    rebutted = (("because_of_work", other_reason_proved), ("lesion_from_accident", other_cause_proved))
    presumed = tuple(name for name, gone in rebutted if not gone)
    missing = tuple(name for name, gone in rebutted if gone)
    return Explained(AtWork(not missing, missing, presumed), because)


def telework(
    *,
    accident_on: date,
    agreed_in_writing: bool,
    at_agreed_place: bool | None,
    at_usual_place: bool,
    within_agreed_hours: bool | None,
    within_usual_hours: bool,
) -> Explained[bool]:
    """Whether an accident during telework, structural or occasional, is presumed to be at work (R5).

    `at_agreed_place` and `within_agreed_hours` are None where the writing names no place or no hours: then the
    residence or usual place of telework, and the hours that would hold at the employer's premises, take their place.
    False without any writing: "in the course of the work" is then proved as elsewhere.
    """
    since = known("telework_presumption", accident_on)
    article = parameter("telework_presumption").article
    if not since.whole:
        sentence = N_("For accidents before 27 January 2019 the law holds no presumption for telework.")
        return Explained(False, (Reason(sentence, {}, "R5", article, reads=(since.read,)),))
    if not agreed_in_writing:
        sentence = N_(
            "There is no writing about the telework, not even an e-mail: it is not presumed to be at work, and the"
            " victim proves that it happened in the course of the work."
        )
        return Explained(False, (Reason(sentence, {}, "R5", article, reads=(since.read,)),))
    place = at_usual_place if at_agreed_place is None else at_agreed_place
    hours = within_usual_hours if within_agreed_hours is None else within_agreed_hours
    where = {
        (True, True): N_("The writing names no place: it happened at the residence or the usual place of telework."),
        (True, False): N_(
            "The writing names no place, and it happened neither at the residence nor at the usual place."
        ),
        (False, True): N_("It happened at the place that the writing names."),
        (False, False): N_("It did not happen at the place that the writing names."),
    }
    when = {
        (True, True): N_("The writing gives no hours: it happened in the hours that hold at the employer’s premises."),
        (True, False): N_("The writing gives no hours, and it happened outside those of the employer’s premises."),
        (False, True): N_("It happened in the hours that the writing gives."),
        (False, False): N_("It happened outside the hours that the writing gives."),
    }
    outcome = (
        N_("The accident is presumed to have happened at work; the insurer may prove the contrary.")
        if place and hours
        else N_("The accident is not presumed to have happened at work; the victim may prove that it did.")
    )
    because = (
        Reason(where[at_agreed_place is None, place], {}, "R5", article, reads=(since.read,)),
        Reason(when[within_agreed_hours is None, hours], {}, "R5", article),
        Reason(outcome, {}, "R5", article),
    )
    return Explained(place and hours, because)


Route = Literal[
    "residence_workplace",
    "second_residence_workplace",
    "workplace_meal",
    "workplace_training",
    "workplace_workplace",
    "telework_school",
    "telework_meal",
    "other",
]
ROUTES: tuple[Route, ...] = (
    "residence_workplace",
    "second_residence_workplace",
    "workplace_meal",
    "workplace_training",
    "workplace_workplace",
    "telework_school",
    "telework_meal",
    "other",
)
Detour = Literal["none", "shared_ride", "school", "trivial", "minor", "major"]
DETOURS: tuple[Detour, ...] = ("none", "shared_ride", "school", "trivial", "minor", "major")
_NORMAL_DETOURS = {
    "none": N_("The route was followed without a detour."),
    "shared_ride": N_("A detour for people sharing the ride keeps the route normal."),
    "school": N_("A detour to nursery or school keeps the route normal."),
    "trivial": N_("A trivial detour is always covered."),
}


def way_to_work(
    *,
    accident_on: date,
    route: Route,
    beyond_threshold: bool = True,
    detour: Detour = "none",
    legitimate_reason: bool = False,
    force_majeure: bool = False,
    normal_time: bool = True,
) -> Explained[bool]:
    """Whether an accident on the way to or from work is covered (R4, R84): a normal route in space and in time.

    Both directions count. `beyond_threshold`: outside the threshold of the residence. A minor detour needs a legitimate
    reason, a major one force majeure.
    """
    if route == "other":
        return _way(False, N_("This is no route between residence and work, nor one that the law treats like it."))
    if route.startswith("telework"):
        since = known("telework_presumption", accident_on)
        if not since.whole:
            sentence = N_("Before 27 January 2019 routes from the place of telework were not covered.")
            return Explained(False, (Reason(sentence, {}, "R5", parameter("telework_presumption").article),))
    if not beyond_threshold:
        return _way(False, N_("The route begins and ends at the threshold of the residence: it had not begun."), "R84")
    reasons = [N_("This is a route between residence and work, or one that the law treats like it.")]
    if detour in _NORMAL_DETOURS:
        covered = True
        reasons.append(_NORMAL_DETOURS[detour])
    elif detour == "minor":
        covered = legitimate_reason or force_majeure
        reasons.append(
            N_("A minor detour with a legitimate reason keeps the route normal.")
            if covered
            else N_("A minor detour without a legitimate reason does not keep the route normal.")
        )
    else:
        covered = force_majeure
        reasons.append(
            N_("A major detour by force majeure keeps the route normal.")
            if covered
            else N_("A major detour without force majeure does not keep the route normal.")
        )
    if not normal_time:
        covered = False
        reasons.append(N_("The time does not fit the route: the route is judged in time as well as in space."))
    because = tuple(Reason(sentence, {}, "R4", _WAY_ARTICLE) for sentence in reasons)
    warning = Reason(
        N_("Whether a route is normal is a matter of fact: a person decides, and the court in the end."), {}, "R84"
    )
    return Explained(covered, because, (warning,))


def _way(covered: bool, sentence: str, rule: str = "R4") -> Explained[bool]:
    return Explained(covered, (Reason(sentence, {}, rule, _WAY_ARTICLE),))


Activity = Literal["union_mission", "works_council", "safety_committee", "training"]
ACTIVITIES: tuple[Activity, ...] = ("union_mission", "works_council", "safety_committee", "training")


def deemed_at_work(*, activity: Activity, employer_consents: bool, in_normal_hours: bool) -> Explained[bool]:
    """Whether an activity elsewhere is deemed to be at work (R84).

    A mission as representative needs the employer's consent, also outside hours; training needs consent and normal
    hours; meetings of the works council and the safety committee need neither.
    """
    if activity in ("works_council", "safety_committee"):
        sentence = N_("A meeting of the works council or the safety committee is deemed to be at work.")
        return Explained(True, (Reason(sentence, {}, "R84", _WAY_DETAILS),))
    if activity == "union_mission":
        sentence = (
            N_("A mission as staff or union representative with the employer’s consent is deemed to be at work.")
            if employer_consents
            else N_("A mission as staff or union representative needs the employer’s consent.")
        )
        return Explained(employer_consents, (Reason(sentence, {}, "R84", _WAY_DETAILS),))
    covered = employer_consents and in_normal_hours
    sentence = (
        N_("Training with the employer’s consent in normal hours is deemed to be at work.")
        if covered
        else N_("Training is deemed to be at work only with the employer’s consent and in normal hours.")
    )
    return Explained(covered, (Reason(sentence, {}, "R84", _WAY_DETAILS),))


def prosthesis_damage(*, lesion: bool, damaged: bool) -> Explained[bool]:
    """Whether an event is declarable for damage to a prosthesis or orthopaedic aid alone (R6)."""
    if not damaged and not lesion:
        raise Contradiction(N_("Neither a lesion nor damage to an aid is given: check both."), field="damaged")
    sentence = (
        N_("Damage to glasses, a hearing aid or another aid is declared, even with no lesion of the body.")
        if damaged
        else N_("There is a lesion: the accident is declared as any other.")
    )
    return Explained(True, (Reason(sentence, {}, "R6", "LAT art. 26"),))
