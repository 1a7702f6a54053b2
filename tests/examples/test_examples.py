"""The examples run as they are, print little, and leave nothing behind."""

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_an_example_runs_from_any_folder_prints_little_and_leaves_nothing(
    script: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    runpy.run_path(str(script), run_name="__main__")
    told = capsys.readouterr()
    assert told.err == ""
    assert 0 < len(told.out.splitlines()) <= 40
    assert list(tmp_path.iterdir()) == []


def test_the_script_to_start_from_shows_each_step(capsys: pytest.CaptureFixture[str]) -> None:
    script = EXAMPLES / "write_story.py"
    made = runpy.run_path(str(script), run_name="__main__")
    told = capsys.readouterr().out
    cells = script.read_text(encoding="utf-8").count("\n# %% ")
    assert cells >= 7
    assert made["checked"].outcome.status == "published"
    assert "Harbour Wire" not in {source.source for source in made["strict"].sources}
    for words in ("8 articles", "supported: ", "published, from [", "disclaim", "v0.01 🌳"):
        assert words in told
