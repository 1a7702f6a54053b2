"""The tables of a run as files, one a table, beside ``run.json``, which tells how it was scored."""

import csv
from contextlib import ExitStack
from pathlib import Path

from groundwood.eval.exporting.frames import frames, needed
from groundwood.eval.exporting.stories import scored_texts
from groundwood.eval.exporting.tables import TABLES, Shown
from groundwood.eval.runs import ABOUT, Run


def write_parquet(run: Run, folder: Path, shown: Shown) -> None:
    """Write the data frames as parquet files into a new folder.

    Raises:
        SettingsError: pandas or pyarrow is not installed.
    """
    needed("pyarrow")
    found = frames(run, shown)
    _begin(run, folder)
    for name, frame in found.items():
        frame.to_parquet(folder / f"{name}.parquet", engine="pyarrow", index=False)


def write_csv(run: Run, folder: Path, shown: Shown) -> None:
    """Write the tables as CSV in UTF-8 into a new folder; what is not known is an empty cell."""
    _begin(run, folder)
    with ExitStack() as stack:
        writers = {}
        for name, table in TABLES.items():
            lines = (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            writers[name] = csv.writer(stack.enter_context(lines))
            writers[name].writerow(table.columns)
        for told in scored_texts(run):
            for name, table in TABLES.items():
                writers[name].writerows(table.rows(told, shown))


def _begin(run: Run, folder: Path) -> None:
    about = run.about()
    folder.mkdir(parents=True)
    (folder / ABOUT).write_text(about.model_dump_json() + "\n", encoding="utf-8")
