"""Rows of known articles are made once and kept."""

from pathlib import Path

import numpy as np
import pytest

from groundwood.agents.discovery import shelf as shelves
from groundwood.agents.discovery.shelf import Shelf
from groundwood.agents.discovery.vectors import Vectors
from groundwood.errors import InputError
from groundwood.nouns import Article


def same(one: Vectors, other: Vectors) -> bool:
    parts = ("starts", "terms", "counts", "leads", "days")
    return one.ids == other.ids and all(
        np.array_equal(getattr(one, part), getattr(other, part), equal_nan=part == "days")
        for part in parts
    )


def test_a_row_depends_on_its_article_alone(ferry: list[Article], mine: list[Article]) -> None:
    together = Vectors.of([*ferry, *mine])
    assert same(together.take([3, 0]), Vectors.of([mine[0], ferry[0]]))
    assert same(together, Vectors.of(ferry).joined(Vectors.of(mine)))


def test_only_the_rows_that_are_asked_for_come_in_that_order(ferry: list[Article]) -> None:
    shelf = Shelf()
    shelf.put(ferry)
    assert shelf.rows([ferry[2].id, "ffffffff", ferry[0].id]).ids == (ferry[2].id, ferry[0].id)
    assert shelf.missing(["ffffffff", ferry[0].id, "ffffffff"]) == ["ffffffff"]


def test_an_article_that_is_put_again_has_its_new_row(ferry: list[Article]) -> None:
    shelf = Shelf()
    shelf.put(ferry)
    changed = ferry[0].model_copy(update={"text": "Other words altogether."})
    shelf.put([changed])
    assert len(shelf) == 3
    assert same(shelf.rows([changed.id]), Vectors.of([changed]))


def test_a_saved_shelf_comes_back_as_it_was(ferry: list[Article], tmp_path: Path) -> None:
    shelf, file = Shelf(), tmp_path / "rows.npz"
    shelf.put([*ferry, ferry[0].model_copy(update={"id": "00000001", "published_at": None})])
    shelf.save(file)
    again = Shelf.load(file)
    assert same(again.rows(one.id for one in ferry), shelf.rows(one.id for one in ferry))
    assert len(again) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["rows.npz"]


def test_no_file_is_an_empty_shelf_and_rows_of_another_version_are_made_anew(
    ferry: list[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rows.npz"
    assert len(Shelf.load(file)) == 0
    shelf = Shelf()
    shelf.put(ferry)
    shelf.save(file)
    monkeypatch.setattr(shelves, "VERSION", -1)
    assert len(Shelf.load(file)) == 0


@pytest.mark.parametrize("content", [b"", b"no rows", b"PK\x03\x04cut off"])
def test_a_file_that_is_no_shelf_is_named_and_not_touched(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "rows.npz"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"rows\.npz: is no file of kept vectors"):
        Shelf.load(file)
    assert file.read_bytes() == content
