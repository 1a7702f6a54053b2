"""Field names and values as newsrooms write them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.ingest.draft import MAX_TEXT
from groundwood.ingest.fields import NAMES, plan

Row = dict[str, Any]
TEXT = "The ministers signed a memorandum in Tokyo on July 28. It has taken effect."


@given(
    st.sampled_from([(field, name) for field, names in NAMES.items() for name in names]), st.data()
)
def test_a_known_name_is_known_in_every_spelling(
    named: tuple[str, str], data: st.DataObject
) -> None:
    field, name = named
    gap = data.draw(st.sampled_from(["", "_", "-", " ", ":", "."]))
    spelt = gap.join(name.split(" "))
    key = data.draw(st.sampled_from([spelt, spelt.upper(), spelt.title(), f" {spelt} "]))
    assert plan((key, "nothing of ours"))[field] == (key,)


def test_an_answer_of_a_news_interface_is_mapped(read: Any) -> None:
    (article,) = read(
        [
            {
                "status": "ok",
                "articles": [
                    {
                        "source": {"id": None, "name": "The Desk"},
                        "author": "A. Writer, B. Editor",
                        "title": "Signed",
                        "description": "A summary.",
                        "url": "https://x.invalid/1",
                        "urlToImage": "https://x.invalid/1.png",
                        "publishedAt": "2024-07-28T08:30:00Z",
                        "content": f"{TEXT} It goes on… [+2345 chars]",
                    }
                ],
            }
        ]
    )
    assert article.source == "The Desk"
    assert article.author == "A. Writer, B. Editor"
    assert article.text == f"{TEXT} It goes on…"
    assert article.published_at == datetime(2024, 7, 28, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"headline": {"main": "Signed"}}, "title", "Signed"),
        ({"title": {"rendered": "Signed &amp; sealed"}}, "title", "Signed & sealed"),
        ({"title": None, "Headline": "Signed"}, "title", "Signed"),
        ({"title": 1984}, "title", "1984"),
        ({"title": True}, "title", ""),
        ({"outlet": "Desk"}, "source", "Desk"),
        ({"publisher": {"title": "Desk"}}, "source", "Desk"),
        ({"authors": ["A", {"name": "B"}]}, "author", "A, B"),
        ({"byline": ""}, "author", None),
        ({"link": " https://x.invalid/1\n"}, "url", "https://x.invalid/1"),
        ({"href": ["https://x.invalid/1"]}, "url", "https://x.invalid/1"),
        ({"url": 5}, "url", None),
        ({"lang": "EN_us"}, "language", "en-us"),
        ({"language": ""}, "language", None),
        ({"keywords": "Tokyo, South Korea; x|y"}, "tags", ("tokyo", "south korea", "x", "y")),
        ({"tags": ["a, b", " A,  B"]}, "tags", ("a, b",)),
        ({"tags": '["Tokyo", "Seoul"]'}, "tags", ("tokyo", "seoul")),
        ({"tags": [{"name": "x"}, {"term": "y"}, None, ""]}, "tags", ("x", "y")),
        ({"category": "World", "keywords": ["Tokyo"]}, "tags", ("tokyo", "world")),
        ({"date": "2024-07-28", "updated": "2024-08-01"}, "published_at", datetime(2024, 7, 28, tzinfo=UTC)),
        ({"date": "", "updated": "2024-08-01"}, "published_at", datetime(2024, 8, 1, tzinfo=UTC)),
        ({"date": "soon", "updated": "2024-08-01"}, "published_at", datetime(2024, 8, 1, tzinfo=UTC)),
        ({"date": {"$date": "2024-08-01"}}, "published_at", datetime(2024, 8, 1, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_value_is_understood(
    read: Any, row: Callable[..., Row], fields: Row, name: str, value: Any
) -> None:
    (article,) = read([row(**fields)])
    assert getattr(article, name) == value


@pytest.mark.parametrize(
    "fields",
    [
        {"content": TEXT},
        {"articleBody": TEXT},
        {"body_html": f"<p>{TEXT}</p>"},
        {"text": "", "description": TEXT},
        {"text": {"rendered": f"<p>{TEXT}</p>"}},
        {"text": TEXT.split(". ")[0] + ".", "x": 1},
        {"content": [{"type": "text/html", "value": TEXT}]},
        {"_source": {"body": TEXT}},
        {"id": "x", "fields": {"bodyText": TEXT}},
        {"text": {"no": "text"}, "summary": TEXT},
    ],
)
def test_the_text_is_found(read: Any, fields: Row) -> None:
    assert read([fields])[0].text.startswith(TEXT[:50])


def test_a_list_of_strings_is_a_text_of_paragraphs(read: Any) -> None:
    assert read([{"text": [TEXT, None, 7, "More."]}])[0].text == f"{TEXT}\n\nMore."


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"x": 1, "y": 2}, "no text: none of text, content, body, description, … is among its fields (x, y)"),
        ({"text": ""}, "no text: “text” is empty"),
        ({"Body": " \u200b\u00a0<p></p>"}, "no text: “Body” is empty"),
        ({"text": 12345}, "no text: “text” is neither a text nor a list of paragraphs"),
        ({"text": {"body": "x"}}, "no text: “text” is neither a text nor a list of paragraphs"),
        ({"text": True}, "no text: “text” is neither a text nor a list of paragraphs"),
        ({"text": "12 345 - 67 890 ???"}, "the text holds no words"),
        ({"text": "x" * 3000}, "the text holds no words: there are hardly any spaces in it"),
        ({"text": "We use cookies. Accept all?"}, "the text is a consent notice, not an article"),
        ({"title": "Page not found", "text": "404, it seems. Nothing here."}, "the text is an error page, not an article"),
        ({"text": "Already a subscriber? Sign in to continue."}, "the text is a pay wall, not an article"),
        ({"text": "Please enable JavaScript. Loading..."}, "the text is a player stub, not an article"),
        ({"text": "Forgot your password? Sign up."}, "the text is a log-in form, not an article"),
        ({"text": "Checking your browser. Ray ID: 5a."}, "the text is a robot check, not an article"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_rejected_for_a_reason(
    read: Any, row: Callable[..., Row], fields: Row, reason: str
) -> None:
    result = read([row(), fields])
    assert [(bad.line, bad.reason) for bad in result.rejected] == [(2, reason)]


@pytest.mark.parametrize(
    "text",
    [
        "The regulator fined the site since its cookie settings gave no choice. " + TEXT,
        "Subscribe now, said the publisher, and the readers of the paper did. " + TEXT,
        "日本、米国、韓国の防衛相は7月28日、東京で協力覚書に署名した。枠組みは同日発効した。" * 60,
        "The site said: We use cookies. Accept all? " + TEXT * 9,
    ],
)
def test_an_article_is_not_taken_for_a_pages_furniture(
    read: Any, row: Callable[..., Row], text: str
) -> None:
    assert len(read([row(text=text)])) == 1


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"text": "Talks go on."}, "a text of less than 25 characters"),
        ({"text": "word " * 60_000}, f"a text of 299,999 characters was cut to its first {MAX_TEXT:,}"),
        ({"date": "yesterday"}, "the date “yesterday” has no year of four digits: left out"),
        ({"date": "07/08/2024"}, "the date “07/08/2024” could be day/month or month/day: left out"),
        ({"date": True}, "the date (true or false) is no date: left out"),
        ({"date": {}}, "the date (an object) is no date: left out"),
        ({"date": "2099-01-01"}, "the date “2099-01-01” lies in the future"),
        ({"lang": 5}, "5 is no language code and was left out"),
        ({"id": []}, "an id that is a list was left out"),
        ({"url": "https://x.invalid/" + "a" * 9000}, "an address of 9,018 characters was left out"),
        ({"tags": [2024]}, "a tag that is a number was read as text"),
        ({"tags": [["y"]]}, "a tag that is a list was left out"),
        ({"tags": ["x" * 300]}, "a tag of 300 characters or more was left out"),
        ({"tags": [str(i) for i in range(5000)]}, "5,000 tags: the first 200 were kept"),
    ],
)  # fmt: skip
def test_what_is_changed_or_left_out_is_said(
    read: Any, row: Callable[..., Row], fields: Row, warning: str
) -> None:
    result = read([row(**fields)])
    assert len(result) == 1
    assert [(w.line, w.text) for w in result.warnings] == [(1, warning)]


def test_a_date_in_the_future_is_kept(read: Any, row: Callable[..., Row]) -> None:
    assert read([row(date="2099-01-01")])[0].published_at == datetime(2099, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ["text", "title", "tags", "source", "id", "date"])
def test_a_value_that_is_nested_too_deeply_costs_its_row_at_most(
    read: Any, row: Callable[..., Row], name: str
) -> None:
    for opening, closing in (("[", "]"), ('{"name":', "}")):
        deep = opening * 940 + "1" + closing * 940
        content = json.dumps({**row(), name: None}).replace("null", deep)
        assert read(f"{json.dumps(row(id='good'))}\n{content}")[0].original_id == "good"


def test_spellings_of_a_tag_are_one_tag(read: Any, row: Callable[..., Row]) -> None:
    tags = ["South Korea", " SOUTH-KOREA ", "south_korea", "So\u0301ul", "Sóul"]
    assert read([row(tags=tags)])[0].tags == ("south korea", "sóul")


def test_a_text_that_is_too_long_is_cut_between_words(read: Any, row: Callable[..., Row]) -> None:
    text = read([row(text="word " * 60_000)])[0].text
    assert MAX_TEXT * 0.9 < len(text) <= MAX_TEXT
    assert text.endswith("word")


def test_nothing_usable_is_an_error_that_names_the_first_reasons(read: Any) -> None:
    with pytest.raises(InputError) as caught:
        read([{"text": ""}] * 5)
    assert str(caught.value).startswith("no usable article; ")
    assert str(caught.value).count("“text” is empty") == 3
    assert str(caught.value).endswith("; and 2 more")


def test_a_result_is_a_sequence_of_articles(read: Any, row: Callable[..., Row]) -> None:
    result = read([row(id="one"), row(id="two"), {"text": 5}])
    assert [article.original_id for article in result] == ["one", "two"]
    assert result[0] is result.articles[0]
    assert result[:1] == result.articles[:1]
    assert len(result) == 2
    assert repr(result) == "<2 articles, 1 rejected, 0 duplicates, 0 warnings>"
