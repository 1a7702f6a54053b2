"""The list of sources, and which article each entry stands for."""

from collections.abc import Callable, Sequence

import pytest

from groundwood.ingest.cited import StoreShelf, parse_cited
from groundwood.ingest.cited_shelf import normal_url
from groundwood.nouns import Article
from groundwood.nouns.cited import CitedText
from groundwood.store import open_store

Read = Callable[..., CitedText]
MEMO, HOST, YEAR = "8133c57f", "12b3f16d", "7df1ebb8"
MEMO_TITLE = "Tokyo, Washington and Seoul put security cooperation in writing"
HOST_TITLE = "Japan hosts the three defence chiefs for the first time"


def found(cited: CitedText) -> dict[str, tuple[str | None, str]]:
    return {one.label: (one.article_id, one.by) for one in cited.sources}


@pytest.mark.parametrize(
    "heading", ["## Sources", "References:", "**Notes**", "Sources\n=======", ""]
)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"[1] {MEMO_TITLE}", f"[2] {HOST_TITLE}"),
        (f"[1]: {MEMO_TITLE}", f"[2]: {HOST_TITLE}"),
        (f"1. {MEMO_TITLE}", f"2. Kanto Dispatch: “{HOST_TITLE}”"),
        (f"1) {MEMO_TITLE.upper()}", f"2) {HOST_TITLE}."),
        (f"[^1]: {MEMO_TITLE}", f"[^2]: {HOST_TITLE}"),
        (f"Source 1: {MEMO_TITLE}", f"Source 2: {HOST_TITLE}"),
        (f"- **Source 1:** {MEMO_TITLE}", f"- **Source 2:** {HOST_TITLE}"),
        (f"- [1] {MEMO_TITLE}", f"- [2] {HOST_TITLE}"),
        (f"¹ {MEMO_TITLE}", f"² {HOST_TITLE}"),
        (f"【1】 {MEMO_TITLE}", f"【2】 {HOST_TITLE}"),
        ("[1] Tokyo, Washington and Seoul put\n    security cooperation in writing", f"[2] {HOST_TITLE}"),
    ],
)  # fmt: skip
def test_a_list_of_sources_is_read_with_and_without_a_heading(
    read: Read, heading: str, first: str, second: str
) -> None:
    cited = read(f"It began [1]. It ended [2].\n\n{heading}\n\n{first}\n{second}\n")
    assert [one.text for one in cited.sentences] == ["It began.", "It ended."]
    told = {label.strip("^"): source for label, source in found(cited).items()}
    assert told == {"1": (MEMO, "title"), "2": (HOST, "title")}


def test_entries_are_found_by_id_before_address_before_title(
    read: Read, articles: Sequence[Article]
) -> None:
    urls = {article.id: article.url for article in articles}
    text = (
        "It is [1][2][3].\n\nSources\n"
        f"1. {HOST_TITLE}, {urls[HOST]} (`{MEMO}`)\n"
        f"2. {HOST_TITLE}, {urls[YEAR]}\n"
        f"3. {HOST_TITLE}\n"
    )
    assert found(read(text)) == {
        "1": (MEMO, "id"),
        "2": (YEAR, "address"),
        "3": (HOST, "title"),
    }


def test_bullets_under_a_heading_are_counted(read: Read) -> None:
    text = f"It is [2].\n\n### References\n\n- {MEMO_TITLE}\n* {HOST_TITLE}\n"
    assert found(read(text)) == {"2": (HOST, "title"), "1": (MEMO, "title")}


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n  https://nowhere.example/\n"])
def test_lines_that_name_a_source_are_counted(read: Read, between: str) -> None:
    text = f"It is [2].\n\nReferences\n\nDesk (2024). {MEMO_TITLE}.{between}{HOST_TITLE}. Tokyo."
    assert found(read(text)) == {"2": (HOST, "title"), "1": (MEMO, "title")}


def test_prose_behind_a_labelled_list_is_read_also_with_an_address(read: Read) -> None:
    cited = read(
        f"It is [1].\n\nSources\n[1] {MEMO_TITLE}\n\nIt was, see https://x.example/, so [1].\n"
    )
    assert [one.labels for one in cited.sentences] == [("1",), ("1",)]


def test_a_number_that_is_a_link_stands_for_the_article_at_its_address(
    read: Read, articles: Sequence[Article]
) -> None:
    text = f"It is [1]({articles[3].url}?utm_source=x#top). It was [2](https://nowhere.example/)."
    assert found(read(text)) == {"1": (articles[3].id, "address"), "2": (None, "nothing")}


def test_a_number_that_is_not_in_the_list_stands_for_nothing(read: Read) -> None:
    cited = read(f"It is [1]. It was [2].\n\nSources\n1. {MEMO_TITLE}\n")
    assert found(cited) == {"1": (MEMO, "title"), "2": (None, "nothing")}


