"""Files told by their content; names made harmless."""

import pytest

from accident_manager.claims.rules import uploads

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"


@pytest.mark.parametrize(
    ("given", "media", "kept"),
    [
        ("certificat.pdf", PDF, "certificat.pdf"),
        ("C:\\Users\\x\\certificat.exe", PDF, "certificat.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("foto.JPEG", JPEG, "foto.jpeg"),
        ("foto", PNG, "foto.png"),
        ("évil\u202efdp.exe", PDF, "évilfdp.pdf"),
        ('a"b;c%.pdf', PDF, "a_b_c_.pdf"),
        ("", PDF, "document.pdf"),
        ("...", PNG, "document.png"),
        ("x" * 300 + ".pdf", PDF, "x" * 100 + ".pdf"),
        ("line\r\nbreak.pdf", PDF, "linebreak.pdf"),
        ("attest van dr. Maes", PDF, "attest van dr. Maes.pdf"),
    ],
)
def test_a_name_keeps_what_is_harmless_and_tells_the_truth(given, media, kept):
    assert uploads.clean_name(given, media) == kept


def test_the_content_tells_the_type_and_not_the_name():
    assert uploads.checked("foto.png", b"%PDF-1.4\n%%EOF").media_type == PDF
    assert uploads.media_type_of(b"%PDF-1.4 without an end") is None
    assert uploads.media_type_of(b"\n%PDF-1.4\n%%EOF") is None
    assert uploads.media_type_of(b"GIF89a") is None
