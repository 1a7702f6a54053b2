"""How a report writes its numbers."""

import pytest

from groundwood.eval.reports.words import Cell, amount, called, cell, number, p_value, signed
from groundwood.eval.scoring import Row
from groundwood.eval.summaries import Table
from groundwood.eval.values import Value, none


@pytest.mark.parametrize(
    ("found", "written"),
    [
        (None, "–"),
        (0.0, "0.000"),
        (0.12345, "0.123"),
        (0.00412, "0.0041"),
        (-0.5, "-0.500"),
        (12.34, "12.3"),
        (1234.5, "1,234"),
    ],
)
def test_a_number_has_as_many_digits_as_tell_something(found: float | None, written: str) -> None:
    assert number(found) == written


def test_signs_are_always_written() -> None:
    assert [signed(found) for found in (0.25, -0.25, 0.0, None)] == [
        "+0.250",
        "−0.250",
        "+0.000",
        "–",
    ]


def test_amounts_have_no_needless_decimals() -> None:
    assert [amount(n) for n in (None, 0.0, 0.0051, 3.0, 6225.4)] == [
        "–",
        "0.0",
        "0.0051",
        "3.0",
        "6,225",
    ]


def test_a_small_p_is_written_as_a_bound() -> None:
    assert [p_value(p) for p in (0.0001, 0.05, None)] == ["< 0.001", "0.050", "–"]


def test_a_cell_tells_the_interval_the_count_and_the_bounds() -> None:
    values = [Value(number=0.5), Value(number=1.0, low=0.0, high=1.0), none("no word")]
    rows = [Row(sample=f"{n}", group=f"{n}", values={"m": v}) for n, v in enumerate(values)]
    found = cell(Table(rows).summary("", "m"))
    assert found == Cell("0.750", "[0.500, 1.000]", "2 of 3", "0.250 to 0.750")


def test_a_cell_without_a_number_is_a_dash() -> None:
    assert cell(None) == Cell("–")
    assert cell(Table([]).summary("", "m")) == Cell("–")


def test_a_system_without_a_name_and_a_shortcut_are_called_as_a_reader_sees_them() -> None:
    assert [called(s) for s in ("", "gpt", "shortcut: lead")] == ["all texts", "gpt", "lead"]
