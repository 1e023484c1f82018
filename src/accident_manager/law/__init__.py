"""The law of days and euros: facts in, answer with reasons out. Pure Python; usable without the rest of the product.

`parameters/` holds every number of the law by date, `data/` the lists of its annexes and its sources; one module a
subject holds the rules as typed functions; `questions/` and `door` answer topics by name, `lines` does so line by line.
Every answer says which rule, article and numbers led to it (`foundation.explained`). Today's date plays no part.
"""

from accident_manager.law.door import evaluate, topics

__all__ = ["evaluate", "topics"]
