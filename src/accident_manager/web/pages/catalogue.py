"""The catalogue of components, for whoever builds pages: everything that may stand on one, in all its states."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accident_manager.foundation.explained import Reason
from accident_manager.web.access import public_page
from accident_manager.web.components.strip import Deadline

# The day on which the samples stand; they never move, so that two pictures can be compared.
TODAY = date(2026, 11, 24)


@public_page
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/catalogue/catalogue.html", samples())


def samples() -> dict[str, Any]:
    """Invented names, companies and amounts; the longest words of our languages on purpose."""
    return {
        "today": TODAY,
        "seeds": [
            ("belfius", "Belfius", "#b5103c"),
            ("ourthe-leie", "Ourthe & Leie", "#0a6c84"),
            ("sun", "Sample: light yellow", "#ffd200"),
            ("sky", "Sample: light blue", "#7cc7ff"),
            ("night", "Sample: near black", "#16122b"),
        ],
        "days": [date(2026, 12, 3), date(2026, 11, 26), TODAY, date(2026, 11, 22)],
        "received": date(2026, 11, 9),
        "last_day": date(2026, 12, 9),
        "accident_on": date(2026, 11, 18),
        "declare_by": date(2026, 11, 26),
        "met_on": date(2026, 11, 20),
        "saved_at": datetime(2026, 11, 24, 9, 24, tzinfo=UTC),
        "at_work": time(14, 40),
        "errors": [
            ("The national number ends in two check digits that do not fit", "niss"),
            ("The accident cannot be after today", "accident_on"),
        ],
        "witness": [
            ("yes", "Yes", "You can add several; an address is enough"),
            ("no", "No", ""),
            ("unknown", "Unknown", "You can complete this later in the file"),
        ],
        "protection": [
            ("helmet", "Helmet"),
            ("gloves", "Gloves"),
            ("shoes", "Sicherheitsschuhe mit Zehenkappe"),
            ("goggles", "Goggles"),
        ],
        "worn": ["gloves", "shoes"],
        "kinds": [("a", "Employee"), ("b", "Worker"), ("c", "Apprentice")],
        "chosen": {"code": "51", "label": "Fall of person, from a height", "why": "You wrote “fell about two metres”"},
        "options": [
            {
                "code": "02.03",
                "label": "Structures above ground level, mobile",
                "marked": (("Scaffolds, ", False), ("ladders", True), (", mobile platforms", False)),
                "why": "",
            },
            {
                "code": "01.02",
                "label": "Surfaces at ground level, floors",
                "marked": (("Surfaces at ground level, floors", False),),
                "why": "from “wet floor”",
            },
        ],
        "body_parts": BODY_PARTS,
        "deadlines": [
            Deadline(date(2026, 11, 26), "Decl. Amrani", "#due"),
            Deadline(date(2026, 11, 28), "Report Amrani", "#due"),
            Deadline(date(2026, 12, 1), "Decl. Nowak", "#due"),
        ],
        "tasks": [
            {
                "label": "Arbeitsunfähigkeitsbescheinigung",
                "hint": "From the first doctor",
                "url": "#",
                "badge": "Missing",
                "tone": "warn",
            },
            {"label": "Place and time", "hint": "Saturday, printing hall 2", "url": "#", "badge": "Done", "tone": "ok"},
            {
                "label": "Course and cause",
                "hint": "One question left",
                "url": "#",
                "badge": "In progress",
                "tone": "info",
                "icon": "half",
            },
            {
                "label": "Report to the inspection",
                "hint": "Presumed serious accident",
                "url": "#",
                "last_day": date(2026, 11, 28),
                "article": "art. 94ter",
            },
            {
                "label": "Check and send",
                "hint": "As soon as all parts are done",
                "url": "",
                "badge": "Not yet possible",
                "icon": "lock",
            },
        ],
        "answers": [
            {
                "question": "Employer",
                "answer": "Kaltenbach Metallbau GmbH, Gewerbestraße 14, 4700 Eupen",
                "change": "#",
            },
            {"question": "Erkennungsnummer der sozialen Sicherheit", "answer": "85.03.14-•••.••", "change": "#"},
            {"question": "Date of the accident", "answer": date(2026, 11, 20), "change": "#"},
            {"question": "Deviation", "answer": "Fall of an object, from above", "code": "33", "change": "#"},
            {"question": "Hourly wage", "answer": Decimal("21.35"), "note": "38 hours a week"},
        ],
        "facts": [
            {"term": "File number", "value": "26-004518", "strong": True},
            {"term": "Received", "value": datetime(2026, 11, 24, 9, 24, tzinfo=UTC), "note": "Brussels time"},
            {"term": "Last day", "value": date(2026, 11, 27), "badge": "met", "tone": "ok"},
        ],
        "lines": [
            {"term": "Base wage", "value": Decimal("38810.20")},
            {
                "term": "Benefit a day",
                "value": Decimal("95.70"),
                "strong": True,
                "note": "90% ÷ 365",
                "article": "art. 22",
            },
        ],
        "sums": [
            {
                "what": "Wage in the year before the accident",
                "how": "€20.75 × 38 hours × 52 weeks",
                "rule": "R29 · art. 34",
                "amount": Decimal("41002.00"),
            },
            {
                "what": "Wage ceiling 2026",
                "how": "not reached: the wage counts in full",
                "rule": "R27 · art. 39",
                "amount": "–",
                "provisional": True,
            },
            {
                "what": Reason("%(count)s days", {"count": 55}),
                "how": "weekends and public holidays included",
                "rule": "R38 · art. 22",
                "amount": 55,
            },
            {"what": "Base wage", "how": "", "rule": "", "amount": Decimal("44657.47"), "kind": "sub"},
            {"what": "Net, to his account", "how": "", "rule": "", "amount": Decimal("2357.53"), "kind": "total"},
        ],
        "events": [
            {
                "when": date(2026, 12, 24),
                "at": date(2026, 12, 24),
                "strong": "Last day",
                "text": "to accept, refuse or doubt.",
                "kind": "to-come",
                "article": "art. 63",
            },
            {
                "at": datetime(2026, 11, 24, 9, 25, tzinfo=UTC),
                "text": "The victim has his own copy, by letter.",
                "kind": "key",
            },
            {
                "at": datetime(2026, 11, 24, 9, 24, tzinfo=UTC),
                "strong": "Received.",
                "text": "A copy has gone to the employer.",
                "kind": "key",
            },
        ],
        "files": [
            {"name": "certificate.pdf", "note": "184 kB, scanned and stored", "state": "checked"},
            {"name": "photo-of-the-ladder.jpg", "note": "62% of 4.1 MB", "state": "sending", "done": 62},
            {
                "name": "wages.xlsm",
                "note": "Not stored: it holds macros. Save it as .xlsx and try again.",
                "state": "refused",
            },
            {"name": "letter.pdf", "note": "12 kB", "remove": "4"},
        ],
        "heads": ["Victim", "Time limit", "Next step", "Missing"],
        "queue": [
            {
                "name": "Germaine Verlinden",
                "note": "26-003977 · Wasserij Noorderzon",
                "day": date(2026, 11, 22),
                "next": "Decide or report a doubt",
                "missing": "Witness statement",
                "tone": "warn",
                "on": True,
            },
            {
                "name": "Tomasz Wójcik",
                "note": "26-004052 · Fruitveiling Haspen cv",
                "day": date(2026, 11, 26),
                "next": "Decide",
                "missing": "Nothing, complete",
                "tone": "ok",
            },
            {
                "name": "Nathalie Collignon",
                "note": "26-004287 · Résidence Les Tilleuls ASBL",
                "day": date(2026, 12, 9),
                "next": "Inquiry",
                "missing": "Certificate, witness",
                "tone": "warn",
            },
        ],
        "tabs": [
            {"label": "Overview", "url": "#", "current": True},
            {"label": "Documents", "url": "#", "count": 4},
            {"label": "Late", "url": "#", "count": 1, "tone": "stop"},
            {"label": "Medical, for the medical adviser only", "locked": True},
        ],
        "crumbs": [("Home", "#"), ("Declarations", "#")],
        "messages": ["The certificate has reached the insurer."],
    }


BODY_PARTS = [
    ("00", "Part of body injured, not specified"),
    ("10", "Head, not further specified"),
    ("11", "Head (caput), brain and cranial nerves and vessels"),
    ("12", "Facial area"),
    ("13", "Eye(s)"),
    ("21", "Neck, inclusive spine and vertebra in the neck"),
    ("31", "Back, including spine and vertebra in the back"),
    ("41", "Rib cage, ribs including joints and shoulder blades"),
    ("42", "Chest area including organs"),
    ("43", "Pelvic and abdominal area including organs"),
    ("51", "Shoulder and shoulder joints"),
    ("52", "Arm, including elbow"),
    ("53", "Hand"),
    ("54", "Finger(s)"),
    ("55", "Wrist"),
    ("58", "Upper extremities, multiple sites affected"),
    ("61", "Hip and hip joint"),
    ("62", "Leg, including knee"),
    ("63", "Ankle"),
    ("64", "Foot"),
    ("65", "Toe(s)"),
    ("78", "Multiple sites of the body affected"),
]
