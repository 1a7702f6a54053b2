"""The annotated page: escaped, labelled, and in a real browser."""

import html
import importlib.util
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.ingest.cited import parse_cited
from groundwood.nouns import (
    Article,
    Citation,
    Finding,
    Passage,
    QuotedPassage,
    Source,
    Span,
    Verdict,
)
from groundwood.nouns.cited import Check, CheckedText, CitedText
from groundwood.render.check_page import render_check_page

SCRIPT = Path(__file__).parents[2] / "docs" / "screenshot.py"
TEXT = """# The <b>talks</b>

It began [1]. It went on [2].[9] It ended.

- **Note:** Item [1]

```
code
```

1. Tokyo, Washington and Seoul put security cooperation in writing
2. https://nowhere.example/<script>
"""
HOSTILE = "</span></style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;\x00"
VOID = {"meta"}


class Reader(HTMLParser):
    """Collects tags and words, and fails where tags do not match."""

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

    def all(self, tag: str, kind: str = "") -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag and kind in (a.get("class") or "").split(" ")]


def checked_of(cited: CitedText, article: Article, words: str = "") -> CheckedText:
    """Give the sentences findings in turn, each with a passage of the article."""
    kinds = list(Finding)
    span = Span(start=0, end=min(10, len(article.text)))
    quote = Citation(article_id=article.id, spans=(span,))
    passage = Passage(article_id=article.id, start=0, end=len(article.text))
    return CheckedText(
        file=words or "story.md",
        cited=cited,
        checks=tuple(
            Check(
                verdict=Verdict(
                    paragraph=one.paragraph,
                    sentence=one.sentence,
                    text=one.text,
                    finding=kinds[number % len(kinds)],
                    reason=words or "why",
                    evidence=(quote,),
                    checker="words",
                    version="1",
                    score=None if number else 0.5,
                )
            )
            for number, one in enumerate(cited.sentences)
        ),
        headline=words,
        sources=(
            Source(
                article_id=article.id,
                digest=article.digest,
                title=words or article.title,
                url=words or article.url,
                source=words or None,
                published_at=datetime(2024, 7, 28, tzinfo=UTC),
                passages=(QuotedPassage(passage=passage, text=article.text),),
            ),
        ),
    )


def given_in(page: str) -> str:
    """Return the words of the text on the page, without labels and cards."""
    body = page[page.index('<div class="body given">') : page.index("</article>")]
    body = re.sub(r'<span class="refs">.*?</span></span></span></span>', "", body, flags=re.DOTALL)
    body = re.sub(r'<span class="what">.*?</span>', "", body)
    return html.unescape(re.sub(r"<[^>]*>", "", body))


def visible(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufffd\ufdd0-\ufdef\ufffe\uffff]", "", text)


@pytest.fixture
def checked(articles: Sequence[Article]) -> CheckedText:
    return checked_of(parse_cited(TEXT, articles), articles[3])


def test_every_sentence_bears_its_finding_in_words_and_a_card_that_says_why(
    checked: CheckedText,
) -> None:
    read = Reader(render_check_page(checked))
    chips, cards = read.all("button", "chip"), read.all("span", "card")
    assert len(chips) == len(cards) == 4
    assert [chip["aria-describedby"] for chip in chips] == [card["id"] for card in cards]
    words = " ".join("".join(read.words).split())
    for finding in list(Finding)[:4]:
        assert f"{finding} {'score 0.50' if finding == 'supported' else 'no score'}" in words


def test_the_text_stands_on_the_page_as_it_was_given(checked: CheckedText) -> None:
    page = render_check_page(checked)
    read = Reader(page)
    body = page[page.index('<div class="body given">') : page.index("</article>")]
    assert body.index("not checked: heading") < body.index("It began") < body.index("It went on")
    assert "# The &lt;b&gt;talks&lt;/b&gt;" in body
    assert "not checked: code" in body
    assert '<p dir="auto">- **Note:** <span' in body
    assert [one["href"] for one in read.all("a", "marker")] == ["#source-1", "#source-1"]
    assert len(read.all("span", "unknown")) == 2


def test_the_supporting_span_is_marked_in_the_passage(
    checked: CheckedText, articles: Sequence[Article]
) -> None:
    assert f"<mark>{articles[3].text[:10]}</mark>" in render_check_page(checked)


def test_what_may_not_be_published_is_listed_at_the_top_with_links(checked: CheckedText) -> None:
    page = render_check_page(checked)
    assert "3 sentences may not be published" in page
    assert page.count('<li><a href="#s-') == 3
    fine = checked.checks[0].verdict.model_copy(update={"finding": Finding.SUPPORTED})
    good = checked.model_copy(update={"checks": tuple(Check(verdict=fine) for _ in checked.checks)})
    assert "Every sentence may be published." in render_check_page(good)


def test_hostile_words_of_text_and_source_are_shown_and_never_obeyed(
    articles: Sequence[Article],
) -> None:
    article = Article(title=HOSTILE, text=HOSTILE, url="javascript:alert(1)")
    cited = parse_cited(f"It {HOSTILE} is [1]. {HOSTILE}\n\n# {HOSTILE}\n", [article])
    page = render_check_page(checked_of(cited, article, HOSTILE))
    read = Reader(page)
    assert not {"script", "img", "b"} & {tag for tag, _ in read.tags}
    assert not [name for _, attrs in read.tags for name in attrs if name.startswith("on")]
    assert not [one for one in read.all("a") if "rel" in one]
    assert "\x00" not in page


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_stands_on_the_page_to_the_last_character(
    articles: Sequence[Article], words: str
) -> None:
    try:
        cited = parse_cited(f"It is [1].\n\n{words}", articles)
    except InputError:
        return
    page = render_check_page(checked_of(cited, articles[3]))
    assert len(Reader(page).all("button", "chip")) == len(cited.sentences)
    assert visible(given_in(page)) == visible(cited.text)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location("screenshot", SCRIPT)
    assert spec
    assert spec.loader
    screenshot = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(screenshot)
    if screenshot.chromium() is None:
        pytest.skip("Chromium is not installed")
    with screenshot.browser() as opened:
        yield opened


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_a_browser_shows_the_page_without_a_complaint_and_no_wider_than_the_window(
    browser: Any, checked: CheckedText, tmp_path: Path, dark: bool
) -> None:
    path = tmp_path / "check.html"
    path.write_text(render_check_page(checked), encoding="utf-8")
    browser.open(path, 360, 640, dark=dark)
    assert browser.log == []
    assert browser.value("document.documentElement.scrollWidth") == 360
    browser.point("[popovertarget=card-2]", click=True)
    shown = (
        "[...document.querySelectorAll('.card')].filter(c => c.checkVisibility()).map(c => c.id)"
    )
    assert browser.value(shown) == ["card-2"]
    tint = "getComputedStyle(document.querySelector('.bad-s')).backgroundColor"
    assert browser.value(tint) == ("rgb(67, 33, 28)" if dark else "rgb(248, 223, 217)")
