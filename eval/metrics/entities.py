"""Whether a text's names stand in its cited sources, and how many of theirs it takes up."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from groundwood.agents.checker.comparing.names import unknown_names
from groundwood.agents.checker.mutations.places import NO_NAMES
from groundwood.agents.checker.mutations.pool import names_of
from groundwood.eval.metrics.prose import prose_sentences
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, share

NO_NAME = "the text has no names"
_RUN = re.compile(r"(?<![\w’'./-])[A-Z][\w-]*(?: [A-Z][\w-]*)*")


@dataclass(frozen=True)
class EntityAccuracy:
    """The share of the text's names that the sources have, and of theirs that the text has.

    Both are in [0, 1]; ``unknown`` are the names that the sources do not have.
    """

    precision: Value
    recall: Value
    unknown: tuple[str, ...]


def measured(story: Scored) -> Values:
    """Return the share of a sample's names that its cited sources have."""
    cited = [story.texts[key].text for key in story.cited]
    ours = named_entities(story.prose)
    unknown = _unknown(ours, cited)
    return {"known_names": share(len(ours) - len(unknown), len(ours), NO_NAME)}


def named_entities(text: str) -> tuple[str, ...]:
    """Return the names of people, places, bodies and peoples, each once, in order.

    They are found by their capitals, in English; titles, weekdays and months are none, and a lone
    word that opens a sentence only where it is a known name.
    """
    read = (_RUN.sub(_begun_by_a_name, sentence) for sentence in prose_sentences(text))
    return tuple(dict.fromkeys(name.text for sentence in read for name in names_of(sentence)))


def entity_accuracy(text: str, sources: Sequence[str]) -> EntityAccuracy:
    """Return how the names of a text and of the sources that it cites agree.

    Precision and recall against the source are those of Nan et al., Entity-level factual
    consistency of abstractive text summarization (2021). A name is found where one text has all its
    words, in a form that the citation checker takes as the same: *Japanese* for *Japan*, *WHO* for
    *World Health Organization*.
    """
    theirs = dict.fromkeys(name for source in sources for name in named_entities(source))
    return _accuracy(named_entities(text), theirs, [text], sources)


def entity_overlap(ours: Collection[str], theirs: Collection[str]) -> EntityAccuracy:
    """Return how two lists of names agree, which were found before; see `entity_accuracy`."""
    return _accuracy(ours, theirs, ours, theirs)


def is_named(name: str, text: str) -> bool:
    """Say whether the text has all words of the name, in a form that the citation checker takes."""
    # a first word would not be looked at, as it may have its capital from opening a sentence
    return not unknown_names(f"of {name}", text)


def _unknown(names: Collection[str], texts: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not any(is_named(name, text) for text in texts))


def _begun_by_a_name(run: re.Match[str]) -> str:
    """Return capitalised words with those in lower case that stand before a name: *on Monday Ruiz*."""
    words = run[0].split(" ")
    before = list(takewhile(NO_NAMES.__contains__, words))
    return " ".join([word.lower() for word in before] + words[len(before) :])


def _accuracy(
    ours: Collection[str],
    theirs: Collection[str],
    our_texts: Collection[str],
    their_texts: Collection[str],
) -> EntityAccuracy:
    unknown = _unknown(ours, their_texts)
    used = sum(any(is_named(name, text) for text in our_texts) for name in theirs)
    return EntityAccuracy(
        precision=share(len(ours) - len(unknown), len(ours), NO_NAME),
        recall=share(used, len(theirs), "the sources have no names"),
        unknown=unknown,
    )
