"""What a new password must be: long enough, not common, without the person's or the insurer's words. No other rules.

NIST SP 800-63B-4 and ASVS 6.2.5 forbid demands on kinds of characters; the whole password counts, in its NFKC form.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from accident_manager.foundation.refusal import N_, Refusal

SHORTEST, LONGEST = 8, 256
# Shorter words ("de", "ann") would refuse good passwords by chance.
_SHORTEST_WORD = 4
_WORD = re.compile(r"\w+")


class UnfitPassword(Refusal):
    code = "identity.password.unfit"
    sentence = N_("Enter a new password.")


def normal_password(password: str) -> str:
    """The form that is hashed and verified: NFKC, so that two keyboards type the same password. Nothing is cut off."""
    return unicodedata.normalize("NFKC", password)


def check_new(
    password: str,
    again: str,
    *,
    shortest: int,
    of_person: Iterable[str],
    of_insurer: Iterable[str],
    is_common: Callable[[str], bool],
    is_breached: Callable[[str], bool],
    was_used: Callable[[str], bool],
) -> None:
    """Nothing for a fit password, else UnfitPassword with the field it is about ("password" or "again").

    `of_insurer` are also the names and numbers of the person's employers. `was_used` costs most and is asked last.
    """
    if not password:
        raise UnfitPassword(N_("Enter a new password."), field="password")
    if len(password) < max(shortest, SHORTEST):
        raise UnfitPassword(
            N_("At least %(count)s characters in length"), field="password", count=max(shortest, SHORTEST)
        )
    if len(password) > LONGEST:
        raise UnfitPassword(N_("At most %(count)s characters in length"), field="password", count=LONGEST)
    folded = normal_password(password).casefold()
    if any(word in folded for word in _words(of_person)):
        raise UnfitPassword(N_("Password contains user information"), field="password")
    if is_common(folded) or any(word in folded for word in _words(of_insurer)) or len(set(folded)) < 4:
        raise UnfitPassword(N_("The password is too common"), field="password")
    if is_breached(password):
        raise UnfitPassword(
            N_(
                "This combination of credentials was detected in a public data breach on another website. To continue, "
                "please use a different password to keep your account secure."
            ),
            field="password",
        )
    if not again:
        raise UnfitPassword(N_("New password confirmation is missing"), field="again")
    if password != again:
        raise UnfitPassword(N_("Passwords don't match"), field="again")
    if was_used(password):
        raise UnfitPassword(N_("Password has previously been used"), field="password")


def _words(texts: Iterable[str]) -> set[str]:
    words = {word.casefold() for text in texts for word in _WORD.findall(unicodedata.normalize("NFKC", text))}
    return {word for word in words if len(word) >= _SHORTEST_WORD}
