"""Every address names the act it needs, or is public on purpose."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from accident_manager.identity.rules.permissions import MATRIX


def patterns(urlconf: str) -> Iterator[tuple[str, object]]:
    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, object]]:
        for entry in resolver.url_patterns:
            path = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, path)
            elif isinstance(entry, URLPattern):
                yield path, entry.callback

    yield from walk(get_resolver(urlconf), "/")


def test_every_address_behind_a_door_names_an_act_or_is_public():
    silent = [path for path, view in patterns("accident_manager.config.urls_insurer") if not hasattr(view, "act")]
    assert not silent


def test_every_act_a_page_names_stands_in_the_matrix():
    acts = {getattr(view, "act", None) for _, view in patterns("accident_manager.config.urls_insurer")} - {None}
    assert acts
    assert not acts - set(MATRIX)


def test_only_the_login_the_faq_and_the_colours_are_public():
    pages = patterns("accident_manager.config.urls_insurer")
    public = {path for path, view in pages if getattr(view, "act", "") is None}
    allowed = (
        "/login",
        "/forgot-password",
        "/reset-password",
        "/unblock",
        "/mfa",
        "/faq",
        "/brand.css",
        "/recovery",
        "/logout",
        "/account/hacked/done",
    )
    assert {path for path in public if not path.startswith(allowed)} == set()
