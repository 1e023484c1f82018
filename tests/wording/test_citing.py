"""Articles of the law are cited as each language cites them."""

import pytest

from accident_manager.wording.citing import cite, cite_shortly

SP = "\u00a0"


@pytest.mark.parametrize(
    ("article", "language", "full", "short"),
    [
        ("LAT art. 22", "fr", f"loi du 10{SP}avril 1971, art.{SP}22", f"art.{SP}22"),
        ("LAT art. 63 §1 and §2", "nl", f"wet van 10{SP}april 1971, art.{SP}63 §{SP}1 en §{SP}2", f"art.{SP}63"),
        ("LAT art. 34 and 35", "de", f"Gesetz vom 10.{SP}April 1971, Art.{SP}34 und 35", f"Art.{SP}34, 35"),
        ("LAT art. 39 par. 1", "en", f"law of 10{SP}April 1971, art.{SP}39 §{SP}1", f"art.{SP}39"),
        (
            "LAT art. 62; AR 12/3/2003 art. 2",
            "fr",
            f"loi du 10{SP}avril 1971, art.{SP}62{SP}; arrêté royal du 12{SP}mars 2003, art.{SP}2",
            f"art.{SP}62",
        ),
        (
            "law 3/7/1967 art. 4 §1",
            "de",
            f"Gesetz vom 3.{SP}Juli 1967, Art.{SP}4 §{SP}1",
            f"Gesetz vom 3.{SP}Juli 1967, Art.{SP}4 §{SP}1",
        ),
        (
            "LAT art. 7 last par. and 8; law 21/12/2018",
            "nl",
            f"wet van 10{SP}april 1971, art.{SP}7 laatste lid en 8; wet van 21{SP}december 2018",
            f"art.{SP}7",
        ),
        (
            "LAT art. 12 to 14",
            "nl",
            f"wet van 10{SP}april 1971, art.{SP}12 tot 14",
            f"art.{SP}12",
        ),
        (
            "law 11/4/1995 (Charter of the socially insured) art. 10 and 12",
            "de",
            f"Gesetz vom 11.{SP}April 1995 (Charta der Sozialversicherten), Art.{SP}10 und 12",
            f"Gesetz vom 11.{SP}April 1995 (Charta der Sozialversicherten), Art.{SP}10 und 12",
        ),
        ("Civil Code art. 1.7", "de", "Zivilgesetzbuch art. 1.7", "Zivilgesetzbuch art. 1.7"),
        ("", "fr", "", ""),
        ("art. 62", "nl", "art. 62", "art. 62"),
    ],
)
def test_a_citation_names_the_law_in_full_or_the_article_alone(article, language, full, short):
    assert cite(article, language) == full
    assert cite_shortly(article, language) == short
