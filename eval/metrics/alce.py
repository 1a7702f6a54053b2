"""Citation recall and precision as ALCE's program gives them (Gao and others 2023, AutoAIS).

The judge is asked the same questions in the same order. ALCE shows it, for each document,
``Title: <title>``, a new line, and the text (the field ``sent`` where there is one), and joins the
documents of a question with new lines. Its program first cuts an output to its first line: that is
`first_line`, left to the caller. It reads references its own way (`alce_text`): one that follows
the full stop belongs to the next sentence, and ``[0]`` is the last document.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from groundwood.eval.asking import Asks
from groundwood.eval.marking import Cited, Standing
from groundwood.eval.metrics import punkt
from groundwood.eval.metrics.alce_text import answers, first_line, references, without_references
from groundwood.eval.metrics.strict import (
    ALCE,
    SentenceScore,
    Status,
    StoryScore,
    judged,
    macro,
)
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, share

Split = Callable[[str], list[str]]


@dataclass(frozen=True)
class AlceSentence:
    """A sentence as it stood, its references as numbers from 1, and its score.

    The claim of the score is the sentence without references.
    """

    text: str
    references: tuple[int, ...]
    score: SentenceScore

    @property
    def used(self) -> tuple[int, ...]:
        """The references that were judged."""
        return tuple(int(one.cited.label) for one in self.score.citations)

    @property
    def cites_several(self) -> bool:
        """Whether it has several references, counted as ALCE does: judged ones, or refused ones."""
        refused = self.score.status is Status.REFUSED
        return len(self.references if refused else self.used) > 1


@dataclass(frozen=True)
class AlceItem:
    """The sentences of one output."""

    sentences: tuple[AlceSentence, ...]

    @property
    def story(self) -> StoryScore:
        """The scores; recall and precision are in [0, 1], precision is none without a citation."""
        return StoryScore(tuple(one.score for one in self.sentences))


@dataclass(frozen=True)
class Overcitation:
    """What ALCE prints of sentences with several citations.

    ``several``: their share of all sentences. ``supported``: the share of them that all their
    citations together support. ``superfluous``: imprecise citations per supported one of them,
    which may be more than 1.
    """

    several: Value
    supported: Value
    superfluous: Value


def measured(story: Scored) -> Asks[Values]:
    """Return ALCE's recall and precision of the first line of a sample, in [0, 1].

    A story of ours, whose markers ALCE cannot read, is put to it with markers by position.
    """
    sources = story.given
    is_ours = story.marking.form.startswith("story")
    output = _numbered(story, sources) if is_ours else story.sample.text
    item = yield from autoais(first_line(output), sources)
    return {"alce_recall": item.story.recall, "alce_precision": item.story.precision}


def _numbered(story: Scored, sources: Sequence[str]) -> str:
    """Return the first paragraph on one line, each sentence's markers before its full stop."""
    told = []
    for one in story.marking.sentences:
        if one.paragraph == 0:
            markers = "".join(f"[{sources.index(source) + 1}]" for source in one.sources)
            bare = one.text.rstrip(".!?")
            told.append(f"{bare} {markers}{one.text[len(bare) :]}" if markers else one.text)
    return " ".join(told)


def autoais(
    output: str,
    sources: Sequence[str],
    question: str | None = None,
    most_citations: int | None = ALCE.most_citations,
    split: Split = punkt.sentences,
) -> Asks[AlceItem]:
    """Return the scores of one output; ``sources`` are labels of the documents 1, 2 … in order.

    With a question the output is read as a comma-separated list of answers to it (QAMPARI).
    ``split`` finds the sentences: give NLTK's ``sent_tokenize`` to have exactly ALCE's.
    """
    rules = replace(ALCE, most_citations=most_citations)
    found = []
    for text in split(output) if question is None else answers(output, question):
        numbers = references(text)
        claim = without_references(text).strip()
        score = yield from judged(claim, list(_cited(numbers, sources)), rules)
        found.append(AlceSentence(text, tuple(numbers), score))
    return AlceItem(tuple(found))


def percentages(items: Sequence[AlceItem]) -> tuple[Value, Value]:
    """Return recall and precision in percent, as means over the items that have a sentence.

    The precision of an item without a citation counts as 0, as in ALCE.
    """
    means = macro([item.story for item in items], ALCE)
    return _percent(means.recall), _percent(means.precision)


def overcitation(items: Sequence[AlceItem]) -> Overcitation:
    """Return how often sentences cite more than they need, over all items together."""
    sentences = [one for item in items for one in item.sentences]
    several = [one for one in sentences if one.cites_several]
    supported = [one for one in several if one.score.recall]
    superfluous = sum(c.precise is False for one in supported for c in one.score.citations)
    none_cites = "no sentence cites several sources"
    return Overcitation(
        share(len(several), len(sentences), "no sentence"),
        share(len(supported), len(several), none_cites),
        share(
            superfluous, len(supported), "no such sentence is supported" if several else none_cites
        ),
    )


def _cited(numbers: Sequence[int], sources: Sequence[str]) -> Iterator[Cited]:
    for number in numbers:
        if number > len(sources) or not sources:
            yield Cited(label=str(number), standing=Standing.NONEXISTENT)
        else:  # as in ALCE, where [0] is the place before the first one, and so the last
            yield Cited(label=str(number), standing=Standing.VALID, source=sources[number - 1])


def _percent(value: Value) -> Value:
    parts = {"number": value.number, "low": value.low, "high": value.high}
    return value.model_copy(
        update={key: None if part is None else 100 * part for key, part in parts.items()}
    )
