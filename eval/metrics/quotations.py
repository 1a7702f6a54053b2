"""Whether what a text quotes stands in its sources, and was said by whom the text says."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from groundwood.agents.checker.comparing.quotes import misquoted, quotations
from groundwood.eval.metrics.entities import is_named
from groundwood.eval.metrics.prose import prose_sentences
from groundwood.eval.metrics.speakers import speaker_of, speakers
from groundwood.eval.metrics.subsequences import common_length
from groundwood.eval.metrics.tokens import tokens
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, share

ALTERED = 0.6
"""A quotation is altered, not absent, from this similarity on …"""
FEWEST_WORDS = 3
"""… if so many of its words stand in order: *we will* is in any source."""

Match = Literal["exact", "altered", "absent"]
_MATCHES: tuple[Match, ...] = ("exact", "altered", "absent")


@dataclass(frozen=True)
class Quotation:
    """What a text quotes, how it stands in the sources, and whether they name the same speaker.

    ``similarity``, in [0, 1], is the share of its words that stand in the same order in the best
    stretch of a source that is as long, 1 where it is exact. ``speaker`` is the name that its
    sentence gives; where that gives none, whether it is the right one is none too.
    """

    text: str
    match: Match
    similarity: float
    speaker: str | None = None
    is_right_speaker: bool | None = None


@dataclass(frozen=True)
class QuoteAccuracy:
    """The shares of quotations that are exact, altered and fabricated, and of those with a speaker
    that are exact and have the right one, each in [0, 1]."""

    exact: Value
    altered: Value
    fabricated: Value
    exact_and_right_speaker: Value


@dataclass(frozen=True)
class _Place:
    """Where a source comes nearest to a quotation: its sentences, and those with their neighbours."""

    match: Match
    similarity: float
    passage: str
    around: str


def measured(story: Scored) -> Values:
    """Return how a sample's quotations stand in its sources."""
    sources = [source.text for source in story.sample.sources]
    found = quote_accuracy(checked_quotations(story.prose, sources))
    return {
        "exact_quotations": found.exact,
        "fabricated_quotations": found.fabricated,
        "exact_and_right_speaker": found.exact_and_right_speaker,
    }


def quote_accuracy(quotes: Sequence[Quotation]) -> QuoteAccuracy:
    """Return how many of the quotations are right; none where nothing is quoted.

    Whose a quotation is, is the question of O'Keefe et al., A sequence labelling approach to quote
    attribution (2012).
    """
    matches = Counter(quote.match for quote in quotes)
    exact, altered, absent = (
        share(matches[match], len(quotes), "nothing is quoted") for match in _MATCHES
    )
    spoken = [quote for quote in quotes if quote.is_right_speaker is not None]
    right = sum(quote.match == "exact" and quote.is_right_speaker is True for quote in spoken)
    return QuoteAccuracy(
        exact, altered, absent, share(right, len(spoken), "no quotation names its speaker")
    )


def checked_quotations(text: str, sources: Sequence[str]) -> tuple[Quotation, ...]:
    """Return what the text puts in quotation marks, in order, compared with the sources.

    It is exact where a source has it word for word; quotation marks, dashes, spaces and case do not
    count, ``[insertions]`` and ``…`` stand for anything. Otherwise it is altered from a similarity
    of `ALTERED` on with `FEWEST_WORDS` in order, else absent. A speaker is right where the
    quotation's sentence in the source joins the same name to a verb of saying or, naming no
    speaker, has the last word of the name in it or in a sentence beside it.
    """
    return tuple(
        _checked(quote, sentence, sources)
        for sentence in prose_sentences(text)
        for quote in quotations(sentence)
        if tokens(quote)
    )


def _checked(quote: str, sentence: str, sources: Sequence[str]) -> Quotation:
    places = [_place(quote, source) for source in sources]
    best = max((place.similarity for place in places), default=0.0)
    match: Match = min((place.match for place in places), key=_MATCHES.index, default="absent")
    speaker = speaker_of(quote, sentence)
    standing = [place for place in places if place.match == match != "absent"]
    is_right = any(_is_said_by(speaker, place) for place in standing) if speaker else None
    return Quotation(quote, match, best, speaker, is_right)


def _is_said_by(speaker: str, place: _Place) -> bool:
    said = [other.name for other in speakers(place.passage)]
    if said:
        return any(is_named(speaker, name) or is_named(name, speaker) for name in said)
    return is_named(speaker.split()[-1], place.around)


def _place(quote: str, source: str) -> _Place:
    words, read = tokens(quote), _read(source)
    length, start = _nearest(words, read.words)
    first, last = read.sentence_at(start), read.sentence_at(start + len(words) - 1)
    is_exact = not misquoted(f"“{quote}”", source)
    is_near = length >= max(FEWEST_WORDS, ALTERED * len(words))
    return _Place(
        match="exact" if is_exact else "altered" if is_near else "absent",
        similarity=1.0 if is_exact else length / len(words),
        passage=" ".join(read.sentences[first : last + 1]),
        around=" ".join(read.sentences[max(0, first - 1) : last + 2]),
    )


@dataclass(frozen=True)
class _Read:
    """A source in sentences and in words, and in which sentence each word stands."""

    sentences: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[int, ...]

    def sentence_at(self, word: int) -> int:
        return self.places[min(word, len(self.places) - 1)] if self.places else 0


@lru_cache(maxsize=256)
def _read(source: str) -> _Read:
    split = prose_sentences(source)
    words = [(word, place) for place, text in enumerate(split) for word in tokens(text)]
    return _Read(split, tuple(word for word, _ in words), tuple(place for _, place in words))


def _nearest(words: Sequence[str], source: Sequence[str]) -> tuple[int, int]:
    """Return the most words in order of a stretch of the source as long, and where it starts."""
    bounds = list(_shared(words, source))
    best, place = 0, 0
    for start in sorted(range(len(bounds)), key=lambda start: -bounds[start]):
        if bounds[start] <= best:
            break
        length = common_length(words, source[start : start + len(words)])
        if length > best:
            best, place = length, start
    return best, place


def _shared(words: Sequence[str], source: Sequence[str]) -> Iterator[int]:
    """Yield for each stretch how many words it shares in any order, which its order cannot exceed."""
    wanted, held, shared = Counter(words), Counter[str](), 0
    for end, word in enumerate(source, 1):
        shared += held[word] < wanted[word]
        held[word] += 1
        if end > len(words):
            gone = source[end - len(words) - 1]
            held[gone] -= 1
            shared -= held[gone] < wanted[gone]
        if end >= min(len(words), len(source)):
            yield shared
