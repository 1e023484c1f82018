"""Files of accounts as people save them: every encoding and separator of a table's program, and what is no table."""

from datetime import date

import pytest

from accident_manager.foundation.refusal import Refusal
from accident_manager.identity.rules import account_file
from accident_manager.identity.rules.account_file import HEADS, MissingColumns, Row, Template, UnreadableFile
from accident_manager.wording import LANGUAGES, say

HEAD = "email;first name;last name;language;role;employer number;from;until"
ROW = "zoe@example.be;Zoë;Müller-Groß;de;declarer;0403.019.261;2026-12-01;31/12/2027"


def entry(text: str, head: str = HEAD):
    [row] = account_file.rows_in(f"{head}\r\n{text}\r\n".encode())
    return account_file.entry_of(row)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_whatever_a_table_saves_as_csv_is_read(encoding, separator, end):
    content = f"{HEAD}{end}{ROW}{end}".replace(";", separator).encode(encoding)
    [row] = account_file.rows_in(content)
    read = account_file.entry_of(row)
    assert (read.first_name, read.last_name, read.role, read.language) == ("Zoë", "Müller-Groß", "declarer", "de")
    assert (read.valid_from, read.valid_until) == (date(2026, 12, 1), date(2027, 12, 31))
    assert (row.number, read.employer_number) == (2, "0403.019.261")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_of_each_language_is_read_again(language):
    examples = [("a@b.be", "An", "O’Neill", language, say("Prevention adviser", language), "0403019261", "", "")]
    content = Template(language, examples).as_csv()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 by this mark only"
    [row] = account_file.rows_in(content)
    assert account_file.entry_of(row).role == "prevention_adviser"


def test_columns_come_in_any_order_and_optional_ones_may_be_missing():
    read = entry(
        "Handler;nl;Peeters;An;AN@example.be", head="Rôle ;TAAL;Nom;Voornaam;E-Mail-Adresse".replace("-Adresse", "")
    )
    assert (read.email, read.role, read.language, read.employer_number) == ("AN@example.be", "handler", "nl", "")


def test_quoted_cells_hold_separators_and_lines():
    read = entry('a@b.be;"An; Maria";"Peeters\nMaes";nl;handler;;;')
    assert (read.first_name, read.last_name) == ("An; Maria", "Peeters\nMaes")


def test_empty_lines_are_left_out_and_lines_keep_their_numbers():
    rows = account_file.rows_in(f"{HEAD}\n\n;;;;;;;\n{ROW}\n".encode())
    assert [row.number for row in rows] == [4]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"\xd0\xcf\x11\xe0old workbook", "workbook"),
        ("email;role".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "cannot be read"),
        (b"email;\x81\x8d\x8f\n", "cannot be read"),
        (f"{HEAD}\nM\ufffdller;".encode(), "cannot be read"),
        (HEAD.encode(), "no rows"),
        (f'{HEAD}\n"a@b.be;An;P;nl;handler;;;\n'.encode(), "quotation mark"),
        (f"{HEAD};E-Mail\n{ROW}".encode(), "twice"),
        (b"x" * (account_file.LARGEST + 1), "2 MB"),
        ((HEAD + "\n" + (ROW + "\n") * (account_file.MOST_ROWS + 1)).encode(), "at most"),
    ],
)
def test_what_is_no_such_table_is_refused_with_what_to_do(content, words):
    with pytest.raises(UnreadableFile) as refused:
        account_file.rows_in(content)
    assert words in str(refused.value)
    assert refused.value.field == "file"


def test_a_missing_column_is_named_in_the_readers_language():
    with pytest.raises(MissingColumns) as refused:
        account_file.rows_in(b"email;role;language\na@b.be;handler;nl\n")
    assert "Voornaam, Achternaam" in refused.value.in_language("nl")
    assert "Prénom, Nom" in refused.value.in_language("fr")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("a@b.be;An;P;xx;handler;;;", "language"),
        ("a@b.be;An;P;;handler;;;", "language"),
        ("a@b.be;An;P;nl;king;;;", "role"),
        ("a@b.be;An;P;nl;;;;", "role"),
        ("a@b.be;An;P;nl;victim;;;", "role"),
        ("a@b.be;An;P;nl;handler;;31/02/2027;", "from"),
        ("a@b.be;An;P;nl;handler;;;tomorrow", "until"),
        ("a@b.be;An;P;nl;handler;;11/23/2026;", "from"),
        ("a@b.be;An;P;nl;handler;;23/11/26;", "from"),
    ],
)
def test_a_row_that_cannot_be_says_which_column(row, field):
    with pytest.raises(Refusal) as refused:
        entry(row)
    assert refused.value.field == field


@pytest.mark.parametrize("typed", ["2027-01-05", "5/1/2027", "05.01.2027", "05-01-2027", "2027-01-05 00:00:00"])
def test_a_day_is_read_as_people_and_tables_write_it(typed):
    assert entry(f"a@b.be;An;P;nl;handler;;{typed};").valid_from == date(2027, 1, 5)


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_nothing_that_is_written_is_calculated_by_the_table_that_opens_it(cell):
    text = account_file.written([[cell, "plain"]]).decode("utf-8-sig")
    assert text.lstrip('"').startswith("'")
    assert "plain" in text


def test_every_column_has_a_name_in_every_language():
    for column in account_file.COLUMNS:
        assert set(HEADS[column]) == set(LANGUAGES)
    assert (
        account_file.entry_of(Row(2, {"email": "a@b.be", "language": "Français", "role": "Gestionnaire"})).role
        == "handler"
    )
