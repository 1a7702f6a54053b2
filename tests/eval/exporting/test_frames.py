"""The data frames of a run."""

import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError, SettingsError
from groundwood.eval.exporting import frames
from groundwood.eval.exporting.tables import TABLES, hidden
from groundwood.eval.harness import score_run, score_samples
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample
from groundwood.eval.verdicts import verdicts_of

pandas = pytest.importorskip("pandas")


def records(frame: Any, **where: object) -> list[dict[str, Any]]:
    """Return the rows with these values as dicts, what is missing as none."""
    for name, value in where.items():
        frame = frame[frame[name] == value]
    found: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return found


def test_each_text_of_each_system_is_a_row_with_what_it_took(scored: Run) -> None:
    ours, theirs = records(frames(scored)["samples"].query("~system.str.startswith('shortcut')"))
    assert (ours["system"], ours["sample"], ours["group"]) == ("ours", "a", "g")
    assert ours["tags"] == '["flood", "Harrow"]'
    assert (ours["sources"], ours["sentences"], ours["problem"]) == (2, 4, "")
    assert (ours["calls"], ours["tokens_in"], ours["cost"], ours["seconds"]) == (3, 10, 0.5, 1.5)
    assert (theirs["sentences"], theirs["problem"]) == (0, "empty: there is no sentence in it")
    assert (theirs["cost"], theirs["seconds"]) == (None, None)


def test_each_sentence_has_its_fate_and_where_it_stands_in_the_text(scored: Run) -> None:
    found = frames(scored)
    (sample,) = records(found["samples"], system="ours")
    rows = records(found["sentences"], system="ours")
    assert [
        (r["paragraph"], r["sentence"], r["status"], r["recalled"], r["fate"]) for r in rows
    ] == [
        (0, 0, "judged", True, "cited supported"),
        (0, 1, "judged", False, "misattributed"),
        (1, 2, "unfounded", False, "judge error"),
        (1, 3, "exempt", None, None),
    ]
    assert [sample["text"][r["start"] : r["end"]] for r in rows][1:3] == [
        "The mayor of Harrow resigned at noon [1].",
        "Seven ships sank in the storm [9].",
    ]
    assert [r["citations"] for r in rows] == [2, 1, 1, 0]


def test_each_citation_has_its_source_and_whether_it_is_precise(scored: Run) -> None:
    rows = records(frames(scored)["citations"], system="ours")
    names = ("sentence", "citation", "label", "standing", "source", "by_position", "precise")
    assert [tuple(row[name] for name in names) for row in rows] == [
        (0, 0, "dam", "valid", "dam", False, True),
        (0, 1, "mayor", "valid", "mayor", False, False),
        (1, 0, "1", "valid", "dam", True, False),
        (2, 0, "9", "nonexistent", None, False, False),
    ]


def test_values_are_long_with_a_reason_where_there_is_no_number(scored: Run) -> None:
    values = frames(scored)["values"]
    (recall,) = records(values, system="ours", metric="citation_recall")
    assert (recall["number"], recall["reason"]) == (pytest.approx(1 / 3), "")
    (absent,) = records(values, system="theirs", metric="citation_recall")
    assert (absent["number"], absent["reason"]) == (None, "no sentence that calls for a citation")
    (share,) = records(values, system="ours", metric="faithful_share")
    assert (share["low"], share["high"]) == (pytest.approx(2 / 3), 1.0)


def test_sources_bear_the_digests_that_verdicts_name_them_by(scored: Run) -> None:
    rows = records(frames(scored)["sources"])
    assert [(r["system"], r["position"], r["source"]) for r in rows] == [
        ("ours", 1, "dam"),
        ("ours", 2, "mayor"),
        ("theirs", 1, "dam"),
    ]
    assert rows[0]["published_at"] == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (rows[0]["url"], rows[1]["url"]) == ("https://news.example/dam", None)
    asked = {key for verdict in verdicts_of(scored.verdicts) for key in verdict.sources}
    assert {r["digest"] for r in rows} == asked


def test_columns_and_types_are_the_same_of_every_run(
    tmp_path: Path, scored: Run, word_for_word: Any
) -> None:
    bare = score_samples(
        [Sample(id="b", text="")], tmp_path / "b", word_for_word, with_shortcuts=False
    )
    full, empty = frames(scored), frames(bare)
    assert list(full) == list(empty) == list(TABLES)
    for name, table in TABLES.items():
        assert tuple(empty[name].columns) == table.columns
        assert empty[name].dtypes.to_dict() == full[name].dtypes.to_dict()
    assert len(empty["sentences"]) == 0


def test_texts_may_be_left_out(scored: Run) -> None:
    found = frames(scored, hidden)
    wanted = f"sha256:{sha256(b'The dam of Harrow held all night.').hexdigest()}"
    assert records(found["sources"])[0]["text"] == wanted
    assert records(found["sentences"], system="ours")[0]["text"] == wanted
    assert [row["text"] for row in records(found["samples"], system="theirs")] == [""]
    assert "Harrow held" not in "".join(frame.to_csv() for frame in found.values())


def test_what_was_not_measured_has_no_fate(scored: Run, word_for_word: Any) -> None:
    score_run(scored, word_for_word, metrics=("validity",))
    rows = records(frames(scored)["sentences"], system="ours")
    assert {(row["status"], row["recalled"], row["fate"]) for row in rows} == {(None, None, None)}


def test_a_run_without_its_verdicts_has_values_and_no_fates(scored: Run) -> None:
    scored.verdicts.unlink()
    found = frames(scored)
    assert {row["fate"] for row in records(found["sentences"])} == {None}
    assert records(found["values"], system="ours", metric="citation_recall")[0]["number"]
    assert not scored.verdicts.exists()


@pytest.mark.parametrize("name", ["samples.jsonl", "markings.jsonl", "metrics.jsonl"])
def test_files_of_different_scorings_are_refused(scored: Run, name: str) -> None:
    file = scored.folder / name
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    for kept in (lines[:-1], lines[1:], [*lines, lines[-1]]):
        file.write_text("".join(kept), encoding="utf-8")
        with pytest.raises(InputError, match="its files are not those of one scoring"):
            frames(scored)


def test_without_pandas_it_says_how_to_get_it(scored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SettingsError, match=r"need pandas: pip install 'groundwood\[eval\]'"):
        frames(scored)
