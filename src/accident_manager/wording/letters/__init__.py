"""What letters say: subject, reasons, rights, how to contest, in the receiver's language.

`decision_letter` composes a letter from facts; its answer has the keys that a letter on paper takes. A decision on
rights is written, reasoned and says how, where and until when it can be contested, what that costs, which file it is
and whom to ask (law of 11 April 1995, articles 13 and 14). In the public scheme the authority decides and signs;
nothing here ever says that an insurer decided for it (R62).

`advice_to_authority` goes from the insurer to the authority before that. A copy of a refusal or a doubt for Fedris or
the health insurance fund stands behind a paragraph of its own (`copies`).
"""

from accident_manager.wording.letters.composing import decision_letter
from accident_manager.wording.letters.facts import (
    KINDS,
    Advice,
    Allowance,
    AllowanceLine,
    Kind,
    LetterFacts,
    LetterLacks,
    Person,
    Receiver,
)
from accident_manager.wording.letters.text import LetterText

__all__ = [
    "KINDS",
    "Advice",
    "Allowance",
    "AllowanceLine",
    "Kind",
    "LetterFacts",
    "LetterLacks",
    "LetterText",
    "Person",
    "Receiver",
    "decision_letter",
]
