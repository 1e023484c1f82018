"""A foreseen "no": a code for machines, a sentence for people, the field it is about. Never a traceback."""

from typing import Any, ClassVar


def N_(sentence: str) -> str:
    """Marks an English source sentence for the catalogues of `wording`; returns it unchanged."""
    return sentence


class Refusal(Exception):
    """An act that is not done, and why. Subclasses stand beside the function that raises them.

    `code` is stable and machine-readable ("claims.decide.already-decided"); `sentence` is an English source sentence
    that says what to do, with named values (`%(day)s`); `field` names the input it is about, or is None.
    """

    code: ClassVar[str] = "refused"
    sentence: str = N_("This cannot be done.")

    def __init__(self, sentence: str | None = None, /, *, field: str | None = None, **values: Any) -> None:
        if sentence is not None:
            self.sentence = sentence
        self.field = field
        self.values = values
        super().__init__(f"{self.code}: {self.sentence % values if values else self.sentence}")


class NotAllowed(Refusal):
    """The actor may not do this act. At the door it becomes "not found" for what he may not know of."""

    code = "not-allowed"
    sentence = N_("You do not have the right to do this.")


class NotFound(Refusal):
    """It does not exist, or not for this actor: a stranger cannot tell the difference."""

    code = "not-found"
    sentence = N_("We did not find what you are looking for.")


class InvalidInput(Refusal):
    """A value that cannot be what it should be."""

    code = "invalid"
    sentence = N_("Check this answer.")
