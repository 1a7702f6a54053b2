"""``groundwood eval report``."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from groundwood.cli.main import app
from groundwood.errors import InputError, SettingsError
from groundwood.eval.runs import Run


def called(run: Run, *options: object) -> Result:
    return CliRunner().invoke(app, ["eval", "report", str(run.folder), *map(str, options)])


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))


def test_the_page_goes_beside_the_run_and_the_file_is_named(run: Run) -> None:
    result = called(run)
    file = run.folder / "report.html"
    assert result.exit_code == 0
    assert (result.stdout, result.stderr) == ("", f"Written to {file}\n")
    assert file.read_text(encoding="utf-8").endswith("</html>\n")
    assert not list(run.folder.glob(".report*"))


def test_markdown_goes_to_standard_output(run: Run) -> None:
    result = called(run, "--format", "markdown", "--system", "beta")
    assert result.exit_code == 0
    assert result.stdout.startswith("### Citation faithfulness of beta\n")
    assert not (run.folder / "report.html").exists()


def test_either_goes_where_it_is_told_to(run: Run, tmp_path: Path) -> None:
    assert called(run, "--format", "markdown", "--out", tmp_path / "r.md").exit_code == 0
    assert (tmp_path / "r.md").read_text(encoding="utf-8").startswith("### ")
    assert called(run, "--out", tmp_path / "r.html").exit_code == 0
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_cannot_be_read_or_written_is_an_error_that_names_it(run: Run, tmp_path: Path) -> None:
    assert isinstance(called(run, "--system", "x").exception, SettingsError)
    for options in (
        ("--rules", tmp_path / "none.toml"),
        ("--baseline", tmp_path / "none"),
        ("--out", tmp_path / "none" / "r.html"),
    ):
        error = called(run, *options).exception
        assert isinstance(error, InputError)
        assert "none" in str(error)
