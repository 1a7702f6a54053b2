"""The HTML form: escaped, self-contained, without a script."""

import hashlib
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.nouns import CheckedStory, Passage, QuotedPassage, Span
from groundwood.render import render_story
from groundwood.render.links import live_url
from groundwood.render.notebook import render_cell
from groundwood.render.proof import CONTEXT, pieces_of

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)> ' autofocus onfocus=alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1)",
    "https://user:pass@x.example/",
    "data:text/html,<b>",
    "<!-- -->]]>&amp;",
]
VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Collects every tag with its attributes, and fails where tags do not match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def text_of(page: str) -> str:
    return " ".join("".join(Reader(page).words).split())


def test_the_policy_allows_nothing_but_the_page_s_own_style(checked: CheckedStory) -> None:
    page = render_story(checked, "html")
    css = re.search("<style>(.*)</style>", page, re.DOTALL)
    assert css is not None
    digest = b64encode(hashlib.sha256(css.group(1).encode()).digest()).decode()
    assert Reader(page).all("meta")[1] == {
        "http-equiv": "Content-Security-Policy",
        "content": (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        ),
    }
    assert "url(" not in css.group(1)
    assert "@import" not in css.group(1)


def test_the_page_holds_no_script_style_attribute_or_foreign_part(checked: CheckedStory) -> None:
    tags = Reader(render_story(checked, "html")).tags
    assert not {"script", "img", "iframe", "link", "object", "form"} & {tag for tag, _ in tags}
    names = {name for _, attrs in tags for name in attrs}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


def test_each_citation_is_a_button_described_by_its_own_card(checked: CheckedStory) -> None:
    read = Reader(render_story(checked, "html"))
    cards = [one["id"] for one in read.all("span") if one.get("class") == "card"]
    buttons = read.all("button")
    assert len(cards) == 11
    assert [one["aria-describedby"] for one in buttons] == cards
    assert [one["popovertarget"] for one in buttons] == cards
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_a_card_shows_source_outlet_date_and_the_passage_with_its_span(
    checked: CheckedStory,
) -> None:
    page = render_story(checked, "html")
    card = page[page.index('<span class="leaf">', page.index('id="card-4"')) :]
    card = card[: card.index("</span></span></span>")] + "</span></span>"
    shown = text_of(card)
    assert shown.startswith(
        "Japan hosts the three defence chiefs for the first time Kanto Dispatch · 28 July 2024"
    )
    assert "<mark>cooperation among the three was entering a new stage.</mark> The memo" in card


def test_links_lead_to_http_addresses_and_give_nothing_away(checked: CheckedStory) -> None:
    links = [one for one in Reader(render_story(checked, "html")).all("a") if "rel" in one]
    assert len(links) == 11 + 8
    assert {one["rel"] for one in links} == {"noopener noreferrer nofollow"}
    assert all((one["href"] or "").startswith("https://sample.invalid/") for one in links)


def test_the_fold_tells_findings_changes_and_usage(checked: CheckedStory) -> None:
    shown = text_of(render_story(checked, "html"))
    assert "9 sentences: 8 supported, 1 conflicting" in shown
    assert "conflicting · score 0.97 · lexical 1 another report counts otherwise" in shown
    assert "differs: the first of their kind in 15 years" in shown
    assert "removed · paragraph 1 · wrong number The three will hold 12 drills a year." in shown
    assert "12 stands in no cited source" in shown
    assert "Model local: 7 calls" in shown


def test_notices_stand_between_body_and_disclaimer(checked: CheckedStory) -> None:
    shown = text_of(render_story(checked, "html"))
    places = [shown.index(part) for part in ("stable way.", "Notice Sources", "Disclaimer The st")]
    assert places == sorted(places)


