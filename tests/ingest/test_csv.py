"""CSV and TSV."""

from typing import Any

import pytest

from groundwood.errors import InputError

TEXT = "The ministers signed a memorandum in Tokyo on July 28; it has taken effect."


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(read: Any, delimiter: str) -> None:
    header = delimiter.join(("Headline", "Body", "Keywords"))
    cells = delimiter.join(f'"{text}"' for text in ("Signed, at last", TEXT, "a; b|c"))
    for name in ("a.csv", "a.tsv", "a.txt", "a"):
        result = read(f"{header}\r\n{cells}\r\n", name)
        assert [(a.title, a.text, a.tags) for a in result] == [
            ("Signed, at last", TEXT, ("a", "b", "c"))
        ]


def test_a_separator_line_of_a_spreadsheet_is_understood(read: Any) -> None:
    assert (
        read(f"sep=;\ntitle;text\nSigned;{TEXT.replace(';', ',')}\n", "a.csv")[0].title == "Signed"
    )


def test_line_ends_of_old_macs_are_line_ends(read: Any) -> None:
    result = read(f'title,text\ra,"{TEXT}"\rshort\r', "a.csv")
    assert [article.title for article in result] == ["a"]
    assert [bad.line for bad in result.rejected] == [3]


def test_a_row_knows_the_line_on_which_it_begins(read: Any) -> None:
    result = read(f'title,text\n\n"a\nb","{TEXT}"\nshort\n"c","{TEXT} More."\n', "a.csv")
    assert [article.title for article in result] == ["a b", "c"]
    assert [(bad.line, bad.reason) for bad in result.rejected] == [
        (5, "1 cells where the header has 2")
    ]


def test_empty_cells_beyond_the_header_do_not_matter(read: Any) -> None:
    assert len(read(f'title,text\na,"{TEXT}",,\n', "a.csv")) == 1


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows_in_silence(read: Any) -> None:
    result = read(f'title,text\na,"{TEXT}"\nb,"never closed\nc,{TEXT}\n', "a.csv")
    assert [article.title for article in result] == ["a"]
    assert [(bad.line, bad.reason) for bad in result.rejected] == [
        (3, "not CSV: unexpected end of data (the row goes on to line 4)")
    ]


def test_after_a_broken_row_the_next_line_is_read_again(read: Any) -> None:
    result = read(f'title,text\n"a"x,"{TEXT}"\nb,"{TEXT}"\n', "a.csv")
    assert [article.title for article in result] == ["b"]
    assert [bad.line for bad in result.rejected] == [2]


def test_cells_of_a_windows_spreadsheet_are_decoded_with_a_warning(read: Any) -> None:
    result = read(f'title,text\nS\xe9oul \x96 signed,"{TEXT}"\n'.encode("latin-1"), "a.csv")
    assert result[0].title == "Séoul – signed"
    assert [(w.line, w.text) for w in result.warnings] == [(2, "not UTF-8: read as Windows-1252")]


def test_a_cell_may_be_long(read: Any) -> None:
    assert len(read(f'title,text\na,"{TEXT * 5000}"\n', "a.csv")[0].text) > 190_000


def test_a_file_without_a_header_is_refused(read: Any) -> None:
    with pytest.raises(InputError, match="line 1 is no header"):
        read(f'"Signed","{TEXT}"\n', "a.csv")


def test_a_file_without_a_text_column_is_refused_with_the_columns_it_has(read: Any) -> None:
    with pytest.raises(InputError, match=r"no column holds the text \(text, .*…\): title, link"):
        read("title,link\na,b\n", "a.csv")


def test_a_header_alone_holds_no_articles(read: Any) -> None:
    with pytest.raises(InputError, match="there are no articles in it"):
        read("title,text\n", "a.csv")
