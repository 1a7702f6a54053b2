"""The records of files, whatever their layout."""

import gzip
import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.reading.records import layout_of, records

Put = Callable[[str, Any], Path]
ROWS: list[dict[str, Any]] = [{"a": "one"}, {"a": "two"}, {"a": "drei, ä"}]


def told(path: Path) -> list[tuple[int, int, str, Any]]:
    return [(row.number, row.line, row.at, row.values["a"]) for row in records(path)]


def test_json_lines_are_records_with_their_lines(put: Put) -> None:
    path = put("a.jsonl", '{"a": 1}\n\n{"a": 2}\n')
    assert told(path) == [(1, 1, "", 1), (2, 3, "", 2)]


def test_a_list_gives_its_items_with_their_places(put: Put) -> None:
    path = put("a.json", '[\n {"a": 1},\n {"a": 2}\n]')
    assert told(path) == [(1, 2, "[0].", 1), (2, 3, "[1].", 2)]


def test_an_object_that_wraps_a_list_gives_the_items_and_what_stands_before(put: Put) -> None:
    path = put("a.json", {"args": {"model": "m"}, "data": ROWS, "total_cost": 3})
    assert told(path) == [(n, 1, f"data[{n - 1}].", each["a"]) for n, each in enumerate(ROWS, 1)]
    assert {json.dumps(row.outer) for row in records(path)} == {'{"args": {"model": "m"}}'}


def test_an_object_without_a_list_is_one_record(put: Put) -> None:
    path = put("a.json", json.dumps({"a": 1, "data": {"b": 2}}, indent=2))
    (row,) = records(path)
    assert row.values == {"a": 1, "data": {"b": 2}}


def test_csv_cells_may_hold_line_ends_and_the_line_is_where_the_row_begins(put: Put) -> None:
    path = put("a.csv", 'a,b\n"x\ny",1\n"say ""hi""",2\n')
    assert told(path) == [(1, 2, "", "x\ny"), (2, 4, "", 'say "hi"')]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_header(put: Put, delimiter: str) -> None:
    path = put("a.csv", f"a{delimiter}b\n1{delimiter}2\n")
    (row,) = records(path)
    assert row.values == {"a": "1", "b": "2"}


def test_a_file_may_be_packed(put: Put) -> None:
    assert [a for *_, a in told(put("a.jsonl.gz", ROWS))] == ["one", "two", "drei, ä"]


def test_a_damaged_packed_file_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(ROWS[0]).encode())[:-9])
    with pytest.raises(InputError, match=r"a\.jsonl\.gz: truncated gzip"):
        list(records(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_text_may_have_a_byte_order_mark(tmp_path: Path, encoding: str, name: str) -> None:
    text = '{"a": "ä"}\n' if name == "a.jsonl" else "a,b\nä,1\n"
    (tmp_path / name).write_bytes(text.encode(encoding))
    assert [a for *_, a in told(tmp_path / name)] == ["ä"]


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"a": "ä"}'.encode("latin-1"))
    with pytest.raises(InputError, match=r"a\.jsonl: not UTF-8: "):
        list(records(path))


@pytest.mark.parametrize(
    ("name", "text", "layout"),
    [
        ("a", '{"a": 1}', "json"),
        ("a", '[{"a": 1}]', "json"),
        ("a", "question,contexts,answer\nx,y,z", "csv"),
        ("a.csv", "Wort", "csv"),
        ("a.json", "nothing", "json"),
        ("a.txt", "[1] The first source.", "text"),
        ("a.md", "Yes, indeed.\n\nThe dam broke [1].", "text"),
        ("a.txt", "{curly} words", "text"),
    ],
)
def test_the_layout_is_told_by_the_content(put: Put, name: str, text: str, layout: str) -> None:
    assert layout_of(put(name, text)) == layout


def test_a_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(InputError, match=r"a\.json: neither text nor parquet$"):
        list(records(path))


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("a.jsonl", '{"a": 1}\n{"a": \n', r"a\.jsonl:3: not JSON that can be read"),
        ("a.jsonl", '{"a": 1}\n3\n', r"a\.jsonl:2: expected an object or a list$"),
        ("a.json", '[{"a": 1}\n{"a": 2}]', r"a\.json:2: .*expected ','$"),
        ("a.json", '{"data": [{"a": 1}, 5]}', r"a\.json:1: data\[1\]: expected an object$"),
        ("a.json", '[{"a": 1}, {"a"', r"a\.json:1: not JSON that can be read"),
        ("a.csv", "a,b\n1,2\n3\n", r"a\.csv:3: 1 cells where the header has 2$"),
        ("a.csv", 'a,b\n1,"2\n', r"a\.csv:2: not CSV: "),
        ("a.csv", "a,b\n", r"a\.csv: there is no record in it$"),
        ("a.json", "[]", r"a\.json: there is no record in it$"),
        ("a.jsonl", "", r"a\.jsonl: there is no record in it$"),
        ("a.txt", "A plain text.", r"a\.txt: neither JSON nor CSV nor parquet$"),
    ],
)
def test_what_is_broken_is_named_with_its_line(put: Put, name: str, text: str, error: str) -> None:
    path = put(name, text)
    with pytest.raises(InputError, match=error):
        list(records(path))


def test_records_before_a_broken_one_are_had(put: Put) -> None:
    found = records(put("a.json", '[{"a": 1}, {"a": oh'))
    assert next(found).values == {"a": 1}
    with pytest.raises(InputError):
        next(found)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json: No such file"):
        list(records(tmp_path / "none.json"))


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_large_file_takes_no_more_memory_than_its_records(put: Put, name: str) -> None:
    path = put(name, [{"a": "x" * 20_000} for _ in range(400)])
    tracemalloc.start()
    try:
        assert sum(1 for _ in records(path)) == 400
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_500_000 < path.stat().st_size


CONTROLS = "".join(map(chr, range(32))).replace("\n", "").replace("\t", "")
"""A file that holds many of them is taken for no text."""
TEXTS = st.text(st.characters(exclude_characters=CONTROLS, exclude_categories=("Cs",)), max_size=8)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.fixed_dictionaries({"a": TEXTS, "b": TEXTS}), min_size=1, max_size=4))
def test_rows_come_back_from_every_layout(put: Put, rows: list[dict[str, str]]) -> None:
    quoted = (",".join('"' + row[n].replace('"', '""') + '"' for n in "ab") for row in rows)
    for path in (
        put("a.jsonl", rows),
        put("a.json", rows),
        put("b.json", {"data": rows}),
        put("a.csv", "a,b\n" + "\n".join(quoted)),
    ):
        assert [row.values for row in records(path)] == rows, path.name


def test_parquet_gives_its_rows(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    parquet.write_table(arrow.Table.from_pylist([{"a": f"{n}", "b": [n]} for n in range(40)]), path)
    found = list(records(path))
    assert [row.values for row in found] == [{"a": f"{n}", "b": [n]} for n in range(40)]
    assert (found[20].line, found[20].number) == (21, 21)


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1" + bytes(40))
    with pytest.raises(InputError, match=r"a\.parquet: damaged parquet: "):
        list(records(path))


def test_parquet_without_its_library_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "pyarrow.parquet", raising=False)
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(InputError, match=r"a\.parquet: parquet is read with pyarrow"):
        list(records(path))
