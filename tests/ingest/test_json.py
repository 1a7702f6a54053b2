"""JSON in all its shapes, with the line of every row."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.ingest import Accepted, Rejected, read_events
from groundwood.ingest.json_rows import list_in

Row = dict[str, Any]


def lines_of(path: Path) -> list[tuple[str, int]]:
    return [
        (type(event).__name__, event.line)
        for event in read_events(path)
        if isinstance(event, Accepted | Rejected)
    ]


@pytest.fixture
def rows(row: Callable[..., Row]) -> list[Row]:
    return [row(title=f"Title {i}", url=f"https://x.invalid/{i}") for i in range(3)]


def test_each_row_of_json_lines_knows_its_line(write: Any, rows: list[Row]) -> None:
    first, second, third = map(json.dumps, rows)
    path = write(f"\n{first}\n\n  \n{second}\nbroken\n{third}")
    assert lines_of(path) == [("Accepted", 2), ("Accepted", 5), ("Rejected", 6), ("Accepted", 7)]


def test_each_row_of_an_indented_array_knows_its_line(write: Any, rows: list[Row]) -> None:
    path = write(json.dumps(rows, indent=1), "a.json")
    assert lines_of(path) == [("Accepted", 2), ("Accepted", 7), ("Accepted", 12)]


def test_each_row_of_a_wrapped_list_knows_its_line(write: Any, rows: list[Row]) -> None:
    path = write(json.dumps({"status": "ok", "n": {"articles": 1}, "articles": rows}, indent=1))
    assert lines_of(path) == [("Accepted", 7), ("Accepted", 12), ("Accepted", 17)]


def test_objects_may_follow_one_another_over_several_lines(write: Any, rows: list[Row]) -> None:
    path = write("\n".join(json.dumps(row, indent=1) for row in rows))
    assert lines_of(path) == [("Accepted", 1), ("Accepted", 6), ("Accepted", 11)]


def test_a_broken_object_among_indented_ones_costs_only_itself(write: Any, rows: list[Row]) -> None:
    first, second, third = (json.dumps(row, indent=1) for row in rows)
    path = write("\n".join((first, second.replace('"title":', "title:"), third)))
    assert lines_of(path) == [("Accepted", 1), ("Rejected", 8), ("Accepted", 11)]


def test_what_follows_a_break_in_an_array_is_not_read_and_that_is_said(
    read: Any, rows: list[Row]
) -> None:
    content = json.dumps(rows, indent=1).replace('"Title 1",', '"Title 1"')
    result = read(content, "a.json")
    assert [article.title for article in result] == ["Title 0"]
    assert [(bad.line, bad.reason) for bad in result.rejected] == [
        (10, "not JSON: Expecting ',' delimiter (column 3); what follows in the array was not read")
    ]


def test_a_document_of_broken_objects_is_given_up(read: Any) -> None:
    with pytest.raises(InputError, match="and 97 more"):
        read("{\n" * 5000)


@pytest.mark.parametrize("cut", [1, 40, 120])
def test_an_array_that_is_cut_off_is_not_passed_off_as_whole(
    read: Any, rows: list[Row], cut: int
) -> None:
    result = read(json.dumps(rows)[:-cut], "a.json")
    assert len(result) in (2, 3)
    assert len(result.rejected) == 1


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: {"articles": rows},
        lambda rows: {"Items": rows, "tags": ["a"]},
        lambda rows: {"response": {"results": rows}},
        lambda rows: {"hits": {"total": 3, "hits": [{"_source": row} for row in rows]}},
        lambda rows: {"whatever": rows},
        lambda rows: [{"articles": rows[:1]}, {"articles": rows[1:]}],
        lambda rows: [{"fields": row, "type": "article"} for row in rows],
    ],
)
def test_wrapped_lists_are_found(
    read: Any, rows: list[Row], wrap: Callable[[list[Row]], Any]
) -> None:
    content = json.dumps(wrap(rows))
    for name in ("a.json", "a.jsonl", "a"):
        assert [article.title for article in read(content, name)] == [
            "Title 0",
            "Title 1",
            "Title 2",
        ]


def test_json_lines_of_wrapped_lists_are_read(read: Any, rows: list[Row]) -> None:
    assert len(read([{"articles": rows[:2]}, {"articles": rows[2:]}])) == 3


def test_one_object_is_one_article(read: Any, rows: list[Row]) -> None:
    assert len(read(json.dumps(rows[0]))) == 1
    assert len(read(json.dumps(rows[0], indent=2))) == 1


def test_a_list_that_holds_no_objects_is_no_list_of_articles() -> None:
    assert list_in({"articles": ["x"], "other": 1}) is None


@pytest.mark.parametrize("content", ["[]", '{"articles": []}', "{}", "null", '"x"', "12", "[1, 2]"])
def test_json_without_articles_says_so(read: Any, content: str) -> None:
    with pytest.raises(InputError, match=r"^no usable article; .*a\.json"):
        read(content, "a.json")


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        ('{"text": "%s",}', "a comma after the last field"),
        ('{"text": "%s"} // checked', "a comment after the object"),
        ("{'text': '%s', 'score': None}", "a Python dict"),
    ],
)
def test_lines_that_are_nearly_json_are_read_with_a_warning(
    read: Any, row: Callable[..., Row], line: str, flaw: str
) -> None:
    text = row()["text"]
    result = read(f"{line % text}\n" + json.dumps(row(text=text + " More.")))
    assert [article.text for article in result] == [text, text + " More."]
    assert [(warning.line, warning.text) for warning in result.warnings] == [
        (1, f"not strict JSON ({flaw}): read all the same")
    ]


@pytest.mark.parametrize(
    "line",
    ['{"text": "x', "{bad}", "__import__('os').getcwd()", "{'a': open('x')}", "{" * 5000],
)
def test_what_is_not_nearly_json_is_rejected_by_its_line(
    read: Any, row: Callable[..., Row], line: str
) -> None:
    result = read(f"{line}\n{json.dumps(row())}")
    assert [bad.line for bad in result.rejected] == [1]
    assert len(result) == 1


def test_numbers_that_json_does_not_know_are_left_out_with_a_warning(
    read: Any, row: Callable[..., Row]
) -> None:
    result = read([row(published_at=float("nan"), tags=["a", float("inf")])])
    assert result[0].published_at is None
    assert result[0].tags == ("a",)
    assert [warning.text for warning in result.warnings] == [
        "a number that JSON does not know was left out"
    ]


def test_a_number_of_too_many_digits_costs_its_line_only(
    read: Any, row: Callable[..., Row]
) -> None:
    result = read('{"n": ' + "1" * 5000 + "}\n" + json.dumps(row()) + "\n")
    assert [bad.reason for bad in result.rejected] == ["not JSON: a number with too many digits"]


def test_nesting_that_is_too_deep_costs_its_line_or_its_array_only(
    read: Any, row: Callable[..., Row]
) -> None:
    deep = '{"x": ' + "[" * 9000 + "]" * 9000 + "}"
    good = json.dumps(row())
    assert [bad.reason for bad in read(f"{deep}\n{good}").rejected] == [
        "nested too deeply to be read"
    ]
    assert [bad.reason for bad in read(f"[{good},\n{deep}]").rejected] == [
        "nested too deeply to be read; what follows in the array was not read"
    ]
