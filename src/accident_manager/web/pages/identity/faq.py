"""The questions and answers about the login, true for this insurer: its help desk, and whether that is open now."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from accident_manager.foundation import clock
from accident_manager.foundation.explained import Reason
from accident_manager.identity import doors
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.insurers.rules.help_desk import closed_in_words, openings_in_words
from accident_manager.web.access import actor_of, public_page
from accident_manager.web.pages.identity import half
from accident_manager.web.pages.identity.faq_questions import SECTIONS, THERE, Question, To


@public_page
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    insurer: InsurerInfo = request.insurer  # type: ignore[attr-defined]
    who = "go"
    if request.user.is_authenticated:
        who = "member"
        request.actor = actor_of(request)  # type: ignore[attr-defined]
    elif half.current(request, *half.STEPS) is not None:
        who = "midway"
    desk = insurer.help_desk(clock.now())
    by_door = doors.door()
    ours = by_door is doors.EMBEDDED
    # None where this insurer has no such thing: nothing that names it is said then.
    said = {
        "product": insurer.product_name,
        "address": request.build_absolute_uri("/").rstrip("/") + request.META.get("SCRIPT_NAME", ""),
        "hours": desk.hours,
        "closed_days": closed_in_words(insurer.closed_days, desk.at.date()),
        "name": insurer.name if insurer.passkeys_allowed and ours else None,
        "days": by_door.remembers_days,
        "attempts": insurer.limits.failed_passwords,
        "hours_of_link": insurer.limits.reset_link_hours,
        "absolute": insurer.session_absolute_hours,
        "idle": insurer.session_idle_minutes,
    }
    sections = [
        (
            Reason(title),
            [_answered(asked, said, who) for asked in section if said.get(asked.needs, "") is not None],
        )
        for title, section in SECTIONS
    ]
    values = {
        "sections": sections,
        "who": who,
        "desk": desk,
        "today_hours": openings_in_words(desk.today) if desk.today else None,
        "mail": format_html('<a class="any" href="mailto:{0}">{0}</a>', insurer.support_email),
        "phone": format_html('<a href="{}">{}</a>', insurer.phone_link, insurer.support_phone),
    }
    return render(request, "pages/identity/faq.html", values)


def _answered(asked: Question, said: dict[str, object], who: str) -> dict[str, object]:
    """The question ready to be said: every sentence with the values it names, every way of `who` with its address."""
    return {
        "anchor": asked.anchor,
        "question": _sentence(asked.question, said),
        **{
            part: [_sentence(text, said) for text in getattr(asked, part) if _has_its_values(text, said)]
            for part in ("paragraphs", "points", "steps", "after")
        },
        "ways": list(dict.fromkeys(_way(to) for to in getattr(asked, who) or asked.go)),
    }


def _way(to: To) -> tuple[str, str]:
    """The address and its words; by way of the login, or the own account, where Auth0 has the screen itself."""
    if to.name.startswith("#"):
        return to.name, to.words
    if doors.door() is not doors.EMBEDDED:
        to = THERE.get(to.name, to)
    return reverse(to.name), to.words


def _has_its_values(text: str, said: dict[str, object]) -> bool:
    """False for a sentence about what this insurer has not."""
    return all(said[name] is not None for name in _names(text))


def _sentence(text: str, said: dict[str, object]) -> Reason:
    return Reason(text, {name: said[name] for name in _names(text)})


def _names(text: str) -> list[str]:
    return re.findall(r"%\((\w+)\)s", text)
