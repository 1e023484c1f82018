"""What kind of accident it is: light (first-aid register only), serious (the inspection is told), accident sheet.

The lists of the annexes (events, material agents, injuries of a serious accident) are files in `law/data`.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import after_days
from accident_manager.law.parameters import known, parameter
from accident_manager.law.refused import checked_days

_LIGHT_ARTICLE = "AR 12/3/2003 art. 1, 4° and 2"
_SERIOUS_ARTICLE = "law 4/8/1996 art. 94bis; Code on well-being at work, annexes I.6-1 – I.6-3"


@dataclass(frozen=True, slots=True)
class LightAccident:
    """Whether it is light, must be declared, must be in the first-aid register (None: that rule does not say)."""

    is_light: bool
    declare_to_insurer: bool
    first_aid_register: bool | None


def light_accident(
    *, wage_loss: bool, incapacity: bool, doctor_needed: bool, care_at_workplace: bool
) -> Explained[LightAccident]:
    """Light when nothing of the four conditions of R7 is missing; each that is missing is a reason."""
    missing = [
        Reason(sentence, rule="R7", article=_LIGHT_ARTICLE)
        for fails, sentence in (
            (wage_loss, N_("The victim loses wage: this is not a light accident.")),
            (incapacity, N_("The victim is unable to work: this is not a light accident.")),
            (doctor_needed, N_("A doctor is needed: this is not a light accident.")),
            (not care_at_workplace, N_("The care was not given only at the workplace: this is not a light accident.")),
        )
        if fails
    ]
    if missing:
        return Explained(LightAccident(False, True, None), tuple(missing))
    light = Reason(
        N_(
            "No loss of wage, no incapacity, no doctor, care at the workplace only: a light accident, entered in the"
            " first-aid register and not declared to the insurer."
        ),
        rule="R7",
        article=_LIGHT_ARTICLE,
    )
    return Explained(LightAccident(True, False, True), (light,))


@dataclass(frozen=True, slots=True)
class SeriousAccident:
    """What the employer owes the inspection: at once, and in writing by the last day (None when it is not serious)."""

    is_serious: bool
    tell_at_once: bool
    report_by: date | None


_DISPUTED_INJURY = "072"


def serious_accident(
    *,
    accident_on: date,
    at_workplace: bool,
    fatal: bool,
    permanent_lesion: bool,
    deviation: str | None,
    agent: str | None,
    injury: str | None,
) -> Explained[SeriousAccident]:
    """A proposal from the codes (R8), with the immediate notification (R9) and the detailed report (R10).

    `deviation` has two digits ("51"), `agent` is written "02.03", `injury` has three digits ("021"); None is not known.
    A person decides: the code of an event does not show whether the event is directly linked to it.
    """
    if not at_workplace:
        return _not_serious(
            N_("It did not happen at the workplace: an accident on the way is never a serious accident.")
        )
    by_event = _listed("deviation", deviation)
    listed = by_event or _listed("material_agent", agent)
    if fatal:
        return _serious(accident_on, N_("The accident caused a death."), at_once=True)
    by_injury = permanent_lesion or _listed("injury", injury)
    # Only then the agent alone decides.
    disputed = (Reason(_DISPUTED_AGENTS, rule="R8"),) if by_injury and not by_event and agent else ()
    if not listed:
        sentence = N_("Neither the event nor the material agent is on the lists of serious accidents.")
        return _warned(_not_serious(sentence), disputed)
    if permanent_lesion:
        sentence = N_("The event or the material agent is on the list, and the lesion is permanent.")
        return _warned(_serious(accident_on, sentence, at_once=True), disputed)
    if not by_injury:
        return _not_serious(N_("The event or the material agent is on the list, but the temporary lesion is not."))
    found = _serious(
        accident_on,
        N_("The event or the material agent is on the list, and so is the temporary lesion."),
        at_once=False,
    )
    if injury == _DISPUTED_INJURY:
        infections = N_("The sources do not agree whether acute infections (072) are on the list.")
        disputed = (*disputed, Reason(infections, rule="R8"))
    return _warned(found, disputed)


_DISPUTED_AGENTS = N_(
    "The sources do not agree on the ends of the list of material agents: check annex I.6-2 of the Code on well-being"
    " at work."
)


def _warned(found: Explained[SeriousAccident], warnings: tuple[Reason, ...]) -> Explained[SeriousAccident]:
    return Explained(found.value, found.because, warnings)


def undecided(*, deviation: str | None, agent: str | None, injury: str | None, permanent_lesion: bool) -> str | None:
    """The first code that is not known and on which it hangs whether the accident is serious, None when none does."""
    codes = {"deviation": deviation, "agent": agent}
    if not permanent_lesion and injury is not None and not _listed("injury", injury):
        return None
    if not (_listed("deviation", deviation) or _listed("material_agent", agent)):
        return next((name for name, code in codes.items() if code is None), None)
    return "injury" if injury is None and not permanent_lesion else None


def _serious(accident_on: date, sentence: str, *, at_once: bool) -> Explained[SeriousAccident]:
    because = [Reason(sentence, rule="R8", article=_SERIOUS_ARTICLE)]
    if at_once:
        because.append(
            Reason(
                N_("The employer tells the inspection of well-being at work at once, by the fastest means."),
                rule="R9",
                article="Code on well-being at work, book I title 6",
            )
        )
    report = report_deadline(accident_on)
    because += report.because
    return Explained(SeriousAccident(True, at_once, report.value), tuple(because))


def report_deadline(accident_on: date) -> Explained[date]:
    """The last day of the detailed report of a serious accident to the inspection (R10)."""
    days = known("serious_report_days", accident_on)
    report_by = after_days(accident_on, days.whole)
    because = Reason(
        N_("The employer sends the inspection a detailed report within %(count)s days after %(start)s."),
        {"count": days.whole, "start": accident_on},
        "R10",
        parameter("serious_report_days").article,
        f"{accident_on} + {days.whole}",
        report_by.isoformat(),
        (days.read,),
    )
    return Explained(report_by, (because,))


def _not_serious(sentence: str) -> Explained[SeriousAccident]:
    return Explained(SeriousAccident(False, False, None), (Reason(sentence, rule="R8", article=_SERIOUS_ARTICLE),))


def _listed(name: str, code: str | None) -> bool:
    return code is not None and code in serious_codes(name)


@cache
def serious_codes(name: str) -> frozenset[str]:
    """The codes of a list of serious accidents: "deviation", "material_agent" or "injury"."""
    file = files("accident_manager.law").joinpath("data", f"serious_accident_{name}.csv")
    with file.open(encoding="utf-8") as lines:
        return frozenset(row["code"] for row in csv.DictReader(lines))


def accident_sheet_needed(*, incapacity_days: int, at_workplace: bool, on: date | None = None) -> Explained[bool]:
    """Whether the employer fills in an accident sheet (R11); the accident day does not count among the days."""
    checked_days(incapacity_days, "incapacity_days")
    days = known("accident_sheet_days", on)
    if not at_workplace:
        sentence = N_("An accident that did not happen at the workplace needs no accident sheet.")
        return Explained(False, (Reason(sentence, rule="R11"),))
    needed = incapacity_days >= days.whole
    sentence = (
        N_("From %(count)s days of incapacity an accident sheet is needed; a copy of the declaration may replace it.")
        if needed
        else N_("Below %(count)s days of incapacity no accident sheet is needed.")
    )
    return Explained(needed, (Reason(sentence, {"count": days.whole}, "R11", reads=(days.read,)),))
