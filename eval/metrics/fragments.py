"""How much a text copies: its extractive fragments.

After Grusky, Naaman, Artzi, Newsroom: A dataset of 1.3 million summaries (2018).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundwood.eval.metrics.tokens import n_grams
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share


@dataclass(frozen=True)
class Fragment:
    """A run of words that the text shares with its source; places and length count words."""

    start: int
    source_start: int
    length: int


@dataclass(frozen=True)
class Extractiveness:
    """How much of a text is copied; all is none where the text holds no words.

    ``coverage`` is the share of its words in fragments, in [0, 1]. ``density`` is the mean length in
    words of the fragment that a word stands in, 0 and up, and ``longest_run`` the longest one's.
    ``compression`` is how many times as long the source is.
    """

    coverage: Value
    density: Value
    compression: Value
    longest_run: Value


def measured(story: Scored) -> Values:
    """Return how much of a sample is copied from its sources, and the share of its own bigrams."""
    source = "\n".join(source.text for source in story.sample.sources)
    copied = extractiveness(story.prose, source)
    return {
        "copy_coverage": copied.coverage,
        "copy_density": copied.density,
        "longest_copied_run": copied.longest_run,
        "novel_bigrams": novel_n_gram_rate(story.prose, source),
    }


def words(text: str) -> list[str]:
    """Return what stands between white space, in lower case: punctuation belongs to its word."""
    return text.lower().split()


def fragments(text: str, source: str) -> list[Fragment]:
    """Return the longest runs that the text shares with its source (Grusky et al. 2018), in order.

    As in Newsroom's own code the first of equally long runs counts, and a search that has found a
    run goes on behind it: a longer one that begins within it is overlooked.
    """
    ours, theirs = words(text), words(source)
    places: dict[str, list[int]] = {}
    for place, word in enumerate(theirs):
        places.setdefault(word, []).append(place)
    found: list[Fragment] = []
    start = 0
    while start < len(ours):
        best = _longest(ours, start, theirs, places)
        found += [best] if best.length else []
        start += best.length or 1
    return found


def extractiveness(text: str, source: str) -> Extractiveness:
    """Return how much of the text is copied from the source (Grusky et al. 2018)."""
    size = len(words(text))
    if not size:
        nothing = none("the text holds no words")
        return Extractiveness(nothing, nothing, nothing, nothing)
    lengths = [fragment.length for fragment in fragments(text, source)]
    return Extractiveness(
        coverage=Value(number=sum(lengths) / size),
        density=Value(number=sum(length**2 for length in lengths) / size),
        compression=Value(number=len(words(source)) / size),
        longest_run=Value(number=max(lengths, default=0)),
    )


def novel_n_gram_rate(text: str, source: str, size: int = 2) -> Value:
    """Return the share of the text's runs of ``size`` words that its source lacks, in [0, 1].

    Each run counts as often as it stands there. After See, Liu, Manning, Get to the point (2017).
    """
    ours, theirs = n_grams(words(text), size), set(n_grams(words(source), size))
    novel = sum(run not in theirs for run in ours)
    return share(novel, len(ours), f"the text holds no run of {size} words")


def _longest(
    ours: Sequence[str], start: int, theirs: Sequence[str], places: Mapping[str, Sequence[int]]
) -> Fragment:
    best, behind = Fragment(start, 0, 0), 0
    for place in places.get(ours[start], ()):
        if place < behind:
            continue
        length = _common(ours, start, theirs, place)
        behind = place + length
        if length > best.length:
            best = Fragment(start, place, length)
    return best


def _common(ours: Sequence[str], start: int, theirs: Sequence[str], place: int) -> int:
    """Return how many words from both places on are the same."""
    most = min(len(ours) - start, len(theirs) - place)
    return next((n for n in range(most) if ours[start + n] != theirs[place + n]), most)
