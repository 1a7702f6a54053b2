"""Blocks, our own forms, and texts that are none."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.ingest.cited import LONGEST_TEXT, parse_cited, read_cited
from groundwood.nouns import Article
from groundwood.nouns.cited import CitedText
from groundwood.render import parse_story, render_story

Read = Callable[..., CitedText]
Told = Callable[..., list[tuple[str, list[str]]]]


def test_headings_and_rows_are_checked_only_where_they_bear_a_marker(read: Read) -> None:
    cited = read(
        "# Title\n\nIt is.\n\n## A part\n\n## A claim [1]\n\nUnderlined\n---\n\n"
        "| who | what |\n|---|---|\n| Tokyo | signed [2] |\n"
    )
    assert cited.title == "Title"
    assert [(one.text, one.labels) for one in cited.sentences] == [
        ("It is.", ()),
        ("A claim", ("1",)),
        ("Tokyo signed", ("2",)),
    ]
    assert [one.what for one in cited.left_out] == [
        "heading",
        "heading",
        "heading",
        "row of a table",
        "rule",
    ]


def test_list_items_are_checked_also_without_a_full_stop(labels: Told) -> None:
    text = "It is:\n\n- one thing [1]\n* another\n3. a third [2]\n"
    assert labels(text) == [
        ("It is:", []),
        ("one thing", ["1"]),
        ("another", []),
        ("a third", ["2"]),
    ]


def test_a_bold_label_at_the_head_of_a_paragraph_is_left_out_and_a_bold_claim_is_not(
    read: Read,
) -> None:
    cited = read(
        "**Background.** It is [1].\n\n1. **Next steps** – It was [2].\n\n- **Why**: It may [3].\n\n"
        "**14 died:** it was so [1].\n\n**They all died** there [1].\n"
    )
    assert [one.text for one in cited.sentences] == [
        "It is.",
        "It was.",
        "It may.",
        "14 died: it was so.",
        "They all died there.",
    ]
    assert [cited.text[one.start : one.end] for one in cited.left_out] == [
        "**Background.**",
        "**Next steps**",
        "**Why**:",
    ]


def test_code_comments_rules_and_front_matter_are_left_out_and_told(read: Read) -> None:
    cited = read(
        "---\ntitle: x\n---\nIt is [1].\n\n```\nIt was [2].\n```\n\n<!-- It was. -->\n\n***\n"
    )
    assert [one.text for one in cited.sentences] == ["It is."]
    assert [one.what for one in cited.left_out] == ["front matter", "code", "comment", "rule"]


def test_a_fence_that_never_closes_hides_nothing(labels: Told) -> None:
    assert labels("It is [1].\n\n```\nIt was [2].\n")[-1] == ("It was.", ["2"])


def test_wrapped_lines_and_quotes_are_one_sentence(labels: Told) -> None:
    text = "> The ministers met\n> in Tokyo [1]. They\n> signed.\n"
    assert labels(text) == [("The ministers met in Tokyo.", ["1"]), ("They signed.", [])]


def test_the_sample_story_is_read_as_its_own_reader_reads_it(read: Read, sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    cited, story = read(text), parse_story(text)
    assert (cited.form, cited.covers, cited.title) == ("story text", "run", story.title)
    assert [(s.text, s.labels) for s in cited.sentences] == [
        (s.text, s.article_ids) for s in story.sentences
    ]
    assert [text[s.start : s.end] for s in cited.sentences][1].endswith("beyond [a3a17192].")
    assert [one.paragraph for one in cited.sentences].count(2) == 5


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_our_three_forms_are_read_alike(
    read: Read, sample: Path, articles: Sequence[Article], form: Any
) -> None:
    old = sample.read_text(encoding="utf-8")
    for number, key in enumerate(("a3a17192", "e6cda50b")):
        old = old.replace(key, articles[number].id)
    story = parse_story(old)
    cited = read(render_story(story, form))
    assert cited.form == {"text": "story text", "markdown": "story Markdown"}.get(
        form, "story JSON"
    )
    ids = {one.label: one.article_id for one in cited.sources}
    assert [(s.text, [ids[label] for label in s.labels]) for s in cited.sentences] == [
        (s.text, list(s.article_ids)) for s in story.sentences
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty: there is no sentence in it"),
        ("\ufeff \n\n", "empty: there is no sentence in it"),
        ("[1]\n", "there is no sentence in it"),
        ("# Only a heading\n", "there is no sentence in it"),
        ("<!doctype html><p>It is.", "an HTML page; give the story as plain text"),
        ("v0.01 🌳 \xa0\n\nTitle\n", "line 3: not a whole story"),
        ('{"outcome": 1}', "outcome: "),
        ('{"outcome": ', "line 1: expected JSON"),
        ("A" * (LONGEST_TEXT + 1), "longer than 1,048,576 characters"),
    ],
)
def test_what_holds_no_sentence_is_refused_with_the_reason(
    articles: Sequence[Article], text: str, told: str
) -> None:
    with pytest.raises(InputError) as caught:
        parse_cited(text, articles)
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "story.txt: empty: there is no sentence in it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "story.txt: not text; give the story as plain text"),
        (bytes(100), "story.txt: not text; give the story as plain text"),
        (b"v0.01 \xf0\x9f\x8c\xb3\n\nTitle\n\nnow\n\nIt is.\n\nx\n", "story.txt:5: expected a UTC"),
        (b"It \x81\x8d is", "story.txt: the text is in no known encoding"),
    ],
)
def test_a_file_that_is_no_story_is_named_with_its_line(
    articles: Sequence[Article], tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_cited(path, articles)
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(told)


@pytest.mark.parametrize(
    "content",
    [
        "It is so [1].\r\n\r\nÉté [2].\r\n".encode("utf-8-sig"),
        "It is so [1].\n\nÉté [2].\n".encode("utf-16"),
        "It is so [1].\r\rÉté [2].".encode(),
    ],
    ids=["mark and CRLF", "UTF-16", "carriage returns"],
)
def test_marks_line_ends_and_wide_encodings_do_not_matter(
    articles: Sequence[Article], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(content)
    cited = read_cited(path, articles)
    assert [(one.text, one.labels) for one in cited.sentences] == [
        ("It is so.", ("1",)),
        ("Été.", ("2",)),
    ]


def test_a_text_that_is_not_utf_8_is_read_with_a_note(
    articles: Sequence[Article], tmp_path: Path
) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes("Été so [8133c57f].".encode("cp1252"))
    cited = read_cited(path, articles)
    assert cited.sentences[0].text == "Été so."
    assert cited.notes == ("not UTF-8: read as Windows-1252",)


def test_control_characters_and_what_cannot_be_seen_are_not_in_the_sentence(labels: Told) -> None:
    assert labels("It \x1b[31mis\x1b[0m s\u200bo\u202e [1].") == [("It is so.", ["1"])]


PIECES = st.sampled_from(
    [
        *("[1]", "[", "]", "(Source 1)", "【1】", "¹", "[^1]", "[^1]:", "[8133c57f]", "[1-3]"),
        *("Word ", "word", "word. ", "A", ".", "!", " ", "\n", "\n\n", "\t", "日本。", "」", "\\[1\\]"),
        *("`", "```\n", "<!--", "-->", "<sup>1</sup>", "[a](b)", "[1](http://x.y)", "&amp;", "**"),
        *("# H\n", "## Sources\n", "- ", "1. ", "| a | b |\n", "|--|\n", "---\n", "> ", "v0.01 🌳\n\n"),
        *("*v0.01 🌳 · x*\n", "\u202e", "\x1b[31m", "\x00", "{", '"', "\ud800"),
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_or_refused_with_sentences_in_order(
    articles: Sequence[Article], text: str
) -> None:
    try:
        cited = parse_cited(text, articles)
    except InputError:
        return
    places = [0, *(place for one in cited.sentences for place in (one.start, one.end))]
    assert places == sorted(places)
    assert places[-1] <= len(cited.text)
    known = {source.label for source in cited.sources}
    assert {label for one in cited.sentences for label in one.labels} <= known
    assert CitedText.model_validate(json.loads(cited.model_dump_json())) == cited
