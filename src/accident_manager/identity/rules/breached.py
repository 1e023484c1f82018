"""Finding a password among those that leaked elsewhere: in a sorted file of SHA-1 hashes, or in a range of them.

Both come from the published lists ("Pwned Passwords ordered by hash"): one hash a line in capital hexadecimal, sorted,
with how often it leaked behind a colon. Hashes may be cut short, all in the same way.
"""

import hashlib
import os
from typing import BinaryIO

# As much of a hash as the range service is told: hundreds of passwords share it (k-anonymity).
TOLD = 5


def fingerprint(password: str) -> str:
    """The SHA-1 of a password, 40 capital hexadecimal digits, as the lists know it. It protects nothing here."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def is_in_file(file: BinaryIO, wanted: str) -> bool:
    """True when the sorted file has this fingerprint, cut short or whole. A few dozen short reads, however large."""
    low, high = 0, file.seek(0, os.SEEK_END)
    key = wanted.encode()
    while low < high:
        middle = (low + high) // 2
        file.seek(middle)
        if middle:
            # Into a line's midst: the next one is the first that is whole. From its end nothing begins before `high`.
            file.seek(middle - 1)
            file.readline()
        start = file.tell()
        found = file.readline().partition(b":")[0].strip().upper()
        if start >= high or not found:
            high = middle
        elif key.startswith(found):
            return True
        elif found < key:
            low = file.tell()
        else:
            high = middle
    return False


def is_in_range(answer: str, wanted: str) -> bool:
    """True when the service's answer for the first five digits holds the others. A count of 0 is padding."""
    for line in answer.splitlines():
        rest, _, count = line.strip().partition(":")
        if rest.upper() == wanted[TOLD:]:
            return count.strip() != "0"
    return False
