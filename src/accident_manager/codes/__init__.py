"""Code tables of the declaration: ESAW, ISCO-08, NACE, countries, Belgian postcodes, and the choice lists of the form.

`table("deviation")` gives a Table; the choice lists of the form are "form.sex", "form.accident_kind" and so on.
`tables/` holds the data (code, labels in four languages, where each label comes from), `synonyms.toml` the everyday
words that lead to a code. Pure: no Django, no settings.
"""

from accident_manager.codes.lookup import Table, UnknownCode, UnknownTable, names, table
from accident_manager.codes.search import Hit

__all__ = ["Hit", "Table", "UnknownCode", "UnknownTable", "names", "table"]