def test_an_entry_that_is_none_of_the_articles_stands_for_nothing(read: Read) -> None:
    cited = read("It is [1].\n\nSources\n1. Gone, https://nowhere.example/\n")
    assert found(cited) == {"1": (None, "nothing")}
    assert cited.sources[0].entry == "Gone, https://nowhere.example/"


def test_without_a_list_numbers_are_places_in_the_file_and_the_notes_say_so(
    read: Read, articles: Sequence[Article]
) -> None:
    cited = read("It is [1]. It was [9].")
    assert found(cited) == {"1": (articles[0].id, "position"), "9": (None, "nothing")}
    assert cited.notes == (
        "no list of sources: numbers are taken as places in the file of articles",
    )


def test_an_id_may_be_longer_or_shorter_than_the_article_s_own(
    read: Read, articles: Sequence[Article]
) -> None:
    long = Article(text="A long way.", url="https://long.example/")
    short = long.model_copy(update={"id": long.digest[:12]})
    assert found(read(f"It is [{long.digest[:20]}].", given=[long]))[long.digest[:20]][0] == long.id
    assert found(read(f"It is [{long.digest[:8]}].", given=[short])) == {
        long.digest[:8]: (short.id, "id")
    }


def test_an_article_is_cited_by_the_id_it_came_with(read: Read) -> None:
    article = Article(text="A way.", original_id="art-17")
    assert found(read("It is [art-17].", given=[article])) == {"art-17": (article.id, "id")}


def test_numbered_sentences_at_the_end_are_no_list_of_sources(read: Read) -> None:
    cited = read("It is so [1].\n\n1. It began here.\n2. It ended there.\n")
    assert [one.text for one in cited.sentences] == [
        "It is so.",
        "It began here.",
        "It ended there.",
    ]


def test_what_follows_the_list_is_read(read: Read) -> None:
    cited = read(f"It is [1].\n\n## Sources\n\n1. {MEMO_TITLE}\n\n## More\n\nIt was [1].\n")
    assert [(one.text, one.labels) for one in cited.sentences] == [
        ("It is.", ("1",)),
        ("It was.", ("1",)),
    ]


def test_footnotes_and_a_list_of_the_same_numbers_are_kept_apart(read: Read) -> None:
    text = f"It is [^1]. It was [1].\n\n[^1]: {MEMO_TITLE}\n\n## References\n1. {HOST_TITLE}\n"
    assert found(read(text)) == {"^1": (MEMO, "title"), "1": (HOST, "title")}


def test_one_title_of_two_outlets_needs_the_outlet(read: Read) -> None:
    title = "The bridge was opened again on Monday"
    given = [
        Article(title=title, text="One.", url="https://a.example/", source="Harbour Post"),
        Article(title=title, text="Two.", url="https://b.example/", source="River Times"),
    ]
    text = f"It is [1][2].\n\nSources\n1. {title}\n2. {title}, River Times\n"
    assert found(read(text, given=given)) == {
        "1": (None, "nothing"),
        "2": (given[1].id, "title"),
    }


def test_the_articles_of_a_store_are_found_by_id_address_and_title_but_not_by_place(
    articles: Sequence[Article],
) -> None:
    store = open_store("sqlite://")
    store.put(articles)
    url = next(article.url for article in articles if article.id == YEAR)
    text = f"It is [{MEMO}][1][2][3].\n\nSources\n1. {HOST_TITLE}\n2. {url}\n"
    assert found(parse_cited(text, StoreShelf(store))) == {
        MEMO: (MEMO, "id"),
        "1": (HOST, "title"),
        "2": (YEAR, "address"),
        "3": (None, "nothing"),
    }
    assert found(parse_cited("It is [1].", StoreShelf(store))) == {"1": (None, "nothing")}
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/a/b",
        "https://www.news.example/a/b/",
        "HTTPS://News.Example:443/a/b#part",
        "https://news.example/a/b?utm_source=x&fbclid=1",
        "https://news.example/a/%62",
    ],
)
def test_addresses_that_lead_to_one_page_are_one(url: str) -> None:
    assert normal_url(url) == normal_url("https://news.example/a/b")


def test_addresses_that_lead_elsewhere_differ() -> None:
    urls = ["https://news.example/a?id=1", "https://news.example/a?id=2", "https://news.example/A"]
    assert len({normal_url(url) for url in urls}) == 3


def test_a_list_on_one_line_is_read(read: Read) -> None:
    text = f"It is [1]. It was [2].\n\n**Sources:** [1] {MEMO_TITLE}; [2] {HOST_TITLE}\n"
    cited = read(text)
    assert found(cited) == {"1": (MEMO, "title"), "2": (HOST, "title")}
    assert [one.text for one in cited.sentences] == ["It is.", "It was."]
