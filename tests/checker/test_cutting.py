"""What is left of a sentence when one of its facts failed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.agents.checker.facts.clauses import facts
from groundwood.agents.checker.facts.cutting import FEWEST_WORDS, cut, is_sentence

MILL = "The mill closed in May, laid off 40 staff and sold its fleet."
LEFT = [
    ("The mill closed in May and laid off 40 staff.", "40", "The mill closed in May."),
    ("The mill closed in May and laid off 40 staff.", "closed", "The mill laid off 40 staff."),
    (MILL, "40", "The mill closed in May and sold its fleet."),
    (MILL, "fleet", "The mill closed in May and laid off 40 staff."),
    (MILL, "closed", "The mill laid off 40 staff and sold its fleet."),
    (
        "The storm destroyed 14 houses, two schools and a bridge.",
        "schools",
        "The storm destroyed 14 houses and a bridge.",
    ),
    (
        "Anna Berg, who led the council for ten years, resigned on Friday.",
        "led the",
        "Anna Berg resigned on Friday.",
    ),
    (
        "Anna Berg, the mayor of Exampletown, resigned on Friday.",
        "is the",
        "Anna Berg resigned on Friday.",
    ),
    (
        "The ship struck a pier of the bridge, killing six workers.",
        "killing",
        "The ship struck a pier of the bridge.",
    ),
    (
        "After the ship lost power, the crew called for tugs.",
        "lost",
        "The crew called for tugs.",
    ),
    (
        "The bridge of Cork fell because the ship had lost power.",
        "lost",
        "The bridge of Cork fell.",
    ),
    (
        "Berg said that the bridge was closed and the ferry was full.",
        "ferry",
        "Berg said that the bridge was closed.",
    ),
    (
        "The bridge closed in May and reopened in June, Mayor Anna Berg said.",
        "June",
        "The bridge closed in May, Mayor Anna Berg said.",
    ),
    (
        "The council bought the land; the mayor signed the papers on Friday.",
        "signed",
        "The council bought the land.",
    ),
    (
        "The storm hit the coast on Monday, and the river rose on Tuesday, but nobody was hurt.",
        "river",
        "The storm hit the coast on Monday, but nobody was hurt.",
    ),
    (
        "The storm hit the coast on Monday, and the river rose on Tuesday.",
        "storm",
        "The river rose on Tuesday.",
    ),
    (
        'He said "the port is closed and the ferry is full" and left the room at once.',
        "left",
        'He said "the port is closed and the ferry is full".',
    ),
    (
        "Speaking in Seoul, the minister warned of new floods.",
        "Speaking",
        "The minister warned of new floods.",
    ),
]
NOTHING = [
    ("A vessel hit a pier, and its owner paid for the damage.", "vessel", "begins with a pronoun"),
    ("The mill closed and laid off 40 staff.", "40", "three words are left"),
    ("Anna Berg, the mayor of Exampletown, resigned on Friday.", "resigned", "an aside alone"),
    ("After the ship lost power, it struck a pier of the bridge.", "lost", "a pronoun is left"),
    ("The mill of Cork closed in May.", "closed", "nothing is left"),
]


def without(sentence: str, word: str) -> str:
    """Cut the facts of which only this word's is theirs: the whole sentence repeated may hold it."""
    found = facts(sentence)
    kept = [not re.search(rf"\b{word}\b", fact.text) for fact in found]
    return cut(sentence, found, kept)


@pytest.mark.parametrize(("sentence", "word", "left"), LEFT)
def test_a_failed_fact_is_cut_and_the_rest_is_a_sentence(
    sentence: str, word: str, left: str
) -> None:
    assert without(sentence, word) == left


@pytest.mark.parametrize(("sentence", "word", "why"), NOTHING)
def test_a_cut_that_leaves_a_fragment_is_refused(sentence: str, word: str, why: str) -> None:
    assert without(sentence, word) == "", why


@pytest.mark.parametrize("sentence", [sentence for sentence, _, _ in LEFT])
def test_nothing_is_cut_where_every_fact_stays_or_none_does(sentence: str) -> None:
    found = facts(sentence)
    assert cut(sentence, found, [True] * len(found)) == ""
    assert cut(sentence, found, [False] * len(found)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Which surprised the mayor of the town.",
        "The bridge of Cork and the ferry.",
        "The mill closed.",
        "the mill of Cork closed in May.",
        "The mill of Cork closed in May",
        "The mill of Cork closed in May and.",
        "The mill of “Cork closed in May.",
    ],
)
def test_a_fragment_is_no_sentence(text: str) -> None:
    assert not is_sentence(text)


SENTENCES = [sentence for sentence, _, _ in (*LEFT, *NOTHING)]


@given(st.sampled_from(SENTENCES), st.lists(st.booleans(), min_size=8, max_size=8))
def test_whatever_is_cut_a_capital_begins_and_a_full_stop_ends_what_is_left(
    sentence: str, flags: list[bool]
) -> None:
    found = facts(sentence)
    left = cut(sentence, found, flags[: len(found)])
    if left:
        assert left[0].isupper() or left[0] == '"'
        assert left.rstrip('"”').endswith(".")
        assert len(left.split()) >= FEWEST_WORDS
        assert len(left) < len(sentence)
        assert left.count('"') % 2 == 0
        assert not re.search(r"  | ,|,\.|,,|\.\.", left)
