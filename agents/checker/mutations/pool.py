"""What stands around a sentence: names, figures and other sentences to make false variants of."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from groundwood.agents.checker.mutations.places import (
    DEMONYMS,
    FIRST_NAMES,
    NO_NAMES,
    ORGANISATION_ENDS,
    PERSON_TITLES,
    PLACE_KIND,
    TITLES,
)
from groundwood.text.sentences import sentences as split

NameType = Literal["person", "place", "organisation", "demonym", "unknown"]

LONGEST_SENTENCE = 600
"""A longer stretch is no sentence that another may be spliced with, in characters."""
LONGEST_NAME = 6
"""A longer run of capitalised words is no single name, in words."""
TOLD_SHARE = 0.8
"""An altered sentence counts as told when a sentence of the pool has this share of its words."""

_CAPITALS = r"[A-Z][\w-]*(?: [A-Z][\w-]*){0,5}"
_RUN = re.compile(
    r"(?<![\w’'./-])(?P<the>[Tt]he )?"
    rf"(?P<name>{_CAPITALS}(?: of(?: the)? {_CAPITALS}(?: and {_CAPITALS})?)?)"
)
_OF = re.compile(r" (?:of(?: the)?|and) ")
_WORD = re.compile(r"[A-Za-z][\w’'-]*|\d[\d,.]*\d|\d")
_VALUE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Name:
    """A name as it stands in a text, without the article before it."""

    text: str
    type: NameType = "unknown"
    has_the: bool = False
    start: int = 0

    @property
    def end(self) -> int:
        """Where the name ends in its sentence."""
        return self.start + len(self.text)

    @property
    def shape(self) -> tuple[NameType, bool, str]:
        """What another name must share to stand in its place."""
        words = len(self.text.split())
        if self.type == "place":
            return self.type, self.has_the, PLACE_KIND.get(self.text, "")
        if self.type in ("person", "unknown"):
            return self.type, self.has_the, "long" if words > 1 else "short"
        return self.type, self.has_the, ""


@dataclass(frozen=True)
class MutationPool:
    """Names, figures and sentences of the surrounding texts, each once, in reading order."""

    names: tuple[Name, ...] = ()
    figures: frozenset[float] = frozenset()
    sentences: tuple[str, ...] = ()
    bags: tuple[frozenset[str], ...] = ()

    def holds(self, word: str) -> bool:
        """Say whether a sentence of the pool has the word."""
        folded = word.casefold()
        return any(folded in bag for bag in self.bags)

    def tells(self, text: str, new: str) -> bool:
        """Say whether a sentence of the pool may say what the altered text says."""
        ours, must = words_of(text), words_of(new)
        least = TOLD_SHARE * len(ours)
        return any(
            must <= bag and len(ours & bag) >= least for bag in self.bags if len(bag) >= least
        )


def pool_of(texts: Iterable[str]) -> MutationPool:
    """Return the pool of the texts: articles, or the sentences of a story."""
    sentences = [s for text in texts for s in split(text) if len(s) <= LONGEST_SENTENCE]
    sentences = list(dict.fromkeys(sentences))
    found: dict[str, list[Name]] = {}
    for name in (name for sentence in sentences for name in names_of(sentence)):
        found.setdefault(name.text, []).append(name)
    return MutationPool(
        names=tuple(_told(text, seen) for text, seen in found.items()),
        figures=frozenset(value for s in sentences for value in values_of(s)),
        sentences=tuple(sentences),
        bags=tuple(words_of(sentence) for sentence in sentences),
    )


def words_of(text: str) -> frozenset[str]:
    """Return the words and figures of the text, folded, without possessive endings."""
    found = (re.sub(r"[’']s$", "", word.casefold()) for word in _WORD.findall(text))
    return frozenset(word for word in found if word not in ("a", "an", "the"))


def values_of(text: str) -> Iterator[float]:
    """Yield the figures that the text gives in digits."""
    for found in _VALUE.findall(text):
        yield float(found.replace(",", ""))


@lru_cache(maxsize=4096)
def names_of(sentence: str) -> tuple[Name, ...]:
    """Return the names of the sentence with their places; a lone first word counts only if known."""
    return tuple(_names(sentence))


def _names(sentence: str) -> Iterator[Name]:
    for match in _RUN.finditer(sentence):
        text, start = _untitled(match["name"], match.start("name"))
        if text.split(" ")[0] in FIRST_NAMES:
            text = _OF.split(text)[0]
        opens = not sentence[: match.start()].strip(" \"“‘'(") and not match["the"]
        if not text or text in NO_NAMES or (text.isupper() and len(text) < 2):
            continue
        before = sentence[max(0, start - 30) : start]
        type_ = name_type(text, before, is_titled=start > match.start("name"))
        if opens and type_ == "unknown" and " " not in text:
            continue
        if _is_no_name(text, sentence[start + len(text) :]):
            continue
        yield Name(text, type_, match["the"] is not None and start == match.start("name"), start)


def _is_no_name(text: str, behind: str) -> bool:
    """Say whether the run is a part of something longer, or begins or ends as no name does."""
    words = text.split()
    is_part = len(words[-1]) == 1 or behind[:1] == "/" or re.match(r"\.[A-Z]", behind)
    return bool(is_part) or len(words) > LONGEST_NAME or words[0] in NO_NAMES


def _untitled(name: str, start: int) -> tuple[str, int]:
    words = name.split(" ")
    skipped = 0
    titles = list(takewhile(TITLES.__contains__, words))
    behind = words[len(titles) : len(titles) + 1]
    if titles and titles[-1] in PERSON_TITLES and behind and behind[0][0].isupper():
        skipped = len(" ".join(titles)) + 1
        words = words[len(titles) :]
    while words and words[-1] in NO_NAMES:
        words.pop()
    while words and words[-1] in ("of", "and", "the"):
        words.pop()
    return " ".join(words), start + skipped


def name_type(text: str, before: str = "", *, is_titled: bool = False) -> NameType:
    """Return what the name names, as far as its shape and what stands before it tell."""
    words = text.split()
    if text in DEMONYMS:
        return "demonym"
    if text in PLACE_KIND:
        return "place"
    if (words[-1] in ORGANISATION_ENDS and len(words) > 1) or _OF.search(text):
        return "organisation"
    if is_titled or (len(words) in (2, 3) and words[0] in FIRST_NAMES):
        return "person"
    if text.isupper() and 2 < len(text) < 7:
        return "organisation"
    if len(words) == 1 and re.search(r"\b(?:in|near) $", before):
        return "place"
    return "unknown"


def _told(text: str, seen: Sequence[Name]) -> Name:
    """Return the name as most of its places have it."""
    types = Counter(name.type for name in seen if name.type != "unknown").most_common(1)
    with_the = sum(name.has_the for name in seen)
    return Name(text, types[0][0] if types else "unknown", 2 * with_the > len(seen))
