"""Files are whole or not there."""

import os
from pathlib import Path

import pytest

from groundwood.files import replace_file, replacing


def test_a_file_is_replaced_at_the_end_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    replace_file(file, "first")
    with replacing(file) as aside:
        aside.write_text("second")
        assert file.read_text() == "first"
        assert aside.parent == tmp_path
        assert aside.name.startswith(".")
    assert file.read_text() == "second"
    assert list(tmp_path.iterdir()) == [file]


def test_after_an_error_the_file_is_as_it_was_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    replace_file(file, "first")

    def half_write() -> None:
        with replacing(file) as aside:
            aside.write_text("sec")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_write()
    assert file.read_text() == "first"
    assert list(tmp_path.iterdir()) == [file]


def test_processes_write_aside_under_names_of_their_own_unless_one_at_a_time_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def place(process: int, *, alone: bool) -> Path:
        monkeypatch.setattr(os, "getpid", lambda: process)
        with replacing(tmp_path / "story.txt", alone=alone) as aside:
            aside.touch()
        return aside

    assert place(1, alone=False) != place(2, alone=False)
    assert place(1, alone=True) == place(2, alone=True)
