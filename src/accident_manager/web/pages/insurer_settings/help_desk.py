"""The help desk: how it is reached, its hours in its own time zone, the days on which it is closed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accident_manager.foundation import clock
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_
from accident_manager.identity.actions.step_up import SETTINGS
from accident_manager.insurers import actions, queries
from accident_manager.insurers.actions import ChangedMeanwhile
from accident_manager.insurers.rules import settings
from accident_manager.insurers.rules.help_desk import openings_in_words, parse, periods_of
from accident_manager.insurers.rules.settings import DAYS, HelpDesk, InvalidSettings
from accident_manager.web.access import Request, page
from accident_manager.web.components.happened import FIELDS
from accident_manager.web.fresh import ask_first
from accident_manager.web.pages.insurer_settings.around import CONFLICT, REFUSED, SAVED, set_now, summary, tabs

_DAY_NAMES = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_DAYS_AHEAD = 7
_LABELS: Mapping[str, str] = {
    "support_email": FIELDS["support_email"],
    "support_phone": FIELDS["support_phone"],
    **{f"hours.{day}": name for day, name in zip(DAYS, _DAY_NAMES, strict=True)},
    "closed_days": FIELDS["closed_days"],
    "time_zone": FIELDS["time_zone"],
}


@page(may="insurer.settings", methods=("GET", "HEAD"))
def first(request: Request) -> HttpResponse:
    return redirect("settings-help-desk")


@page(may="insurer.settings")
def help_desk(request: Request) -> HttpResponse:
    now = queries.settings_now()
    if request.method != "POST":
        return _page(request, _typed(now.help_desk), now.help_desk_seen)
    typed = {name: request.POST.get(name, "") for name in _LABELS}
    seen = request.POST.get("seen", "")
    try:
        wanted = settings.help_desk(typed)
        if request.POST.get("do") == "preview":
            return _page(request, typed, seen)
        if (wanted.support_email, wanted.support_phone) != (now.help_desk.support_email, now.help_desk.support_phone):
            # There calls who lost the phone with the app, and there goes the notice of an attack.
            asked = ask_first(request, SETTINGS)
            if asked is not None:
                return asked
        actions.change_help_desk(wanted, by=request.actor, seen=seen)
    except InvalidSettings as refusal:
        return _page(request, typed, seen, REFUSED, errors=refusal.errors)
    except ChangedMeanwhile as refusal:
        now = queries.settings_now()
        differences = set_now(typed, _typed(now.help_desk), _LABELS)
        return _page(request, typed, now.help_desk_seen, CONFLICT, conflict=refusal, differences=differences)
    messages.success(request, SAVED)
    return redirect("settings-help-desk")


@page(may="insurer.settings", methods=("POST",))
def preview(request: Request) -> HttpResponse:
    """What is typed at this moment, as people would read it; nothing is saved."""
    typed = {name: request.POST.get(name, "") for name in _LABELS}
    return render(request, "pages/insurer_settings/help_desk_preview.html", _preview(typed))


def _page(request: Request, typed: Mapping[str, str], seen: str, status: int = 200, **more: Any) -> HttpResponse:
    errors = more.get("errors", {})
    values = {
        "tabs": tabs("settings-help-desk"),
        "typed": typed,
        "seen": seen,
        "days": [
            (f"hours.{day}", name, typed[f"hours.{day}"], errors.get(f"hours.{day}", ""))
            for day, name in zip(DAYS, _DAY_NAMES, strict=True)
        ],
        "zones": sorted(zone for zone in available_timezones() if zone.startswith("Europe/")),
        "summary": summary(errors, _LABELS),
        **_preview(typed),
        **more,
    }
    return render(request, "pages/insurer_settings/help_desk.html", values, status=status)


def _preview(typed: Mapping[str, str]) -> dict[str, Any]:
    try:
        wanted = settings.help_desk(typed)
    except InvalidSettings as refusal:
        wrong = [(_LABELS[name], error) for name, error in refusal.errors.items()]
        return {"wrong": wrong}
    closed = [date.fromisoformat(day) for day in wanted.closed_days]
    hours = parse(wanted.help_desk_hours, wanted.time_zone, closed)
    state = hours.state(clock.now())
    coming = [state.at.date() + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD)]
    return {
        "desk": state,
        "coming": [(day, openings_in_words(hours.on(day)) if hours.on(day) else None) for day in coming],
        "closed": [_period(*period) for period in periods_of(closed) if period[1] >= state.at.date()],
    }


def _period(first: date, last: date) -> Reason | date:
    return first if first == last else Reason(N_("%(first)s to %(last)s"), {"first": first, "last": last})


def _typed(desk: HelpDesk) -> dict[str, str]:
    """The fields as they are filled from what is set."""
    hours = {
        f"hours.{day}": ", ".join(_opening(*opening) for opening in desk.help_desk_hours.get(str(number), ()))
        for number, day in enumerate(DAYS, start=1)
    }
    closed = [date.fromisoformat(day) for day in desk.closed_days]
    return {
        "support_email": desk.support_email,
        "support_phone": desk.support_phone,
        **hours,
        "closed_days": "\n".join(_line(period) for period in periods_of(closed)),
        "time_zone": desk.time_zone,
    }


def _opening(start: str, end: str) -> str:
    return f"{start.removeprefix('0')}–{end.removeprefix('0')}"


def _line(period: Sequence[date]) -> str:
    first, last = (f"{day.day}/{day.month}/{day.year}" for day in period)
    return first if first == last else f"{first} – {last}"
