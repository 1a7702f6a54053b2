"""How much a text repeats itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.eval.metrics.tokens import n_grams, tokens
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share

ALIKE = 0.6
"""Two sentences say the same again from this Jaccard index of their words on."""


@dataclass(frozen=True)
class Redundancy:
    """How alike a text's sentences are, each in [0, 1].

    ``max_jaccard`` is the highest index of two sentences, none where there are not two.
    ``redundant_sentences`` is the share of sentences that are like an earlier one,
    ``repeated_trigrams`` the share of runs of three words that have stood in a sentence before.
    """

    max_jaccard: Value
    redundant_sentences: Value
    repeated_trigrams: Value


def measured(story: Scored) -> Values:
    """Return how much a sample repeats itself."""
    found = redundancy([sentence.text for sentence in story.marking.sentences])
    return {
        "redundant_sentences": found.redundant_sentences,
        "repeated_trigrams": found.repeated_trigrams,
    }


def redundancy(sentences: Sequence[str], alike: float = ALIKE) -> Redundancy:
    """Return how much the sentences repeat one another; those without a word do not count.

    The index of two sets of words is that of Jaccard (1912), ``alike`` in [0, 1]. Repeated runs are
    rep-n of Welleck et al., Neural text generation with unlikelihood training (2020), within
    sentences.
    """
    cut = [words for words in map(tokens, sentences) if words]
    sets = [frozenset(words) for words in cut]
    nearest = [
        max(_jaccard(words, earlier) for earlier in sets[:place])
        for place, words in enumerate(sets)
        if place
    ]
    redundant = sum(index >= alike for index in nearest)
    runs = [run for words in cut for run in n_grams(words, 3)]
    return Redundancy(
        max_jaccard=Value(number=max(nearest)) if nearest else none("there are no two sentences"),
        redundant_sentences=share(redundant, len(sets), "there is no sentence"),
        repeated_trigrams=share(len(runs) - len(set(runs)), len(runs), "no run of three words"),
    )


def _jaccard(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two)
