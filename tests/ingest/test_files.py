"""Files, folders, standard input, compression and encodings."""

import gzip
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.ingest import Rejected, Warned, read_articles, read_events

Row = dict[str, Any]


def test_the_content_decides_the_format_not_the_name(read: Any, row: Callable[..., Row]) -> None:
    for name in ("a.csv", "a.txt", "a.xml", "a.html", "a", "a.gz"):
        assert len(read([row(), row(text=row()["text"] * 2)], name)) == 2


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl", "a"])
def test_a_gzip_file_is_unpacked(read: Any, row: Callable[..., Row], name: str) -> None:
    assert len(read(gzip.compress(json.dumps(row()).encode()), name)) == 1


def test_a_gzip_of_each_format_is_read(read: Any, row: Callable[..., Row]) -> None:
    text = row()["text"]
    rss = f"<rss version='2.0'><channel><item><description>{text}</description></item></channel></rss>"
    page = f"<html><body><article><p>{text}</p></article></body></html>"
    for name, content in (
        ("a.rss.gz", rss),
        ("a.html.gz", page),
        ("a.csv.gz", f"title,text\na,{text}\n"),
    ):
        assert read(gzip.compress(content.encode()), name)[0].text == text


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda packed: packed[: len(packed) // 2], "truncated gzip: the file is cut off"),
        (lambda packed: packed[:-3], "truncated gzip: the file is cut off"),
        (lambda packed: packed[:-8] + b"\0" * 8, "damaged gzip"),
        (lambda packed: packed[:30] + b"\xff" * 40 + packed[70:], "damaged gzip"),
    ],
)
def test_nothing_of_a_damaged_gzip_file_is_used(
    write: Any, row: Callable[..., Row], damage: Callable[[bytes], bytes], reason: str
) -> None:
    rows = "".join(json.dumps(row(url=f"https://x.invalid/{i}")) + "\n" for i in range(3000))
    path = write(damage(gzip.compress(rows.encode())), "a.jsonl.gz")
    (event,) = read_events(path)
    assert isinstance(event, Rejected)
    assert event.line == 0
    assert event.reason.startswith(reason)


def test_a_folder_is_read_in_the_order_of_its_names(write: Any, row: Callable[..., Row]) -> None:
    for name in (
        "news/b.jsonl",
        "news/a/z.json",
        "news/c.jsonl.gz",
        "news/.hidden/x.jsonl",
        "news/.y.jsonl",
    ):
        content = json.dumps(row(title=name, url=f"https://x.invalid/{name}")).encode()
        folder = write(gzip.compress(content) if name.endswith("gz") else content, name)
    write(b"\x89PNG\r\n", "news/picture.png")
    result = read_articles(
        folder.parent.parent if folder.parent.name == ".hidden" else folder.parent
    )
    assert [article.title for article in result] == [
        "news/a/z.json",
        "news/b.jsonl",
        "news/c.jsonl.gz",
    ]
    assert [warning.text for warning in result.warnings] == ["1 files of other kinds left out"]


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the folder holds no file of a known kind"):
        read_articles(tmp_path)


def test_several_paths_are_one_reading(write: Any, row: Callable[..., Row]) -> None:
    first, second = write([row()], "a.jsonl"), write([row(), row(text="Other. " * 9)], "b.jsonl")
    result = read_articles([first, str(second)])
    assert (len(result), result.duplicates) == (2, 1)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.jsonl: No such file or directory"):
        read_articles(tmp_path / "nowhere.jsonl")


def test_one_bad_file_among_good_ones_is_rejected_alone(
    write: Any, row: Callable[..., Row]
) -> None:
    result = read_articles([write([row()]), write("just words", "b.txt")])
    assert len(result) == 1
    assert [(Path(bad.file).name, bad.line) for bad in result.rejected] == [("b.txt", 0)]


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_is_read(
    monkeypatch: pytest.MonkeyPatch, row: Callable[..., Row], packed: bool
) -> None:
    content = json.dumps(row()).encode() + b"\nbroken\n"
    stdin = io.TextIOWrapper(io.BytesIO(gzip.compress(content) if packed else content))
    monkeypatch.setattr(sys, "stdin", stdin)
    result = read_articles("-")
    assert len(result) == 1
    assert [(bad.file, bad.line) for bad in result.rejected] == [("stdin", 2)]


