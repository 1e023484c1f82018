"""The frozen declaration: one text for one content, whoever writes it."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

from accident_manager.claims.rules import frozen

AT = datetime(2026, 11, 23, 9, 24, 7, 123456, tzinfo=UTC)


def text(**changes):
    given = {
        "number": "26-000001", "scheme": "private_1971", "received_at": AT, "answers": {"b": "é", "a": 1},
        "documents": ["2", "1"],
    }  # fmt: skip
    return frozen.canonical(**{**given, **changes})


def test_the_text_is_sorted_without_blanks_and_in_utc_to_the_second():
    assert text() == (
        '{"answers":{"a":1,"b":"é"},"documents":["1","2"],"number":"26-000001",'
        '"received_at":"2026-11-23T09:24:07+00:00","scheme":"private_1971"}'
    )


def test_order_and_time_zone_change_nothing_and_every_content_does():
    brussels = AT.astimezone(timezone(timedelta(hours=1)))
    assert text(answers={"a": 1, "b": "é"}, documents=["1", "2"], received_at=brussels) == text()
    others = {
        text(number="26-000002"),
        text(answers={"a": 2, "b": "é"}),
        text(documents=["1"]),
        text(scheme="public_1967"),
    }
    assert len({text(), *others}) == 5


def test_the_fingerprint_is_the_sha_256_of_the_text_in_utf_8():
    assert frozen.fingerprint(text()) == hashlib.sha256(text().encode("utf-8")).hexdigest()
    assert frozen.answers_of(text()) == {"a": 1, "b": "é"}
