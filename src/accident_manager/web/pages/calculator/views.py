"""The pages of the calculator: the list of questions, one question with its form and its answer, the answer as PDF.

Facts and answers are kept nowhere: they stand in the address, so that an answer can be marked and shared.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from accident_manager import codes, law
from accident_manager.codes.folding import fold
from accident_manager.foundation import clock
from accident_manager.foundation.explained import Explained
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.law import register as rules
from accident_manager.web.access import Request, page
from accident_manager.web.pages.calculator import form, paper, register
from accident_manager.web.pages.calculator.answer import answer, entered
from accident_manager.web.pages.calculator.register import Topic
from accident_manager.wording import say

_LONGEST_SEARCH = 100


@page(may="calculator.use", methods=("GET", "HEAD"))
def subjects(request: Request) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    words = fold(query).split()
    found = [topic for topic in register.topics().values() if _speaks_of(topic, words, request.language)]
    context = {
        "query": query,
        "subjects": [
            (key, title, [topic for topic in found if topic.subject == key])
            for key, title in register.subjects().items()
            if any(topic.subject == key for topic in found)
        ],
        "count": len(found),
    }
    return render(request, "pages/calculator/subjects.html", context)


@page(may="calculator.use", methods=("GET", "HEAD"))
def question(request: Request, topic: str) -> HttpResponse:
    asked = _topic(topic)
    given = request.GET
    # A search in a code table, or a chosen code given back: not yet a calculation.
    sent = form.was_sent(topic, given) and not {"search", "change"} & set(given)
    facts, errors, found = _answered(topic, given) if sent else ({}, {}, None)
    problems = {key: say(refusal, request.language) for key, refusal in errors.items()}
    example = form.address(topic, register.examples()[topic])
    context = {
        "topic": asked,
        "crumbs": [(N_("Calculator"), reverse("calculator"))],
        "questions": form.questions(topic, given, problems, request.language),
        "errors": [(_named(topic, key, said, request.language), key) for key, said in problems.items()],
        "answer": answer(topic, found, request.language) if found else None,
        "facts": entered(topic, facts, request.language) if found else [],
        "paper": f"{reverse('calculator-paper', args=[topic])}?{given.urlencode()}" if found else "",
        "example": f"{reverse('calculator-topic', args=[topic])}?{example}#answer",
        "rules": [(rule.number, rule.articles) for rule in rules.rules_of(topic) if rule.number[0] == "R"],
        "provisional": paper.PROVISIONAL,
        "may_read_numbers": request.actor.may("amounts.read"),
    }
    return render(request, "pages/calculator/topic.html", context, status=422 if errors else 200)


@page(may="calculator.use", methods=("GET", "HEAD"))
def as_paper(request: Request, topic: str) -> HttpResponse:
    """The answer as PDF; facts that give none lead back to the form, which says why."""
    asked = _topic(topic)
    facts, _, found = _answered(topic, request.GET)
    if found is None:
        query = request.GET.copy()
        query["sent"] = "1"
        return redirect(f"{reverse('calculator-topic', args=[topic])}?{query.urlencode()}")
    printed = paper.printed(asked, facts, found, request.insurer, request.language, clock.now())
    response = HttpResponse(printed, content_type="application/pdf")
    name = f"{say(asked.title, request.language).rstrip('?').strip()}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@page(may="calculator.use", methods=("GET", "HEAD"))
def code_options(request: Request, table: str) -> HttpResponse:
    """Codes whose words match what was typed, as options of the picker."""
    if table not in form.TABLES:
        raise NotFound
    query = request.GET.get("q", "")[:200]
    found = codes.table(table).search(query, request.language) if query.strip() else []
    return render(request, "components/code_options.html", {"options": found, "query": query})


def _topic(name: str) -> Topic:
    found = register.topics().get(name)
    if found is None:
        raise NotFound
    return found


def _answered(
    topic: str, given: QueryDict
) -> tuple[Mapping[str, Any], Mapping[str, Refusal], Explained[dict[str, Any]] | None]:
    """The facts, what is wrong by the key of its fact ("" for no fact of the form), and the answer if there is one."""
    typed = form.read(topic, given)
    if typed.errors:
        return typed.facts, typed.errors, None
    try:
        return typed.facts, {}, law.evaluate(topic, typed.facts)
    except Refusal as refusal:
        return typed.facts, {form.place_of(topic, refusal.field): refusal}, None


def _speaks_of(topic: Topic, words: list[str], language: str) -> bool:
    """Whether every word that was searched is among the words of the topic, or is one of its rules."""
    if not words:
        return True
    text = fold(
        f"{say(topic.title, language)} {say(topic.says, language)} {say(register.subjects()[topic.subject], language)}"
    )
    numbers = {fold(rule.number) for rule in rules.rules_of(topic.name)}
    return all(word in text or word in numbers for word in words)


def _named(topic: str, key: str, problem: str, language: str) -> str:
    """For the summary: the words of the field, then what is wrong with it."""
    if not key:
        return problem
    label = say(register.label_of_fact(topic, key), language)
    if label.endswith("?"):
        return f"{label} {problem}"
    return say("%(question)s: %(answer)s", language, question=label, answer=problem)
