"""The branding: names, colour and languages, with what becomes of them shown beside."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from math import floor
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accident_manager.foundation.refusal import N_
from accident_manager.insurers import actions, queries
from accident_manager.insurers.actions import ChangedMeanwhile
from accident_manager.insurers.rules import settings
from accident_manager.insurers.rules.settings import InvalidSettings, colour_of
from accident_manager.web.access import Request, page
from accident_manager.web.components import colour
from accident_manager.web.components.happened import FIELDS
from accident_manager.web.pages.insurer_settings.around import CONFLICT, REFUSED, SAVED, set_now, summary, tabs
from accident_manager.wording import LANGUAGES, NATIVE_NAMES, form

_LABELS: Mapping[str, str] = {name: FIELDS[name] for name in queries.BRANDING}
_COLOUR_HINT = N_("As in your house style, such as #b5103c. Every other colour of the pages is made of it.")
# The ring around what has the focus, in tokens.css.
_FOCUS = "#1a5fd6"
# What WCAG 2.2 asks of text, and of what one operates.
_TEXT, _OBJECT = 4.5, 3.0


@page(may="insurer.settings")
def branding(request: Request) -> HttpResponse:
    now = queries.settings_now()
    if request.method != "POST":
        return _page(request, asdict(now.branding), now.branding_seen)
    typed, seen = _typed(request), request.POST.get("seen", "")
    try:
        wanted = settings.branding(typed)
        if request.POST.get("do") == "preview":
            return _page(request, typed, seen)
        actions.change_branding(wanted, by=request.actor, seen=seen)
    except InvalidSettings as refusal:
        return _page(request, typed, seen, REFUSED, errors=refusal.errors)
    except ChangedMeanwhile as refusal:
        now = queries.settings_now()
        differences = set_now(_written(typed), _written(asdict(now.branding)), _LABELS)
        return _page(request, typed, now.branding_seen, CONFLICT, conflict=refusal, differences=differences)
    messages.success(request, SAVED)
    return redirect("settings-branding")


@page(may="insurer.settings", methods=("POST",))
def preview(request: Request) -> HttpResponse:
    """What is typed at this moment, as people would see it; nothing is saved."""
    return render(
        request,
        "pages/insurer_settings/branding_live.html",
        {**_preview(_typed(request), request.language), "swapped": True},
    )


@page(may="insurer.settings", methods=("GET", "HEAD"))
def colours(request: Request) -> HttpResponse:
    """The colour that is being tried, for the preview only."""
    seed = colour_of(request.GET.get("seed", "")) or request.insurer.brand_seed
    sheet = f'[data-brand="preview"]{{--brand-seed:{seed};--brand-safe:{colour.safe(seed)}}}\n'
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


def _page(request: Request, typed: Mapping[str, Any], seen: str, status: int = 200, **more: Any) -> HttpResponse:
    values = {
        "tabs": tabs("settings-branding"),
        "typed": typed,
        "seen": seen,
        "labels": _LABELS,
        "colour_hint": _COLOUR_HINT,
        "all_languages": [(code, NATIVE_NAMES[code]) for code in LANGUAGES],
        "summary": summary(more.get("errors", {}), _LABELS),
        **_preview(typed, request.language),
        **more,
    }
    return render(request, "pages/insurer_settings/branding.html", values, status=status)


def _preview(typed: Mapping[str, Any], language: str) -> dict[str, Any]:
    seed = colour_of(str(typed["brand_seed"]))
    return {
        "shown": typed,
        "no_colour": settings.NO_COLOUR,
        "preview_languages": [(code, NATIVE_NAMES[code]) for code in LANGUAGES if code in typed["languages"]],
        "seed": seed,
        "check": _check(seed, language) if seed else None,
    }


def _check(seed: str, language: str) -> dict[str, Any]:
    """The colours that are made of the seed, with their contrast (WCAG 2.2, 1.4.3 and 1.4.11)."""
    made, at_night = colour.light(seed), colour.dark(seed)
    button, words = made["brand"], made["on-brand"]
    pairs = (
        (N_("Your colour, with white text"), colour.PAPER, seed, _TEXT),
        (N_("Button: text on your colour, as shown"), words, button, _TEXT),
        (N_("Links and lines on white"), made["brand-ink"], colour.PAPER, _TEXT),
        (N_("Links in the dark scheme"), at_night["brand-ink"], at_night["paper"], _TEXT),
        (N_("Focus ring on white"), _FOCUS, colour.PAPER, _OBJECT),
    )
    rows = []
    for says, front, back, least in pairs:
        ratio = colour.contrast(front, back)
        # Rounded down: what is shown as enough is enough.
        shown = f"{form.number(Decimal(floor(ratio * 100)) / 100, language)}:1"
        rows.append({"words": says, "front": front, "back": back, "shown": shown, "enough": ratio >= least})
    return {
        "rows": rows,
        "button": button,
        "is_light": words != colour.PAPER,
        "adjusted": button != seed,
    }


def _typed(request: Request) -> dict[str, Any]:
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in _LABELS}
    typed["languages"] = tuple(code for code in LANGUAGES if code in request.POST.getlist("languages"))
    return typed


def _written(typed: Mapping[str, Any]) -> dict[str, str]:
    """The values as words, to compare and to show."""
    return {
        name: ", ".join(NATIVE_NAMES[str(code)] for code in value) if isinstance(value, tuple) else str(value)
        for name, value in typed.items()
    }
