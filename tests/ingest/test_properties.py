"""Whatever the bytes, reading ends in events, and every article can be stored and read again."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundwood.errors import GroundwoodError
from groundwood.ingest import Accepted, Rejected, read_articles, read_events
from groundwood.ingest.fields import NAMES

BOUND = settings(
    deadline=None, max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES_OF_FILES = st.sampled_from(["a.jsonl", "a.json", "a.csv", "a.rss", "a.html", "a.txt", "a"])
SNIPPETS = st.sampled_from(
    [b'{"text": "', b'"}', b"\n", b"[", b"]", b",", b"{", b"}", b'"articles": [', b"title,text\n",
     b'"', b"<rss><channel><item><description>", b"</description></item></channel></rss>",
     b"<!DOCTYPE html>", b"<html><body><p>", b"</p>", b"<?xml version='1.0' encoding='utf-7'?>",
     b"<!ENTITY", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b", b"\x00", b"\x81", b"Some words. ",
     b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><summary>", b"<![CDATA[", b"&", b"NaN"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
FIELDS = st.sampled_from([name for names in NAMES.values() for name in names])


def check(path: Path) -> None:
    for event in read_events(path):
        if isinstance(event, Accepted):
            assert event.article.text == event.article.text.strip() != ""
            event.article.model_dump_json().encode("utf-8")
        elif isinstance(event, Rejected):
            assert event.reason
            assert event.reason.isprintable()


@BOUND
@given(NAMES_OF_FILES, st.binary(max_size=200) | st.lists(SNIPPETS, max_size=12).map(b"".join))
def test_any_bytes_end_in_events(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    for written in (content, gzip.compress(content), gzip.compress(content)[: len(content)]):
        path.write_bytes(written)
        check(path)


@BOUND
@given(st.lists(st.dictionaries(FIELDS, JSON, max_size=6) | JSON, max_size=4))
def test_any_fields_end_in_events(tmp_path: Path, rows: list[object]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    check(path)
    path.write_text(json.dumps(rows, indent=1), "utf-8")
    check(path)


@BOUND
@given(st.text(min_size=1, max_size=200), st.text(max_size=60), st.lists(st.text(max_size=9)))
def test_an_article_that_was_read_is_read_again_as_it_is(
    tmp_path: Path, text: str, title: str, tags: list[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": text, "title": title, "tags": tags}) + "\n", "utf-8")
    try:
        (first,) = read_articles(path)
    except GroundwoodError:
        return
    path.write_text(first.model_dump_json() + "\n", "utf-8")
    assert read_articles(path).articles == (first,)


@pytest.mark.parametrize("name", ["trilateral-2024", "key-bridge-2024"])
def test_the_sample_articles_are_read_without_a_word(name: str) -> None:
    result = read_articles(Path(__file__).parents[2] / "examples" / "articles" / f"{name}.jsonl")
    assert len(result) > 5
    assert (result.rejected, result.warnings, result.duplicates) == ((), (), 0)
    assert {article.id for article in result} == {article.digest[:8] for article in result}
