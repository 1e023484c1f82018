"""What ./acm law says about the rules themselves: topics, one rule on a day, and the state of all of them."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from accident_manager.law import door, parameters, register, settings
from accident_manager.law.parameters import NotKnown, Parameter
from accident_manager.law.register import Rule

CHECKOUT = Path(__file__).parents[3]
CONFIDENCE = {
    "H": "H: official source, or two that agree",
    "M": "M: one good source, or a reconstruction that fits the published figures",
    "L": "L: general knowledge of the law, no source opened",
}
_ANSWER = {"person": "a person decides; the product asks and keeps the answer", "stated": "stated, not computed"}
_WIDTH = 118


def topics() -> list[dict[str, Any]]:
    """Each topic with its rules and the subject of the first."""
    return [
        {
            "topic": topic,
            "rules": [rule.number for rule in register.rules_of(topic)],
            "subject": register.subjects()[register.rules_of(topic)[0].subject] if register.rules_of(topic) else "",
        }
        for topic in door.topics()
    ]


def shown(rule: Rule, on: date) -> dict[str, Any]:
    """A rule with its numbers and open points as they stand on a day."""
    return {
        "rule": rule.number,
        "subject": register.subjects()[rule.subject],
        "says": rule.says,
        "articles": rule.articles,
        "confidence": rule.confidence,
        "answer": rule.answer,
        "topics": list(rule.topics),
        "on": on.isoformat(),
        "parameters": [_number(number, on) for number in rule.parameters],
        "settings": [
            {
                "setting": point.name,
                "description": point.description,
                "taken": point.taken,
                "readings": dict(point.readings),
                "confirmed_by": point.confirmed_by,
                "sources": _sources(point.sources),
            }
            for point in rule.settings
        ],
        "uncertain": [{"point": one.point, "confidence": one.confidence} for one in rule.uncertain],
    }


def _number(number: Parameter, on: date) -> dict[str, Any]:
    """A number on a day; its value is None where none is known."""
    about = {
        "parameter": number.name,
        "name": parameters.title(number.name),
        "unit": number.unit,
        "article": number.article,
        "checked_on": number.checked_on.isoformat() if number.checked_on else None,
        "sources": _sources(number.sources),
    }
    try:
        known = number.on(on)
    except NotKnown:
        return {**about, "value": None, "valid_from": None, "status": "not known", "source": ""}
    of_day = {"valid_from": known.valid_from.isoformat(), "status": known.status, "source": known.source}
    return {**about, "value": known.read.value, **of_day}


def _sources(keys: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"key": key, "address": register.sources().get(key, "")} for key in keys]


def as_text(rule: dict[str, Any]) -> str:
    """What `shown` gives, for a person to read."""
    answer = ", ".join(rule["topics"]) if rule["topics"] else _ANSWER.get(rule["answer"], "no topic yet")
    lines = [
        f"{rule['rule']}  {rule['subject']}",
        *_wrapped(rule["says"], ""),
        "",
        f"Articles    {rule['articles']}",
        f"Confidence  {CONFIDENCE[rule['confidence']]}",
        f"Answer      {answer}",
    ]
    if rule["parameters"]:
        lines += ["", f"Numbers on {rule['on']}"]
    for number in rule["parameters"]:
        value = f"{number['value']} ({number['unit']})" if number["value"] else f"not known ({number['unit']})"
        since = f", from {number['valid_from']}, {number['status']}" if number["value"] else ""
        lines += [f"  {number['parameter']}  {value}{since}", f"    {number['name']}; {number['article']}"]
        lines += [f"    {number['source']}"] if number["source"] else []
        lines += [f"    {source['key']}  {source['address']}" for source in number["sources"]]
    if rule["settings"]:
        lines += ["", "Open points, and the reading taken"]
    for point in rule["settings"]:
        lines += [f"  {point['setting']}  {point['taken']} (confirmed by: {point['confirmed_by']})"]
        lines += [f"    {name}: {meaning}" for name, meaning in point["readings"].items()]
        lines += [f"    {source['key']}  {source['address']}" for source in point["sources"]]
    if rule["uncertain"]:
        lines += ["", "To be confirmed by a lawyer"]
        lines += [line for one in rule["uncertain"] for line in _wrapped(f"{one['confidence']}  {one['point']}", "  ")]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, indent: str) -> list[str]:
    lines, line = [], indent
    for word in text.split():
        if len(line) + len(word) + 1 > _WIDTH and line.strip():
            lines.append(line.rstrip())
            line = indent + "   " * bool(indent)
        line += word + " "
    return [*lines, line.rstrip()]


def status() -> str:
    """docs/law-status.md: every rule, every number, and one list of what a lawyer signs."""
    return "\n".join([*_head(), *_rules(), *_numbers(), *_to_sign()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Where the law stands"
    yield ""
    yield "Written by `./acm law status > docs/law-status.md`; a test checks that it is current. One rule with its"
    yield "numbers and sources: `./acm law show R38 --on 2024-05-01`. All rules: `law/data/rules.yaml`."
    yield ""
    rules = register.rules().values()
    computed = [rule for rule in rules if rule.topics]
    yield "| | |"
    yield "| --- | --- |"
    yield f"| rules and conventions | {len(rules)} |"
    yield f"| of them answered by a topic | {len(computed)} |"
    yield f"| decided by a person | {sum(rule.answer == 'person' for rule in rules)} |"
    yield f"| stated in words | {sum(rule.answer == 'stated' for rule in rules)} |"
    yield f"| topics | {len(door.topics())} |"
    yield f"| numbers of the law | {len(parameters.names())} |"
    yield f"| open points with a named reading | {len(settings.names())} |"
    yield ""
    yield "Confidence: " + "; ".join(CONFIDENCE.values()) + "."
    yield ""


def _rules() -> Iterator[str]:
    tests = _tests()
    for subject, words in register.subjects().items():
        yield f"## {words}"
        yield ""
        yield "| rule | says | articles | conf. | answer | tests |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for rule in register.rules().values():
            if rule.subject == subject:
                topics = ", ".join(f"`{topic}`" for topic in rule.topics)
                answer = f"computed: {topics}" if topics else {"person": "a person decides"}.get(rule.answer, "stated")
                if rule.answer == "computed" and not topics:
                    answer = "no topic yet"
                named = ", ".join(tests.get(rule.number, ())) or "–"
                yield _row(rule.number, rule.says, rule.articles, rule.confidence, answer, named)
        yield ""


def _tests() -> dict[str, list[str]]:
    """For each rule the case files whose topics apply it, and the test modules and documents that name it."""
    found: dict[str, set[str]] = {}
    for file in sorted((CHECKOUT / "tests" / "law" / "cases").glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            for rule in register.rules_of(case["topic"]):
                found.setdefault(rule.number, set()).add(f"cases/{file.name}")
    for file in [*(CHECKOUT / "tests").rglob("test_*.py"), *(CHECKOUT / "docs" / "algorithms").glob("*.md")]:
        for number in re.findall(r"\bR[0-9]+(?=[a-z]?\b)", file.read_text(encoding="utf-8")):
            found.setdefault(number, set()).add(
                file.relative_to(CHECKOUT / file.relative_to(CHECKOUT).parts[0]).as_posix()
            )
    return {number: sorted(names) for number, names in found.items()}


def _numbers() -> Iterator[str]:
    yield "## Numbers of the law"
    yield ""
    yield "| number | unit | rule | article | newest value | status of its values | sources |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for name in parameters.names():
        number = parameters.built_in(name)
        newest = number.values[-1]
        counts = [(status, sum(v.status == status for v in number.values)) for status in parameters.STATUSES]
        statuses = ", ".join(f"{count} {status}" for status, count in counts if count)
        value = f"{newest.read.value} from {newest.valid_from}"
        sources = ", ".join(number.sources)
        yield _row(f"`{name}`", number.unit, number.rule, number.article, value, statuses, sources)
    yield ""
    used = sorted({key for name in parameters.names() for key in parameters.built_in(name).sources})
    yield "Sources: " + "; ".join(f"{key} {register.sources().get(key, 'address not kept')}" for key in used) + "."
    yield ""


def _to_sign() -> Iterator[str]:
    yield "## To be confirmed by a lawyer of the insurer"
    yield ""
    yield "One line a point. Who takes responsibility for the reading taken writes name and date on its line."
    yield ""
    yield "| no. | point | rule | conf. | confirmed by (name) | date |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for index, (point, rule, confidence) in enumerate(_points(), start=1):
        yield _row(str(index), point, rule, confidence, " ", " ")


def _points() -> Iterator[tuple[str, str, str]]:
    for open_point in register.open_points():
        yield f"Open point {open_point.number}. {open_point.point}", ", ".join(open_point.rules), ""
    for rule in register.rules().values():
        for one in rule.uncertain:
            yield one.point, rule.number, one.confidence
        if rule.confidence != "H" and not rule.uncertain:
            yield rule.says, rule.number, rule.confidence
    for name in settings.names():
        point = settings.setting(name)
        readings = "; ".join(f"{reading}: {meaning}" for reading, meaning in point.readings.items())
        taken = f"Setting `{name}`: {point.description}. Taken: {point.taken} (confirmed by: {point.confirmed_by})."
        yield f"{taken} Readings: {readings}.", point.rule, ""
    for name in parameters.names():
        number = parameters.built_in(name)
        for status in ("computed", "assumed"):
            days = [value.valid_from for value in number.values if value.status == status]
            if days:
                since = ", ".join(str(day.year) if number.yearly else day.isoformat() for day in days)
                person = f" (confirmed by: {number.confirmed_by})" if number.confirmed_by else ""
                yield (
                    f"`{name}`: {number.description}; {status}, not read in print, from {since}{person}.",
                    number.rule,
                    "",
                )
        if number.confirmed_by and all(value.status == "published" for value in number.values):
            yield f"`{name}`: {number.description} (confirmed by: {number.confirmed_by}).", number.rule, ""


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) or " " for cell in cells) + " |"
