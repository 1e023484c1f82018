"""Words, values and drawings for templates, in the language of the page.

`{% say "Sentence" name=value %}` speaks a source sentence (or a reason, or a refusal); `{% part "badge" label=… %}`
draws `components/badge.html`; `{% frame "alert" tone="warn" %}…{% endframe %}` draws one around what stands inside.
Values are written by `{% day %}`, `{% euro %}` … or, inside an argument, by `value|day:language`.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accident_manager.foundation import clock, identifiers
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import Refusal
from accident_manager.web.components import body, due, ruler, strip
from accident_manager.wording import LANGUAGES, NATIVE_NAMES, citing, form, speech

register = template.Library()

# Stand for a value that is already HTML until the sentence around it is escaped. Private use: nobody types them.
_OPEN, _SHUT = "\ue000", "\ue001"


def language_of(context: Context) -> str:
    """The language of the page, of the request, or English."""
    language = context.get("language") or getattr(_request(context), "language", "")
    return language if language in LANGUAGES else "en"


@register.simple_tag(takes_context=True)
def say(context: Context, what: Any, /, **values: Any) -> str:
    """A source sentence with its values; what has been said already passes through. HTML values stay HTML."""
    return _said(what, language_of(context), values)


@register.simple_tag
def say_in(language: str, what: Any, /, **values: Any) -> str:
    """The same in a given language."""
    return _said(what, language, values)


@register.filter(name="say")
def say_filter(what: Any, language: str) -> str:
    return _said(what, language, {})


@register.simple_tag(takes_context=True)
def value(context: Context, what: Any) -> str:
    """What a person or a file gave: text as it is, days and amounts as the language writes them."""
    if what is None or what == "":
        return "–"
    if isinstance(what, bool):
        return speech.say("Yes" if what else "No", language_of(context))
    return what if isinstance(what, str) else speech.written(what, language_of(context))


@register.filter
def cited(article: Any, language: str) -> str:
    """An article of the law as the language cites it."""
    return citing.cite(str(article), language) if article else ""


@register.filter
def cited_shortly(article: Any, language: str) -> str:
    """The article alone: "art. 62"."""
    return citing.cite_shortly(str(article), language) if article else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign of `static/acm/icons.svg`, in the colour of the text; never alone, a word stands beside it."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("acm/icons.svg"), name)


@register.simple_tag
def mark() -> SafeString:
    """The door: the mark of the product."""
    return format_html(
        '<svg viewBox="0 0 28 32" aria-hidden="true"><use href="{}#mark"/></svg>', static("acm/icons.svg")
    )


@register.simple_tag(takes_context=True)
def part(context: Context, called: str, /, **values: Any) -> SafeString:
    """The component of this name. It knows what is given to it, the language, the insurer and the day; nothing else."""
    return _draw(context, called, values)


@register.simple_block_tag(takes_context=True)
def frame(context: Context, content: str, called: str, /, **values: Any) -> SafeString:
    """The component of this name around what stands inside."""
    return _draw(context, called, {**values, "content": content})


@register.simple_tag(takes_context=True)
def language_url(context: Context, language: str) -> str:
    """This page in another language."""
    request = _request(context)
    if request is None:
        return f"?lang={language}"
    query = request.GET.copy()
    query["lang"] = language
    return f"{request.path}?{query.urlencode()}"


@register.simple_tag(name="ruler", takes_context=True)
def draw_ruler(
    context: Context,
    start: date,
    last: date,
    today: date | None = None,
    start_label: str = "",
    last_label: str = "Last day",
    met_on: date | None = None,
) -> SafeString:
    """One tick a day from the first to the last day; `met_on` stops the clock on the day the thing was done."""
    drawn = ruler.ruler(start, last, met_on or today or _today(context))
    values = {"ruler": drawn, "start_label": start_label, "last_label": last_label, "met": bool(met_on)}
    values["late_by"] = -drawn.left
    return _draw(context, "ruler", values)


@register.simple_tag(name="clock", takes_context=True)
def draw_clock(
    context: Context,
    label: str,
    start: date,
    last: date,
    start_label: str = "",
    last_label: str = "Last day",
    **more: Any,
) -> SafeString:
    """The panel about time: days left in large, the ruler, the article; `more`: article, article_url, note."""
    left = (last - _today(context)).days
    values = {"label": label, "start": start, "last": last, "left": left, "late_by": -left}
    return _draw(context, "clock", {**values, "start_label": start_label, "last_label": last_label, **more})


@register.simple_tag(name="due", takes_context=True)
def draw_due(
    context: Context,
    last_day: date,
    article: str = "",
    law: str = "",
    today: date | None = None,
    met_on: date | None = None,
) -> SafeString:
    """Days left, last day, article ("art. 62"); `law` is the article in full."""
    stands = due.due(last_day, today or _today(context), met_on)
    language = language_of(context)
    values = {"due": stands, "article": citing.cite_shortly(article, language), "late_by": -stands.days}
    return _draw(context, "due", {**values, "law": citing.cite(law or article, language)})


@register.simple_tag(name="strip", takes_context=True)
def draw_strip(context: Context, today: date, items: Any) -> SafeString:
    """The coming fourteen days; items have day, label and url."""
    return _draw(context, "strip", {"days": strip.strip(today, items or ())})


@register.simple_tag
def body_groups(codes: Any) -> tuple[body.Group, ...]:
    """(code, label) pairs of the table body_part, grouped by limb."""
    return body.groups(codes)


@register.simple_tag(takes_context=True)
def languages(context: Context) -> tuple[tuple[str, str], ...]:
    """(code, its own name) of each language that the insurer offers; of every one where there is no insurer."""
    insurer = context.get("insurer")
    return tuple((code, NATIVE_NAMES[code]) for code in LANGUAGES if not insurer or code in insurer.languages)


# Values as the language writes them: `{% day claim.day %}`, or `claim.day|day:language` inside an argument.


@register.filter
def day(value: date | None, language: str) -> str:
    return form.day(value, language) if value else ""


@register.filter
def long_day(value: date | None, language: str) -> str:
    return form.long_day(value, language) if value else ""


@register.filter
def short_day(value: date | None, language: str) -> str:
    return form.short_day(value, language) if value else ""


@register.filter
def weekday(value: date | None, language: str) -> str:
    return form.weekday(value, language) if value else ""


@register.filter
def short_weekday(value: date | None, language: str) -> str:
    return form.short_weekday(value, language) if value else ""


@register.filter
def short_month(value: date | None, language: str) -> str:
    return form.short_month(value, language) if value else ""


@register.filter
def hour(value: time | datetime | None, language: str) -> str:
    """The hour of a time, or of an instant in Brussels."""
    if isinstance(value, datetime):
        value = value.astimezone(clock.BRUSSELS).time()
    return "" if value is None or value == "" else form.hour(value, language)


@register.filter
def instant(value: datetime | None, language: str) -> str:
    return form.instant(value, language) if value else ""


@register.filter
def euro(value: Decimal | int | None, language: str) -> str:
    return "" if value is None or value == "" else form.money(Decimal(value), language)


@register.filter
def number(value: Decimal | int | None, language: str) -> str:
    """An integer without, anything else with two decimals."""
    if value is None or value == "":
        return ""
    return form.integer(value, language) if isinstance(value, int) else form.number(value, language)


@register.filter
def filesize(octets: int | None, language: str) -> str:
    return "" if octets is None else form.size(octets, language)


def _as_tag(write: Any) -> None:
    def tag(context: Context, value: Any) -> str:
        return write(value, language_of(context))

    register.simple_tag(tag, takes_context=True, name=write.__name__)


for _write in (day, long_day, short_day, weekday, short_weekday, short_month, hour, instant, euro, number, filesize):
    _as_tag(_write)


@register.filter
def typed_time(value: time | str | None) -> str:
    """A time for an input of type time; what a person typed stays as it is."""
    return value.strftime("%H:%M") if isinstance(value, time) else value or ""


@register.filter
def initials(name: str) -> str:
    """The first letters of the first two words."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.filter
