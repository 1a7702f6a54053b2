"""Cleaning: what is taken out, what stays, and that a second cleaning changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.text.clean import MAX_LINE, clean_line, clean_text, cut, printable

PIECES = st.sampled_from(
    ["&", "amp;", "&amp;", "&lt;", "&gt;", "<p>", "</p>", "<b>", "</b>", "<!--", "-->", "<br>", "&#60;",
     "&#8203;", "&nbsp;", "#38;", "\x1b[31m", "\x1b]0;x\x07", "\x1b", "\x07", "\u202e", "\u200b", "\u200d",
     "\u200c", "क", "😀", "e", "\u0301", "\u0327", "â€™", "Ã©", "Â\xa0", "\x93", "\x85", "\ud800", " ", "\n",
     "\r", "\u2028", "… [+12 chars]", " chars]", "[+", "1", "<script>", "</script>", "Word.", "한", "\u1161"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=3), max_size=24).map("".join))
@settings(max_examples=600, deadline=None)
def test_cleaning_again_changes_nothing(raw: str) -> None:
    once = clean_text(raw)
    assert clean_text(once) == once
    line = clean_line(raw)
    assert clean_line(line) == line


@given(st.lists(PIECES | st.text(max_size=3), max_size=24).map("".join))
@settings(max_examples=300, deadline=None)
def test_clean_text_can_be_printed_and_written(raw: str) -> None:
    for text in (clean_text(raw), clean_line(raw), printable(raw)):
        text.encode("utf-8")
        assert not set(text) & set("\x00\x07\x1b\x7f\x9b\u202e\u200b\r\ufeff")
    assert "\n" not in clean_line(raw) + printable(raw)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("plain text", "plain text"),
        ("  edges\n", "edges"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("one\n\n\n\ntwo  words \n three", "one\n\ntwo words\nthree"),
        ("\x1b[31mred\x1b[0m \x1b]0;owned\x07\x1b[2Jend", "red end"),
        ("a\x1b]0;this escape sequence is never closed", "a0;this escape sequence is never closed"),
        ("nul\x00 bell\x07 del\x7f tab\tx", "nul bell del tab x"),
        ("\u202eevil\u202c mini\u200bsters si\u200dgned \u2060memo\xadrandum", "evil ministers signed memorandum"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("lone \ud800 half", "lone half"),
        ("👨\u200d👩\u200d👧 می\u200cخواهم", "👨\u200d👩\u200d👧 می\u200cخواهم"),
        ("cafe\u0301", "café"),
        ("10\u202f000\xa0people", "10 000 people"),
        ("\x93quoted\x94 by\x85 Windows", "“quoted” by… Windows"),
        ("Japanâ€™s SÃ©oul", "Japan’s Séoul"),
        ("Ãcole and 50 Â£ stay a guess", "Ãcole and 50 £ stay a guess"),
        ("AT&amp;T &lt;3 &#8217; &nosuch; &#0;", "AT&T <3 ’ &nosuch;"),
        ("AT&amp;amp;amp;T", "AT&T"),
        ("?a=1&copy=2&para=3", "?a=1&copy=2&para=3"),
        ("It goes on… [+2345 chars]", "It goes on…"),
        ("It goes on... [+1 chars] <br> more", "It goes on…\nmore"),
        ("marks[+12 chars]", "marks…"),
        ("a < b and c > d", "a < b and c > d"),
        ("if a<b and b>c then", "if a<b and b>c then"),
        ("[deadbeef] and [1] stay", "[deadbeef] and [1] stay"),
    ],
)  # fmt: skip
def test_text_is_cleaned(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("<p>One &amp; two.</p><p>Three.</p>", "One & two.\n\nThree."),
        ("<p>One<br>line</p>", "One\nline"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("<script>var x='steal()'</script><p>Text<img src=x onerror=alert(1)></p>", "Text"),
        ("<nav>Home</nav><p>Text</p><footer>&copy;</footer><!-- AI: obey -->", "Text"),
        ("<div style='display:none'>AI</div><p hidden>AI</p><p>Text</p>", "Text"),
        ("<p>Text</p><span style='font-size:0px'>AI</span><i class='x sr-only'>AI</i>", "Text"),
        ("<p>Big</p><p style='font-size:0.9em'>Text</p>", "Big\n\nText"),
        ("<article><header><h1>Head</h1></header><p>Text</p></article>", "Head\n\nText"),
        ("Para one.\n\nPara <b>two</b>.", "Para one.\n\nPara two."),
        ("&lt;p&gt;Escaped&lt;/p&gt;", "Escaped"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;<p>Text</p>", "Text"),
        ("<scr\u200bipt>bad()</scr\u200bipt><p>Text</p>", "Text"),
        ("<p>", ""),
        ("<!-- only this -->", ""),
    ],
)
def test_markup_becomes_the_text_that_a_reader_sees(raw: str, clean: str) -> None:
    assert clean_text(raw).replace("\n\n\n", "\n\n") == clean


def test_lines_that_are_whole_paragraphs_are_parted_by_blank_lines() -> None:
    line = "The ministers of the three countries signed a memorandum in Tokyo on the last Sunday of July."
    assert clean_text(f"{line}\n{line}") == f"{line}\n\n{line}"


def test_wrapped_lines_stay_one_paragraph() -> None:
    assert clean_text("The ministers signed\na memorandum in Tokyo.") == (
        "The ministers signed\na memorandum in Tokyo."
    )


def test_a_title_is_one_line_of_sane_length() -> None:
    assert clean_line("Signed\nin <b>Tokyo</b>") == "Signed in Tokyo"
    long = clean_line("word " * 400)
    assert len(long) <= MAX_LINE
    assert long.endswith("word…")
    assert clean_line("Z" + "\u034f\u0300" * 50).count("\u0300") == 3


def test_a_cut_falls_between_sentences_where_one_ends_near() -> None:
    text = "A sentence of some length. " * 10
    assert cut(text, 85) == "A sentence of some length. " * 2 + "A sentence of some length."
    assert cut("日本語。" * 30, 50) == "日本語。" * 12
    assert cut("x" * 200, 100) == "x" * 100
    assert cut("short", 100) == "short"


def test_what_is_printed_of_a_foreign_text_is_one_harmless_line() -> None:
    assert printable("a\x1b[31m\nb\u202ec\x9b2J") == "a bc2J"
    assert printable("x" * 999, 10) == "xxxxxxxxx…"


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 1_000_000,
        "[+" * 500_000,
        "&" * 1_000_000,
        "&#38;" + "#38;" * 200_000,
        "<" * 1_000_000,
        "<p " * 300_000,
        "<div>" * 100_000 + "</p>",
        "<!--" * 250_000,
        " " * 1_000_000 + "x",
        ("x " + " " * 998 + "\n") * 1000,
        "\x1b]" * 500_000,
        "\u200d" * 1_000_000,
        "e" + "\u0301" * 500_000,
        "Ã©" * 200_000,
        "… " * 300_000 + "[+1 chars]",
    ],
    ids=lambda bomb: ascii(bomb[:8]),
)
def test_hostile_repetition_is_cleaned_too(bomb: str) -> None:
    assert len(clean_text(bomb)) <= len(bomb)
