"""``groundwood model``."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from groundwood.cli.model import app
from groundwood.gateway import hub, install

MakeGguf = Callable[..., Path]


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path))


def test_the_list_shows_what_the_model_option_takes(make_gguf: MakeGguf) -> None:
    other, default = make_gguf("models/Other.gguf"), make_gguf(f"models/{install.GGUF_NAME}")
    result = CliRunner().invoke(app, ["list", "--json"])
    assert json.loads(result.stdout) == [
        {"model": "local:Other", "path": str(other), "bytes": other.stat().st_size},
        {"model": "local", "path": str(default), "bytes": default.stat().st_size},
    ]
    assert str(default) in CliRunner().invoke(app, ["list"]).stdout


def test_an_empty_list_names_the_command() -> None:
    result = CliRunner().invoke(app, ["list"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "run: groundwood model install" in result.stderr


@pytest.mark.parametrize("source", [None, "hf:owner/repo/file.gguf"])
def test_install_prints_the_path_alone_and_quietly_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str | None
) -> None:
    def fake(*given: object) -> Path:
        say = given[-1]
        assert callable(say)
        say("downloading")
        return tmp_path / "model.gguf"

    monkeypatch.setattr(install, "install_default", fake)
    monkeypatch.setattr(hub, "install_from_hub", fake)
    command = ["install", *filter(None, [source])]
    result = CliRunner().invoke(app, command)
    assert result.stdout == f"{tmp_path / 'model.gguf'}\n"
    assert result.stderr == "downloading\n"
    quiet = CliRunner().invoke(app, [*command, "--quiet"])
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")
