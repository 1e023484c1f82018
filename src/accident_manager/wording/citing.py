"""Articles of the law as each language cites them: "LAT art. 62; AR 12/3/2003 art. 2" in the law's own short form.

LAT is the law of 10 April 1971 on workplace accidents (loi sur les accidents du travail), AR a royal decree.
"""

import re
from datetime import date

from accident_manager.wording import form

_LAT = date(1971, 4, 10)
_LAW = {"fr": "loi du", "nl": "wet van", "de": "Gesetz vom", "en": "law of"}
_DECREE = {
    "fr": "arrêté royal du",
    "nl": "koninklijk besluit van",
    "de": "Königlicher Erlass vom",
    "en": "royal decree of",
}
_ARTICLE = {"fr": "art.", "nl": "art.", "de": "Art.", "en": "art."}
_WORDS = {
    "as amended by": {"fr": "modifié par", "nl": "gewijzigd bij", "de": "abgeändert durch"},
    "remade by": {"fr": "refondu par", "nl": "vervangen bij", "de": "neu gefasst durch"},
    "last par.": {"fr": "dernier alinéa", "nl": "laatste lid", "de": "letzter Absatz"},
    "Charter of the socially insured": {
        "fr": "Charte de l’assuré social",
        "nl": "Handvest van de sociaal verzekerde",
        "de": "Charta der Sozialversicherten",
    },
    "NSSO instructions, contributions due by victims of work accidents": {
        "fr": "instructions de l’ONSS, cotisations dues par les victimes d’accidents du travail",
        "nl": "instructies van de RSZ, bijdragen verschuldigd door slachtoffers van arbeidsongevallen",
        "de": "Anweisungen des LSS, von Opfern von Arbeitsunfällen geschuldete Beiträge",
    },
    "public scheme, taxation of the annuity (page of Fedris)": {
        "fr": "secteur public, imposition de la rente (page de Fedris)",
        "nl": "publieke sector, belasting op de rente (pagina van Fedris)",
        "de": "öffentlicher Sektor, Besteuerung der Rente (Seite von Fedris)",
    },
    "scale of the withholding tax (rates as given by SECUREX-78)": {
        "fr": "barème du précompte professionnel (taux donnés par SECUREX-78)",
        "nl": "schaal van de bedrijfsvoorheffing (tarieven volgens SECUREX-78)",
        "de": "Tabelle des Berufssteuervorabzugs (Sätze laut SECUREX-78)",
    },
    "practice of Fedris": {"fr": "pratique de Fedris", "nl": "praktijk van Fedris", "de": "Praxis von Fedris"},
    "and": {"fr": "et", "nl": "en", "de": "und"},
    "CLA": {"fr": "CCT", "nl": "cao", "de": "KAA"},
    "Code on well-being at work": {
        "fr": "Code du bien-être au travail",
        "nl": "Codex over het welzijn op het werk",
        "de": "Gesetzbuch über das Wohlbefinden bei der Arbeit",
    },
    "annexes": {"fr": "annexes", "nl": "bijlagen", "de": "Anhänge"},
    "book": {"fr": "livre", "nl": "boek", "de": "Buch"},
    "title": {"fr": "titre", "nl": "titel", "de": "Titel"},
    "Civil Code": {"fr": "Code civil", "nl": "Burgerlijk Wetboek", "de": "Zivilgesetzbuch"},
    "Social Penal Code": {"fr": "Code pénal social", "nl": "Sociaal Strafwetboek", "de": "Sozialstrafgesetzbuch"},
    "Regulations": {"fr": "règlements", "nl": "verordeningen", "de": "Verordnungen"},
    "EC": {"fr": "CE", "nl": "EG", "de": "EG"},
    "annex": {"fr": "annexe", "nl": "bijlage", "de": "Anhang"},
    "to": {"fr": "à", "nl": "tot", "de": "bis"},
    "text not read": {"fr": "texte non lu", "nl": "tekst niet gelezen", "de": "Text nicht gelesen"},
    "none, our choice": {"fr": "aucun, notre choix", "nl": "geen, onze keuze", "de": "keiner, unsere Wahl"},
    "see the rules named": {
        "fr": "voir les règles citées",
        "nl": "zie de genoemde regels",
        "de": "siehe die genannten Regeln",
    },
    "not named by the sources": {
        "fr": "non précisé par les sources",
        "nl": "niet genoemd door de bronnen",
        "de": "von den Quellen nicht genannt",
    },
}
_STARTS = re.compile(r"(LAT|(?:law|AR) (\d{1,2})/(\d{1,2})/(\d{4}))(?: (art\.))?")


def cite(article: str, language: str) -> str:
    """The citation in full: "loi du 10 avril 1971, art. 62". What is not a citation of ours stays as it is."""
    text, ours = _STARTS.subn(lambda found: _start(found, language), article)
    for words, said in _WORDS.items():
        text = re.sub(rf"\b{re.escape(words)}(?!\w)", said.get(language, words), text)
    if not ours:
        return text
    if language == "fr":
        text = text.replace(";", f"{form.NBSP};")
    text = re.sub(r"(?:\bpar\. |§ ?)(?=\d)", f"§{form.NBSP}", text)
    return re.sub(r"[aA]rt\. ?(?=\d)", f"{_ARTICLE[language]}{form.NBSP}", re.sub(r"\) (?=art\.)", "), ", text))


def cite_shortly(article: str, language: str) -> str:
    """The first article alone where its law is the one that everybody means: "art. 62"; else the first citation."""
    first = article.partition(";")[0].strip()
    if found := re.match(r"LAT art\. (\d+\w*(?:(?: and|,) \d+\w*)*)", first):
        return f"{_ARTICLE[language]}{form.NBSP}{found[1].replace(' and', ',')}"
    return cite(first, language)


def _start(found: re.Match[str], language: str) -> str:
    day = _LAT if found[1] == "LAT" else date(int(found[4]), int(found[3]), int(found[2]))
    kind = _DECREE if found[1].startswith("AR") else _LAW
    named = f"{kind[language]} {form.day(day, language)}"
    return f"{named}, {_ARTICLE[language]}" if found[5] else named
