"""How much a text copies: its extractive fragments.

After Grusky, Naaman, Artzi, Newsroom: A dataset of 1.3 million summaries (2018).
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from groundwood.eval.metrics.tokens import n_grams
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share

_Run = tuple[str, ...]
_Places = Mapping[_Run, Sequence[int]]


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
    ours = words(story.prose)
    theirs = words("\n".join(source.text for source in story.sample.sources))
    places = _places(ours, theirs)
    copied = _extractiveness(ours, theirs, places)
    return {
        "copy_coverage": copied.coverage,
        "copy_density": copied.density,
        "longest_copied_run": copied.longest_run,
        "novel_bigrams": _novel(n_grams(ours, 2), {pair for pair, at in places.items() if at}, 2),
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
    return list(_fragments(ours, theirs, _places(ours, theirs)))


def extractiveness(text: str, source: str) -> Extractiveness:
    """Return how much of the text is copied from the source (Grusky et al. 2018)."""
    ours, theirs = words(text), words(source)
    return _extractiveness(ours, theirs, _places(ours, theirs))


def _extractiveness(ours: Sequence[str], theirs: Sequence[str], places: _Places) -> Extractiveness:
    size = len(ours)
    if not size:
        nothing = none("the text holds no words")
        return Extractiveness(nothing, nothing, nothing, nothing)
    lengths = [fragment.length for fragment in _fragments(ours, theirs, places)]
    return Extractiveness(
        coverage=Value(number=sum(lengths) / size),
        density=Value(number=sum(length**2 for length in lengths) / size),
        compression=Value(number=len(theirs) / size),
        longest_run=Value(number=max(lengths, default=0)),
    )


def novel_n_gram_rate(text: str, source: str, size: int = 2) -> Value:
    """Return the share of the text's runs of ``size`` words that its source lacks, in [0, 1].

    Each run counts as often as it stands there. After See, Liu, Manning, Get to the point (2017).
    """
    return _novel(n_grams(words(text), size), set(n_grams(words(source), size)), size)


def _novel(runs: Sequence[_Run], known: Container[_Run], size: int) -> Value:
    novel = sum(run not in known for run in runs)
    return share(novel, len(runs), f"the text holds no run of {size} words")


def _places(ours: Sequence[str], theirs: Sequence[str]) -> _Places:
    """Return where each two neighbours of our words stand in theirs."""
    places: dict[_Run, list[int]] = {pair: [] for pair in pairwise(ours)}
    for place, pair in enumerate(pairwise(theirs)):
        if pair in places:
            places[pair].append(place)
    return places


def _fragments(ours: Sequence[str], theirs: Sequence[str], places: _Places) -> Iterator[Fragment]:
    """Yield the fragments of two lists of words.

    A run of two words or more is looked for where its first two stand: of the places where only its
    first word does, none but the very first could ever count.
    """
    firsts = dict(zip(reversed(theirs), reversed(range(len(theirs))), strict=True))
    start = 0
    while start < len(ours):
        best = _longest(ours, start, theirs, places)
        if not best.length and ours[start] in firsts:
            best = Fragment(start, firsts[ours[start]], 1)
        if best.length:
            yield best
        start += best.length or 1


def _longest(ours: Sequence[str], start: int, theirs: Sequence[str], places: _Places) -> Fragment:
    """Return the longest run of two words or more, or one of none."""
    best, behind = Fragment(start, 0, 0), 0
    for place in places.get((ours[start], ours[start + 1]), ()) if start + 1 < len(ours) else ():
        if place < behind:
            continue
        length = _common(ours, start, theirs, place)
        behind = place + length
        if length > best.length:
            best = Fragment(start, place, length)
    return best


def _common(ours: Sequence[str], start: int, theirs: Sequence[str], place: int) -> int:
    """Return how many words from both places on are the same; the first two are."""
    most = min(len(ours) - start, len(theirs) - place)
    length = 2
    while length < most and ours[start + length] == theirs[place + length]:
        length += 1
    return length
