"""Papers in four languages, with the names and signs that break layouts."""

from datetime import UTC, datetime
from typing import Any

CREATED = datetime(2026, 11, 24, 9, 24, 7, tzinfo=UTC)
LANGUAGES = ("fr", "nl", "de", "en")
LETTERHEAD = {"name": "Belfius", "tagline": "Bank & Verzekeringen", "colour": "#b5103c"}
FINGERPRINT = "ffd22317f8e46cbc0c17ef73d29cbba3dc5d7aba508c8d9f8472cf074098b5a9"

_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "declaration": "Déclaration d’accident du travail",
        "intro": "Belfius a reçu cette déclaration telle qu’elle figure ci-dessous.",
        "receipt": "Accusé de réception de votre déclaration",
        "receipt_intro": (
            "Belfius a reçu votre déclaration pour Tomasz Zieliński. Vous n’avez plus rien à faire aujourd’hui."
        ),
        "number": "Numéro de dossier",
        "received": "Reçue le",
        "received_at": "mardi 24\u00a0novembre 2026\n10\u00a0h\u00a024\u00a0min\u00a007\u00a0s, heure de Bruxelles",
        "last_day": "Dernier jour légal",
        "last_day_on": "vendredi 27\u00a0novembre 2026",
        "in_time": "3 jours avant la limite",
        "late": "5 jours après la limite",
        "fingerprint": "Empreinte du contenu (SHA-256)",
        "note": "Qui détient cette preuve peut vérifier, sans nous, que le contenu et l’heure n’ont pas changé.",
        "question": "Question",
        "answer": "Réponse",
        "victim": "La victime",
        "accident": "L’accident",
        "employer": "Employeur",
        "next": "La suite",
        "by": "Au plus tard le jeudi 24\u00a0décembre 2026",
        "decides": (
            "Belfius accepte, refuse ou émet un doute, dans les 30\u00a0jours de la réception (loi du "
            "10\u00a0avril 1971, art.\u00a063)."
        ),
        "check": "Comment vérifier",
        "check_text": (
            "Calculez l’empreinte SHA-256 du fichier de données téléchargé et comparez-la avec celle de cette page."
        ),
        "happened": (
            "En portant une caisse, il a glissé sur le sol mouillé de la chambre froide et est tombé sur le côté "
            "gauche."
        ),
        "footer": "Belfius · dossier 26-004518",
    },
    "nl": {
        "declaration": "Aangifte van een arbeidsongeval",
        "intro": "Belfius heeft deze aangifte ontvangen zoals ze hieronder staat.",
        "receipt": "Ontvangstbewijs van uw aangifte",
        "receipt_intro": (
            "Belfius heeft uw aangifte voor Tomasz Zieliński ontvangen. U hoeft vandaag niets meer te doen."
        ),
        "number": "Dossiernummer",
        "received": "Ontvangen op",
        "received_at": "dinsdag 24\u00a0november 2026\n10.24.07\u00a0uur, Brusselse tijd",
        "last_day": "Laatste wettelijke dag",
        "last_day_on": "vrijdag 27\u00a0november 2026",
        "in_time": "3 dagen vóór de grens",
        "late": "5 dagen na de grens",
        "fingerprint": "Vingerafdruk van de inhoud (SHA-256)",
        "note": "Wie dit bewijs heeft, kan zonder ons nagaan dat de inhoud en het tijdstip niet zijn gewijzigd.",
        "question": "Vraag",
        "answer": "Antwoord",
        "victim": "Het slachtoffer",
        "accident": "Het ongeval",
        "employer": "Werkgever",
        "next": "Wat er nu gebeurt",
        "by": "Ten laatste op donderdag 24\u00a0december 2026",
        "decides": (
            "Belfius aanvaardt, weigert of twijfelt, binnen 30\u00a0dagen na ontvangst (wet van 10\u00a0april "
            "1971, art.\u00a063)."
        ),
        "check": "Hoe u dit nakijkt",
        "check_text": (
            "Bereken de SHA-256 van het gedownloade gegevensbestand en vergelijk die met de vingerafdruk op deze "
            "bladzijde."
        ),
        "happened": "Hij droeg een krat, gleed uit op de natte vloer van de koelcel en viel op zijn linkerzij.",
        "footer": "Belfius · dossier 26-004518",
    },
    "de": {
        "declaration": "Meldung eines Arbeitsunfalls",
        "intro": "Belfius hat diese Meldung so erhalten, wie sie nachstehend steht.",
        "receipt": "Empfangsbestätigung Ihrer Meldung",
        "receipt_intro": (
            "Belfius hat Ihre Meldung für Tomasz Zieliński erhalten. Sie brauchen heute nichts mehr zu tun."
        ),
        "number": "Aktenzeichen",
        "received": "Erhalten am",
        "received_at": "Dienstag, 24.\u00a0November 2026\n10:24:07\u00a0Uhr, Brüsseler Zeit",
        "last_day": "Letzter gesetzlicher Tag",
        "last_day_on": "Freitag, 27.\u00a0November 2026",
        "in_time": "3 Tage vor der Frist",
        "late": "5 Tage nach der Frist",
        "fingerprint": "Fingerabdruck des Inhalts (SHA-256)",
        "note": "Wer diesen Nachweis besitzt, kann ohne uns prüfen, dass Inhalt und Zeitpunkt nicht geändert wurden.",
        "question": "Frage",
        "answer": "Antwort",
        "victim": "Die verunfallte Person",
        "accident": "Der Unfall",
        "employer": "Arbeitgeber",
        "next": "Wie es weitergeht",
        "by": "Bis spätestens Donnerstag, 24.\u00a0Dezember 2026",
        "decides": (
            "Belfius erkennt an, lehnt ab oder hat Zweifel, innerhalb von 30\u00a0Tagen nach Erhalt (Gesetz vom "
            "10.\u00a0April 1971, Art.\u00a063)."
        ),
        "check": "So prüfen Sie dies",
        "check_text": (
            "Berechnen Sie den SHA-256 der heruntergeladenen Datei und vergleichen Sie ihn mit dem Fingerabdruck "
            "auf dieser Seite."
        ),
        "happened": (
            "Er trug eine Kiste, rutschte auf dem nassen Boden des Kühlraums aus und stürzte auf die linke "
            "Seite. Große Straße, Fuß."
        ),
        "footer": "Belfius · Akte 26-004518",
    },
    "en": {
        "declaration": "Declaration of an accident at work",
        "intro": "Belfius received this declaration as it stands below.",
        "receipt": "Receipt of your declaration",
        "receipt_intro": "Belfius has your declaration for Tomasz Zieliński. You need do nothing more today.",
        "number": "File number",
        "received": "Received",
        "received_at": "Tuesday 24\u00a0November 2026\n10:24:07, Brussels time",
        "last_day": "Legal last day",
        "last_day_on": "Friday 27\u00a0November 2026",
        "in_time": "3 days before the limit",
        "late": "5 days after the limit",
        "fingerprint": "Fingerprint of the content (SHA-256)",
        "note": "Anyone who holds this receipt can check, without us, that the content and the time were not changed.",
        "question": "Question",
        "answer": "Answer",
        "victim": "The victim",
        "accident": "The accident",
        "employer": "Employer",
        "next": "What happens now",
        "by": "By Thursday 24\u00a0December 2026",
        "decides": (
            "Belfius accepts, refuses or doubts, within 30\u00a0days of receipt (law of 10\u00a0April 1971, "
            "art.\u00a063)."
        ),
        "check": "How to check",
        "check_text": (
            "Compute the SHA-256 of the data file that you downloaded and compare it with the one on this page."
        ),
        "happened": "He carried a crate, slipped on the wet floor of the cold store and fell on his left side.",
        "footer": "Belfius · file 26-004518",
    },
}


