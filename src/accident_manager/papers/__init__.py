"""Papers: declarations, receipts, letters and calculations as PDF, laid out by typst.

A stranger of law, codes and wording: it gets ready-made strings and lays them out. Data go in as JSON, never as
markup; fonts are shipped (`fonts/`), nothing is fetched. Every paper is PDF/UA-1: tagged, titled, in its language. The
same data and the same instant give the same bytes. Pure: no Django, no settings, no clock.

`data` says what each template takes; `templates/house.typ` is what they share.
"""

from accident_manager.papers.data import CalculationPaper, DeclarationPaper, LetterPaper, ReceiptPaper
from accident_manager.papers.printing import CannotRender, UnknownTemplate, render

__all__ = [
    "CalculationPaper",
    "CannotRender",
    "DeclarationPaper",
    "LetterPaper",
    "ReceiptPaper",
    "UnknownTemplate",
    "render",
]
