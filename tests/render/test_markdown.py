"""The Markdown form: whatever is written by others prints as it is."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from groundwood.nouns import CheckedStory
from groundwood.render import render_story
from groundwood.render.markdown import escape

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

HOSTILE = [
    "# Heading",
    "a | b | c",
    "`code` and ``more``",
    "<script>alert(1)</script>",
    "![x](javascript:alert(1))",
    "[x][1] and [y](https://x.example)",
    "$x^2$ and $$y$$ and \\(z\\)",
    "*bold* _it_ ~~gone~~",
    "&lt; &#60; &amp;",
    "1. first",
    "- item",
    "> quoted",
    "+ more",
    "=====",
    "-----",
    "trailing \\",
    "www.x.example and http://x.example",
    "[^1]: a note",
    "Title #",
]


def texts(tokens: list[Token]) -> list[str]:
    return [
        "".join(child.content for child in token.children or ())
        for token in tokens
        if token.type == "inline"
    ]


def kinds(tokens: list[Token]) -> set[str]:
    return {child.type for token in tokens for child in token.children or ()}


@pytest.mark.parametrize("words", HOSTILE)
def test_escaped_text_reads_as_the_same_plain_text(words: str) -> None:
    tokens = READER.parse(escape(words))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert texts(tokens) == [words]
    assert kinds(tokens) <= {"text"}


@given(st.text(st.sampled_from("ab1. \\`*_{}[]()#+-!|<>~$&^:=@\"'/wht")) | st.text())
def test_any_escaped_text_reads_as_the_same_plain_text(words: str) -> None:
    line = " ".join(words.split())
    tokens = READER.parse(escape(words))
    shown = "".join(texts(tokens))
    assert len(shown) == len(line)
    assert all(one in (other, "\ufffd") for one, other in zip(shown, line, strict=True))
    assert kinds(tokens) <= {"text"}


def test_citations_are_links_to_the_numbered_list_of_sources(checked: CheckedStory) -> None:
    printed = render_story(checked, "markdown")
    assert "next in South Korea in 2025. [\\[2\\]](#sources) [\\[3\\]](#sources)\n" in printed
    assert (
        "3. [Ministers agree in Singapore to take turns as hosts]"
        "(<https://sample.invalid/trilateral-2024/"
        "ministers-agree-in-singapore-to-take-turns-as-hosts>), Harbour Wire, 2 June 2024, "
        "`68410b00`\n"
    ) in printed


def test_the_parts_stand_in_order(checked: CheckedStory) -> None:
    blocks = render_story(checked, "markdown").split("\n\n")
    assert checked.story is not None
    assert blocks[0] == f"# {checked.story.title}"
    assert blocks[1] == "*v0.24 🌳 · 12 September 2024, 02:09 UTC*"
    assert blocks[6].startswith("> **Notice:** Sources differ: ")
    assert blocks[7] == "## Sources"
    assert blocks[9].startswith("*Disclaimer: The story curated")
    assert len(blocks) == 10


def test_a_bare_story_lists_the_ids_of_its_sources(checked: CheckedStory) -> None:
    assert checked.story is not None
    printed = render_story(checked.story, "markdown")
    assert "\n1. Article 8133c57f, `8133c57f`\n2. Article 12b3f16d, `12b3f16d`\n" in printed


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_story_makes_no_link_but_to_the_sources(
    words: str, rewritten: Callable[[str], CheckedStory]
) -> None:
    tokens = READER.parse(render_story(rewritten(words), "markdown"))
    links = {
        child.attrs["href"]
        for token in tokens
        for child in token.children or ()
        if child.type == "link_open"
    }
    assert links == {"#sources"}
    assert not kinds(tokens) & {"image", "html_inline", "s_open"}
    assert not {token.type for token in tokens} & {"html_block", "table_open", "fence", "hr"}