def proof(language: str, *, state: str = "ok") -> dict[str, Any]:
    w = _WORDS[language]
    return {
        "number": [w["number"], "26-004518"],
        "received": [w["received"], w["received_at"]],
        "last_day": [w["last_day"], w["last_day_on"]],
        "verdict": w["in_time"] if state == "ok" else w["late"],
        "state": state,
        "fingerprint": [w["fingerprint"], FINGERPRINT],
        "note": w["note"],
    }


def declaration(language: str = "en", **changes: Any) -> dict[str, Any]:
    w = _WORDS[language]
    head = [w["question"], w["answer"]]
    paper = {
        "language": language,
        "title": w["declaration"],
        "letterhead": LETTERHEAD,
        "footer": w["footer"],
        "intro": w["intro"],
        "proof": proof(language),
        "blocks": [
            {
                "title": w["victim"],
                "head": head,
                "rows": [["1.1", "Tomasz Zieliński"], ["1.2", "Œuvre, Straße, Çelik, Dvořák, Ørsted, Łódź"]],
            },
            {
                "title": w["accident"],
                "head": head,
                "rows": [[w["employer"], "Halewood Foods Belgium NV, Zaventem"], ["2.2", w["happened"]]],
            },
        ],
    }
    return {**paper, **changes}


def receipt(language: str = "en", **changes: Any) -> dict[str, Any]:
    w = _WORDS[language]
    paper = {
        "language": language,
        "title": w["receipt"],
        "letterhead": LETTERHEAD,
        "footer": w["footer"],
        "intro": w["receipt_intro"],
        "proof": proof(language),
        "facts": [[w["employer"], "Halewood Foods Belgium NV, Zaventem"], [w["accident"], w["happened"]]],
        "steps": {"title": w["next"], "rows": [[w["by"], w["decides"]]]},
        "check": {"title": w["check"], "paragraphs": [w["check_text"]]},
    }
    return {**paper, **changes}


def letter(**changes: Any) -> dict[str, Any]:
    """The least a letter can be."""
    paper = {
        "language": "en",
        "title": "A letter",
        "letterhead": LETTERHEAD,
        "sender": ["Belfius", "Karel Rogierplein 11", "1210 Brussel"],
        "receiver": ["Tomasz Zieliński", "Tiensesteenweg 212 bus 4", "3001 Leuven"],
        "place_date": "Brussels, 24 November 2026",
        "subject": "A letter",
        "paragraphs": ["One paragraph."],
    }
    return {**paper, **changes}
