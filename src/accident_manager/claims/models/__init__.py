"""The rows of accident files: what is kept, and what the database refuses."""

from accident_manager.claims.models.benefits import Allowance, Incapacity, WageBase
from accident_manager.claims.models.decisions import Decision, InformationRequest
from accident_manager.claims.models.documents import Document, Letter
from accident_manager.claims.models.drafts import Draft
from accident_manager.claims.models.files import Claim, Declaration, RunningNumber, Status
from accident_manager.claims.models.people import Person

__all__ = [
    "Allowance",
    "Claim",
    "Decision",
    "Declaration",
    "Document",
    "Draft",
    "Incapacity",
    "InformationRequest",
    "Letter",
    "Person",
    "RunningNumber",
    "Status",
    "WageBase",
]
