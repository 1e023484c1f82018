"""Declaring an accident, from the first answer to the receipt.

A draft belongs to an employer; several people may write it at once. Sending freezes it, opens the file with its number
and its legal days, and asks for the papers and mails, all in one transaction.
"""

from accident_manager.casework.declare.attach import attach, detach
from accident_manager.casework.declare.reading import draft, drafts_of, employers_to_declare_for
from accident_manager.casework.declare.receipts import receipt
from accident_manager.casework.declare.rows import AlreadySent
from accident_manager.casework.declare.saving import save_step
from accident_manager.casework.declare.sending import NotDeclared, NotReady, send
from accident_manager.casework.declare.shapes import (
    Conflict,
    DraftInfo,
    DraftView,
    EmployerChoice,
    Receipt,
    Saved,
)
from accident_manager.casework.declare.starting import discard, start

__all__ = [
    "AlreadySent",
    "Conflict",
    "DraftInfo",
    "DraftView",
    "EmployerChoice",
    "NotDeclared",
    "NotReady",
    "Receipt",
    "Saved",
    "attach",
    "detach",
    "discard",
    "draft",
    "drafts_of",
    "employers_to_declare_for",
    "receipt",
    "save_step",
    "send",
    "start",
]
