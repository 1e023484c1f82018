"""Everything that is said is said in four languages."""

import importlib
import pkgutil

import pytest

import accident_manager
from accident_manager.wording import LANGUAGES
from accident_manager.wording.speech import catalogue


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_sentence_of_the_catalogue_is_there_in_each_language(language):
    assert [sentence for sentence, said in catalogue().items() if not said.get(language)] == []


def test_every_audit_event_has_a_sentence_in_four_languages():
    from accident_manager.audit.events import all_events

    for module in pkgutil.walk_packages(accident_manager.__path__, "accident_manager."):
        if module.name.endswith(".events"):
            importlib.import_module(module.name)
    events = list(all_events())
    assert len(events) > 10
    assert [event.code for event in events if event.sentence not in catalogue()] == []
