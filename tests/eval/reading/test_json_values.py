"""JSON values, read in small pieces."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.reading import json_values
from groundwood.eval.reading.json_values import JsonValues

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def reader(text: str, chunk: int = 4) -> JsonValues:
    return JsonValues(io.StringIO(text, newline=""), "some.json", chunk)


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(VALUES, max_size=5),
    chunk=st.integers(1, 9),
    indent=st.sampled_from([None, 1]),
    is_ascii=st.booleans(),
)
def test_values_and_their_lines_are_the_same_however_small_the_pieces(
    values: list[Any], chunk: int, indent: int | None, is_ascii: bool
) -> None:
    written = [json.dumps(v, indent=indent, ensure_ascii=is_ascii) for v in values]
    text = " \r\n".join(written)
    found = reader(text, chunk)
    for place, value in enumerate(values):
        before = "".join(f"{one} \r\n" for one in written[:place])
        assert found.next_mark() == written[place][0]
        assert found.line == before.count("\n") + 1
        assert found.value() == value
    assert found.next_mark() == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [("{\n\n", 3), ('{"a": 1,\n "b" 2}', 2), ("nul", 1), ('["a\nb"]', 1), ("[" * 100_000, 1)],
    ids=["cut off", "no colon", "no value", "a line end in a text", "too deep"],
)
def test_what_is_no_json_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(InputError, match=rf"^some\.json:{line}: not JSON that can be read: "):
        reader(text, 1000).value()


def test_a_number_with_too_many_digits_is_refused() -> None:
    with pytest.raises(InputError, match=r"^some\.json:1: not JSON that can be read: Exceeds"):
        reader("1" * 5000).value()


def test_a_mark_that_does_not_come_is_named() -> None:
    found = reader("\n 7")
    with pytest.raises(InputError, match=r"^some\.json:2: .*expected ':'$"):
        found.take(":")


def test_a_value_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_values, "MAX_LINE", 100)
    with pytest.raises(InputError, match=r"^some\.json:1: .*a value of more than"):
        reader(json.dumps("x" * 300), 16).value()