def test_a_pipe_is_read(tmp_path: Path, row: Callable[..., Row]) -> None:
    reading, writing = os.pipe()
    os.write(writing, json.dumps(row()).encode())
    os.close(writing)
    try:
        assert len(read_articles(f"/dev/fd/{reading}")) == 1
    finally:
        os.close(reading)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_unicode_encodings_are_read_without_a_word(
    read: Any, row: Callable[..., Row], encoding: str
) -> None:
    text = row()["text"] + " Séoul – 서울"
    content = "\n".join(json.dumps(row(text=text, title=t), ensure_ascii=False) for t in "ab")
    result = read(content.replace('"title": "b"', '"x": "y", "id": "b"').encode(encoding))
    assert [article.text for article in result] == [text, text]
    assert result.warnings == ()
    assert read(f'title,text\nb,"{text}"\n'.encode(encoding), "a.csv")[0].text == text


def test_windows_1252_is_read_with_a_warning_for_its_line(
    read: Any, row: Callable[..., Row]
) -> None:
    text = row()["text"]
    lines = [json.dumps(row()), json.dumps(row(text=f"{text} S\xe9oul’s"), ensure_ascii=False)]
    result = read("\n".join(lines).encode("cp1252"))
    assert result[1].text == f"{text} Séoul’s"
    assert [(w.line, w.text) for w in result.warnings] == [(2, "not UTF-8: read as Windows-1252")]


def test_bytes_in_no_known_encoding_cost_their_line(read: Any, row: Callable[..., Row]) -> None:
    result = read(json.dumps(row()).encode() + b'\n{"text": "\x81\xfe"}\n')
    assert len(result) == 1
    assert [bad.line for bad in result.rejected] == [2]
    assert "no known encoding" in result.rejected[0].reason


def test_text_that_was_damaged_before_is_marked(read: Any, row: Callable[..., Row]) -> None:
    result = read([row(text=row()["text"] + " S\ufffdoul")])
    assert "U+FFFD" in result.warnings[0].text


def test_utf_16_that_breaks_off_is_no_whole_file(read: Any, row: Callable[..., Row]) -> None:
    content = "\n".join(json.dumps(row(text=row()["text"] + str(i))) for i in range(3))
    result = read((content + "\n\ud83d").encode("utf-16", "surrogatepass")[:-1])
    assert len(result) == 3
    assert [bad.reason for bad in result.rejected] == ["broken UTF-16 from here on"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty: there are no articles in it"),
        (b" \n\n", "empty: there are no articles in it"),
        (b"\xef\xbb\xbf", "empty: there are no articles in it"),
        (gzip.compress(b"", mtime=0), "empty: there are no articles in it"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text but a picture or another binary file"),
        (b"PK\x03\x04" + b"x" * 99, "not text but a picture or another binary file"),
        (bytes(range(256)) * 9, "not text"),
        (b"Just a few words.\n\nAnd some more.", "plain text without a structure"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a"])
def test_what_is_no_article_file_gets_one_clear_message(
    read: Any, content: bytes, reason: str, name: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(content, name)
    assert f"{name}: {reason}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_hostile_file_name_cannot_reach_the_terminal(write: Any) -> None:
    path = write("no articles", "a\x1b[31m\n\u202eb.txt")
    (event,) = read_events(path)
    assert isinstance(event, Rejected)
    assert event.file.endswith("a b.txt")


def test_an_event_of_a_folder_is_a_warning_of_the_whole(
    write: Any, row: Callable[..., Row]
) -> None:
    folder = write([row()], "n/a.jsonl").parent
    write("x", "n/notes.md")
    events = [event for event in read_events(folder) if isinstance(event, Warned)]
    assert [(event.file, event.line) for event in events] == [(str(folder), 0)]
