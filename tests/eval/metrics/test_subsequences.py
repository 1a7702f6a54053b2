"""Longest common subsequences, against trying all of them."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.eval.metrics.subsequences import common_length, common_places

WORDS = st.lists(st.sampled_from("abc"), max_size=7)


def is_within(part: tuple[str, ...], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)


@settings(max_examples=60)
@given(WORDS, WORDS)
def test_no_subsequence_is_longer_and_the_places_are_one_as_long(
    ours: list[str], theirs: list[str]
) -> None:
    longest = max(
        size
        for size in range(len(ours) + 1)
        if any(is_within(part, theirs) for part in combinations(ours, size))
    )
    places = common_places(ours, theirs)
    assert common_length(ours, theirs) == len(places) == longest
    assert is_within(tuple(ours[place] for place in sorted(places)), theirs)


def test_of_equal_subsequences_the_one_nearest_to_the_beginning_is_taken() -> None:
    assert common_places(["a", "b", "a"], ["a"]) == {2}
    assert common_places(["a", "b"], ["b", "a"]) == {0}