def tel(number: str) -> str:
    """A Belgian telephone number as a phone dials it: "02/286 74 74" is +3222867474."""
    digits = "".join(character for character in number if character.isdigit() or character == "+")
    return f"+32{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits


@register.filter
def niss(digits: str) -> str:
    """A national number with its end hidden, as it stands on pages; shown in full only where that is logged."""
    return identifiers.mask_niss(digits) if digits else ""


@register.filter
def iban(account: str) -> str:
    """An account number with its middle hidden."""
    return identifiers.mask_iban(account) if account else ""


@register.filter
def enterprise_number(digits: str) -> str:
    return identifiers.format_enterprise_number(digits) if digits else ""


def _said(what: Any, language: str, values: dict[str, Any]) -> str:
    if not isinstance(what, str | Reason | Refusal):
        return "" if what is None else speech.written(what, language)
    if isinstance(what, SafeString) and not values and what not in speech.catalogue():
        return what
    ready = [item for item in values.values() if isinstance(item, SafeString)]
    if not ready:
        return speech.say(what, language, **values)
    numbered = iter(range(len(ready)))
    marked = {
        name: f"{_OPEN}{next(numbered)}{_SHUT}" if isinstance(item, SafeString) else item
        for name, item in values.items()
    }
    text = str(conditional_escape(speech.say(what, language, **marked)))
    for index, html in enumerate(ready):
        text = text.replace(f"{_OPEN}{index}{_SHUT}", html)
    return mark_safe(text)  # noqa: S308  the sentence is escaped, the values were HTML


def _draw(context: Context, called: str, values: dict[str, Any]) -> SafeString:
    known = {name: context.get(name) for name in ("insurer", "csrf_token", "actor")}
    inner = context.new({**known, "language": language_of(context), "today": _today(context), **values})
    engine = context.template.engine  # type: ignore[union-attr]
    return engine.get_template(f"components/{called}.html").render(inner)


def _request(context: Context) -> Any:
    return getattr(context, "request", None) or context.get("request")


def _today(context: Context) -> date:
    return context.get("today") or clock.today()
