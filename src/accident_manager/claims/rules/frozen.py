"""The frozen form of a declaration: one text, one fingerprint. Who holds the text can redo the fingerprint without
us.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any


def canonical(
    *, number: str, scheme: str, received_at: datetime, answers: Mapping[str, Any], documents: Sequence[str]
) -> str:
    """What was declared, as JSON with sorted keys and no blanks, in UTF-8. `documents` are the SHA-256 of the
    attachments.

    `received_at` is written in UTC to the second, as the receipt shows it.
    """
    instant = received_at.astimezone(UTC).replace(microsecond=0)
    said = {
        "number": number,
        "scheme": scheme,
        "received_at": instant.isoformat(),
        "answers": answers,
        "documents": sorted(documents),
    }
    return json.dumps(said, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """The SHA-256 of a canonical text, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def answers_of(text: str) -> dict[str, Any]:
    """The answers that a canonical text holds."""
    answers: dict[str, Any] = json.loads(text)["answers"]
    return answers