def test_a_bare_story_shows_the_ids_of_its_sources_and_no_proof(checked: CheckedStory) -> None:
    assert checked.story is not None
    shown = text_of(render_story(checked.story, "html"))
    assert "Article 8133c57f known by its id alone · 8133c57f" in shown
    assert "How it was checked" not in shown


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_and_never_obeyed(
    words: str, checked: CheckedStory, rewritten: Callable[[str], CheckedStory]
) -> None:
    page = render_story(rewritten(words), "html")
    read = Reader(page)
    tame = Reader(render_story(checked, "html"))
    assert {tag for tag, _ in read.tags} <= {tag for tag, _ in tame.tags}
    assert " ".join(words.split()) in text_of(page)
    assert not [one for one in read.all("a") if "rel" in one]


@given(st.text(min_size=1, max_size=30))
def test_any_words_leave_the_page_whole(words: str) -> None:
    told = render_story.__globals__["Story"].model_validate(
        {
            "title": words,
            "updated_at": "2024-08-18T02:09:53Z",
            "paragraphs": [{"sentences": [{"text": words}]}],
            "notices": [words],
            "disclaimer": words,
        }
    )
    page = render_story(told, "html")
    assert [tag for tag, _ in Reader(page).tags].count("aside") == 1
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", page)


def quoted(text: str, start: int = 0) -> QuotedPassage:
    return QuotedPassage(
        passage=Passage(article_id="a3a17192", start=start, end=start + len(text)), text=text
    )


def test_overlapping_spans_are_marked_once() -> None:
    spans = [Span(start=13, end=16), Span(start=11, end=14), Span(start=18, end=19)]
    pieces = pieces_of(quoted("0123456789", 10), spans)
    assert [(piece.text, piece.is_marked) for piece in pieces] == [
        ("0", False),
        ("12345", True),
        ("67", False),
        ("8", True),
        ("9", False),
    ]


def test_a_long_passage_is_shortened_far_from_its_mark() -> None:
    words = "word " * 400
    at = len(words)
    pieces = pieces_of(quoted(words + "MARKED" + " " + words), [Span(start=at, end=at + 6)])
    assert [piece.is_marked for piece in pieces] == [False, True, False]
    assert pieces[0].text.startswith("… word word")
    assert pieces[0].text.endswith("word ")
    assert pieces[2].text.startswith(" word word")
    assert pieces[2].text.endswith("word …")
    assert all(len(piece.text) <= CONTEXT + 4 for piece in pieces)


@pytest.mark.parametrize(
    ("url", "live"),
    [
        ("https://x.example/a?b=c#d", "https://x.example/a?b=c#d"),
        ("HTTP://x.example", "http://x.example"),
        ('https://x.example/"><b>', "https://x.example/%22%3E%3Cb%3E"),
        ("https://x.example/ä b", "https://x.example/%C3%A4%20b"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//x.example/", None),
        ("https://", None),
        ("https://bank.example@evil.example/", None),
        ("https://[bad", None),
        ("https://x.example/" + "a" * 2000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_plain_http_addresses_are_live(url: str | None, live: str | None) -> None:
    assert live_url(url) == live


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_a_run_without_a_story_prints_none_and_says_why(
    format_: str, abstained: CheckedStory
) -> None:
    with pytest.raises(InputError) as caught:
        render_story(abstained, format_)  # type: ignore[arg-type]
    assert str(caught.value) == (
        "there is no story to print: the run abstained: one source only <b>"
    )


def test_an_unknown_format_is_refused(checked: CheckedStory) -> None:
    with pytest.raises(InputError, match="format: expected one of text, markdown, html, json"):
        render_story(checked, "pdf")  # type: ignore[arg-type]


def test_a_notebook_shows_the_page_in_a_frame_without_scripts(checked: CheckedStory) -> None:
    frame = Reader(checked._repr_html_()).all("iframe")[0]
    assert frame["srcdoc"] == render_story(checked, "html")
    assert frame["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"


def test_a_notebook_shows_why_there_is_no_story(abstained: CheckedStory) -> None:
    assert render_cell(abstained) == (
        "<p><strong>No story:</strong> the run abstained: one source only &lt;b&gt;</p>"
    )


def test_the_template_engine_loads_only_when_a_page_is_made() -> None:
    code = (
        "import sys, groundwood.render as r; assert r.parse_story; print('jinja2' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
