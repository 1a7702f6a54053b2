"""The tables of a run as pandas data frames. pandas is loaded here alone, since it is an extra."""

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import Any, get_type_hints

from groundwood.errors import SettingsError
from groundwood.eval.exporting.stories import scored_texts
from groundwood.eval.exporting.tables import TABLES, Shown, Table, as_it_is
from groundwood.eval.runs import Run

Frames = dict[str, Any]
"""Data frames by name; pandas has no types of its own."""

DTYPES: Mapping[object, str] = {
    str: "string",
    str | None: "string",
    int: "int64",
    float | None: "float64",
    bool: "bool",
    bool | None: "boolean",
    datetime | None: "datetime64[us, UTC]",
}
"""The same of every run, whatever its columns hold."""


def frames(run: Run, shown: Shown = as_it_is) -> Frames:
    """Return samples, sources, sentences, citations and values of a scored run as data frames.

    The columns are those of `groundwood.eval.exporting.tables`; all rows are held in memory.

    Args:
        run: the run; what its verdicts say is told, and no judge is asked.
        shown: what of each text is passed on.

    Raises:
        InputError: it is no scored run, or its files are of different scorings.
        SettingsError: pandas is not installed; the text says how to get it.
    """
    pandas = needed("pandas")
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
    for told in scored_texts(run):
        for name, table in TABLES.items():
            rows[name] += table.rows(told, shown)
    return {name: _frame(pandas, TABLES[name], found) for name, found in rows.items()}


def needed(name: str) -> ModuleType:
    """Return the module of an extra.

    Raises:
        SettingsError: it is not installed; the text says how to get it.
    """
    try:
        return import_module(name)
    except ImportError as exc:
        raise SettingsError(f"data frames need {name}: pip install 'groundwood[eval]'") from exc


def _frame(pandas: ModuleType, table: Table, rows: list[tuple[object, ...]]) -> Any:
    hints = get_type_hints(table.kind)
    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    return pandas.DataFrame(
        {
            name: pandas.Series(list(column), dtype=DTYPES[hints[name]])
            for name, column in zip(table.columns, columns, strict=True)
        }
    )
