"""What the screens about accident files show, one module a screen. Rights are checked here; a stranger gets
NotFound.
"""

from accident_manager.claims.models.people import person_token
from accident_manager.claims.queries.calendar import due_by_day
from accident_manager.claims.queries.documents import Opened, open_document
from accident_manager.claims.queries.file import ClaimFile, claim_file, national_number
from accident_manager.claims.queries.find import Found, find, numbers_of
from accident_manager.claims.queries.own import OwnClaim, OwnPage, own_claims
from accident_manager.claims.queries.queue import QueuePage, QueueRow, queue, queue_row
from accident_manager.claims.queries.reach import is_insurers

__all__ = [
    "ClaimFile",
    "Found",
    "Opened",
    "OwnClaim",
    "OwnPage",
    "QueuePage",
    "QueueRow",
    "claim_file",
    "due_by_day",
    "find",
    "is_insurers",
    "national_number",
    "numbers_of",
    "open_document",
    "own_claims",
    "person_token",
    "queue",
    "queue_row",
]
