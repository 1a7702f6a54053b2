"""Which rows are one article, and what id an article gets."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

Row = dict[str, Any]
URL = "https://x.invalid/a"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_an_article_is_named_by_its_address(read: Any, row: Callable[..., Row]) -> None:
    (article,) = read([row(url=URL)])
    assert (article.digest, article.id) == (sha(URL), sha(URL)[:8])
    assert article.original_id is None


@pytest.mark.parametrize(
    "url", [None, "", "/relative", "javascript:alert(1)", "file:///etc/passwd"]
)
def test_without_a_web_address_its_text_names_it(
    read: Any, row: Callable[..., Row], url: str | None
) -> None:
    (article,) = read([row(url=url)])
    assert article.digest == sha(article.text)
    assert article.url == (url or None)


def test_a_derived_id_does_not_depend_on_order_or_company(
    read: Any, row: Callable[..., Row]
) -> None:
    rows = [row(url=f"{URL}{i}") for i in range(9)]
    assert {a.id for a in read(rows)} == {a.id for a in read(rows[::-1])}


@pytest.mark.parametrize(
    ("given", "kept"),
    [("A3A17192", "a3a17192"), (12345678, "12345678"), (" 00000012 ", "00000012")],
)
def test_an_id_of_eight_hex_digits_is_kept(
    read: Any, row: Callable[..., Row], given: Any, kept: str
) -> None:
    (article,) = read([row(id=given, url=URL)])
    assert (article.id, article.digest, article.original_id) == (kept, sha(URL), None)


@pytest.mark.parametrize(
    ("given", "remembered"),
    [
        ("article-1", "article-1"),
        ("a3a1719", "a3a1719"),
        ("a3a171920", "a3a171920"),
        ("f" * 64, "f" * 64),
        (7, "7"),
        (12345678.0, "12345678.0"),
        ("a3a1\n7192", "a3a1 7192"),
        ("a3a1\x007192", "a3a17192"),
        ("../../etc/passwd", "../../etc/passwd"),
        ({"$oid": "5f1"}, "5f1"),
        ("x" * 999, "x" * 199 + "…"),
    ],
)
def test_another_id_is_mapped_and_remembered(
    read: Any, row: Callable[..., Row], given: Any, remembered: str
) -> None:
    (article,) = read([row(id=given, url=URL)])
    assert (article.id, article.original_id) == (sha(URL)[:8], remembered)


@pytest.mark.parametrize("given", [True, ["a"], {"x": 1}])
def test_an_id_that_is_none_is_left_out(read: Any, row: Callable[..., Row], given: Any) -> None:
    (article,) = read([row(id=given, url=URL)])
    assert (article.id, article.original_id) == (sha(URL)[:8], None)


def test_two_addresses_with_one_beginning_of_their_digests_get_two_ids(
    read: Any, row: Callable[..., Row]
) -> None:
    urls = [f"https://sample.invalid/clash/{i}" for i in (9654, 16909)]
    first, second = read([row(url=url) for url in urls])
    assert first.id == sha(urls[0])[:8]
    assert second.id == sha(urls[1])[:9]
    assert first.id == second.id[:8]


def test_the_same_row_again_is_a_duplicate(read: Any, row: Callable[..., Row]) -> None:
    for fields in ({}, {"url": URL}, {"id": "a3a17192"}, {"id": "article-1"}):
        result = read([row(**fields), row(**fields)])
        assert (len(result), result.duplicates, result.warnings) == (1, 1, ())


def test_the_same_text_with_other_fields_is_a_duplicate_with_a_warning(
    read: Any, row: Callable[..., Row]
) -> None:
    result = read([row(url=URL, tags="a"), row(url=URL, tags="b")])
    assert (len(result), result.duplicates, result[0].tags) == (1, 1, ("a",))
    assert result.warnings[0].text.endswith("articles.jsonl:1: that one is kept")


@pytest.mark.parametrize("given", ["a3a17192", "article-1", 7])
def test_one_id_with_two_texts_is_refused_and_both_lines_are_named(
    read: Any, row: Callable[..., Row], given: Any
) -> None:
    result = read([row(id=given), row(id=given, text="Quite another text, as one can see.")])
    assert [article.text for article in result] == [row()["text"]]
    (bad,) = result.rejected
    assert bad.line == 2
    assert bad.reason == f"id {given} already stands for another text, at {bad.file}:1"


def test_letter_case_makes_no_other_id(read: Any, row: Callable[..., Row]) -> None:
    result = read([row(id="A3A17192"), row(id="a3a17192", text="Quite another text, as one sees.")])
    assert [bad.line for bad in result.rejected] == [2]


@pytest.mark.parametrize("ids", [("a3a17192", "b3a17192"), ("one", "two"), ("a3a17192", "two")])
@pytest.mark.parametrize("second", ["", " One more sentence was added later."])
def test_two_given_ids_are_two_articles_also_at_one_address(
    read: Any, row: Callable[..., Row], ids: tuple[str, str], second: str
) -> None:
    rows = [row(id=ids[0], url=URL), row(id=ids[1], url=URL, text=row()["text"] + second)]
    result = read(rows + rows)
    assert (len(result), result.duplicates, result.rejected) == (2, 2, ())
    assert [article.digest for article in result] == [sha(URL), sha(f"{URL}\n{ids[1]}")]
    assert len({article.id for article in result}) == 2


def test_without_ids_another_text_at_one_address_is_a_newer_version(
    read: Any, row: Callable[..., Row]
) -> None:
    newer = row()["text"] + " One more sentence was added later."
    result = read([row(url=URL), row(url=URL, text=newer)])
    assert [(article.id, article.text) for article in result] == [(sha(URL)[:8], newer)]
    assert result.duplicates == 1
    assert result.warnings[0].text.startswith("another text at the address of ")


def test_a_row_without_id_never_replaces_the_text_of_a_given_id(
    read: Any, row: Callable[..., Row]
) -> None:
    newer = row(url=URL, text=row()["text"] + " One more sentence was added later.")
    result = read([row(id="a3a17192", url=URL), newer, newer])
    assert [article.id for article in result] == ["a3a17192", result[1].id]
    assert result[1].digest == sha(f"{URL}\n{newer['text']}")
    assert result.duplicates == 1


def test_a_given_id_that_another_article_got_by_its_digest_is_refused(
    read: Any, row: Callable[..., Row]
) -> None:
    result = read([row(url=URL), row(id=sha(URL)[:8], text="Quite another text, as one can see.")])
    assert [bad.line for bad in result.rejected] == [2]


def test_an_id_that_was_remembered_is_read_again(read: Any, row: Callable[..., Row]) -> None:
    (article,) = read([row(id="a3a17192", original_id="article-1")])
    assert (article.id, article.original_id) == ("a3a17192", "article-1")
