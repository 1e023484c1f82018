"""Sentences in French, Dutch, German and English: what is said, and how days, hours, amounts and numbers are written.

`say` speaks an English source sentence in a language, `catalogue/` holds the translations (one TOML file a subject,
the languages side by side), `form` writes values. Pure: no Django, no settings.
"""

from accident_manager.wording.speech import LANGUAGES, NATIVE_NAMES, Bare, Plural, say

__all__ = ["LANGUAGES", "NATIVE_NAMES", "Bare", "Plural", "say"]
