"""A first-findings certificate of the demo: one page, made by hand, so that it needs no other room."""

from datetime import date

from accident_manager.wording import form

_TITLES = {
    "fr": "Certificat médical de premier constat",
    "nl": "Medisch attest van eerste vaststelling",
    "de": "Ärztliches Attest",
}
_LINES = {
    "fr": "Vu ce jour après un accident du travail le",
    "nl": "Gezien op deze dag na een arbeidsongeval op",
    "de": "Heute gesehen nach einem Arbeitsunfall am",
}


def certificate(name: str, accident_on: date, language: str) -> bytes:
    """A PDF of one page in the language (German, French or Dutch)."""
    language = language if language in _TITLES else "fr"
    lines = [_TITLES[language], name, f"{_LINES[language]} {form.day(accident_on, language)}", "Dr. Invented, Demo"]
    drawn = "BT /F1 14 Tf 60 760 Td 22 TL " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
    stream = drawn.encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
