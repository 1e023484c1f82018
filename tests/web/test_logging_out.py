"""The way out: on every page, for everybody who is in, and nothing is left behind it."""

from django.test import Client
from django.urls import get_resolver

from accident_manager.identity.rules.permissions import Role

# Answers that are no pages: files, style sheets, what a script asks for, and the way to a page.
_PAGE = "text/html"


def plain_addresses() -> dict[str, str | None]:
    """Every address behind the door that needs nothing to be filled in, and its act; None for a page of everybody."""
    found = _walk(get_resolver("accident_manager.config.urls_insurer"))
    return {path: act for path, act in found if "<" not in path}


def _walk(resolver, prefix: str = ""):
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _walk(entry, path)
        else:
            yield path, getattr(entry.callback, "act", None)


def test_every_page_that_somebody_sees_who_is_in_has_the_way_out(world):
    seen, closed = set(), [path for path, act in plain_addresses().items() if act]
    for role in Role:
        person = world.visitor(role)
        person.client.raise_request_exception = False
        for path in (*closed, world.file()):
            answer = person.get(path)
            if answer.status_code != 200 or answer.streaming or not answer["Content-Type"].startswith(_PAGE):
                continue
            page = answer.content.decode()
            # A part of a page, for a script, has no head.
            if "<html" in page:
                seen.add(path)
                assert '<form method="post" action="/belfius/logout"' in page, f"{role}: {path}"
    assert {"", "account", "claims/", "accounts/", "security/", "settings/security", "amounts/"} <= seen


def test_logging_out_empties_the_browsers_cache_and_the_old_cookie_opens_nothing(world):
    person = world.visitor("handler")
    assert person.get("claims/").status_code == 200
    old = person.client.cookies["acm_session"].value
    answer = person.post("logout")
    assert '"cache"' in answer["Clear-Site-Data"]
    again = Client()
    again.cookies["acm_session"] = old
    assert again.get("/belfius/claims/").status_code == 302


def test_an_address_takes_only_the_methods_that_it_is_for(world):
    astray = []
    for role in ("administrator", "handler", "declarer"):
        person = world.visitor(role)
        person.client.raise_request_exception = False
        for path in plain_addresses():
            for method in ("put", "patch", "delete", "trace"):
                status = getattr(person.client, method)(f"/belfius/{path}").status_code
                if status not in {404, 405}:
                    astray.append(f"{role} {method} {path}: {status}")
    assert not astray, "\n".join(astray)
