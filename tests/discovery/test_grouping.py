"""Linking is exact: what is looked up and cut first changes no group."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]
from scipy.spatial.distance import squareform  # type: ignore[import-untyped]

from groundwood.agents.discovery import grouping
from groundwood.agents.discovery.finder import THRESHOLD
from groundwood.agents.discovery.grouping import Grouping, neighbours
from groundwood.agents.discovery.likeness import Likeness
from groundwood.agents.discovery.vectors import Vectors, rarity_among
from groundwood.agents.discovery.weights import Weighed
from groundwood.nouns import Article


def groups_of(articles: list[Article]) -> list[list[int]]:
    vectors = Vectors.of(articles)
    rare = rarity_among(vectors)
    linked = Grouping(Likeness(), THRESHOLD).groups(
        Weighed.of(vectors, rare), neighbours(vectors, vectors, rare), vectors.days
    )
    return [group.rows.tolist() for group in linked]


def test_groups_are_those_of_average_linkage_over_all_pairs(
    examples: list[Article], ferry: list[Article], mine: list[Article], lone: Article
) -> None:
    articles = [*examples, *ferry, lone, *mine]
    vectors = Vectors.of(articles)
    weighed = Weighed.of(vectors, rarity_among(vectors))
    apart = 1 - Likeness().table(weighed, weighed, vectors.days, vectors.days)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform((apart + apart.T) / 2, checks=False), "average")
    labels = fcluster(tree, 1 - THRESHOLD, "distance")
    expected = {tuple(np.flatnonzero(labels == label).tolist()) for label in labels}
    assert {tuple(rows) for rows in groups_of(articles)} == expected


def test_small_and_large_parts_are_linked_alike(
    examples: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = groups_of(examples)
    monkeypatch.setattr(grouping, "SMALL", 1)
    assert groups_of(examples) == together


@pytest.mark.parametrize("most", [1, 5])
def test_a_mass_of_one_text_is_cut_to_what_can_be_linked_and_loses_nothing(
    write: Callable[..., Article], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "LARGEST", most)
    same = [
        write("The ferry Alba ran aground.").model_copy(update={"id": f"{number:08x}"})
        for number in range(12)
    ]
    found = groups_of(same)
    assert sorted(row for rows in found for row in rows) == list(range(12))
    assert max(map(len, found)) <= most


def test_a_likeness_is_the_same_in_pairs_and_in_the_table(examples: list[Article]) -> None:
    vectors = Vectors.of(examples)
    weighed = Weighed.of(vectors, rarity_among(vectors))
    rows, columns = np.triu_indices(len(examples))
    pairs = Likeness().pairs(weighed, weighed, vectors.days, vectors.days, (rows, columns))
    table = Likeness().table(weighed, weighed, vectors.days, vectors.days)
    np.testing.assert_allclose(pairs, table[rows, columns], rtol=1e-5)


def test_half_the_odds_are_left_after_a_half_life(ferry: list[Article]) -> None:
    vectors = Vectors.of(ferry[:2])
    weighed = Weighed.of(vectors, rarity_among(vectors))

    def odds(apart: float) -> float:
        chance = Likeness(half_life=30).table(weighed, weighed, np.zeros(2), np.full(2, apart))[
            0, 1
        ]
        return float(chance / (1 - chance))

    assert odds(30) == pytest.approx(odds(0) / 2)
    assert odds(float("nan")) == pytest.approx(odds(0))
