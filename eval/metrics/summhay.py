"""Coverage, citation and joint scores of Summary of a Haystack (Laban and others 2024).

Insights are what a summary should say. A judge tells which bullet of it covers an insight, fully or
partly; the citations of that bullet are compared with the documents that hold the insight. Where
the program takes the mean of nothing and gets NaN, here is none with a reason; where it stops with
an exception, an `InputError` says what is wrong. Its oddities stay: ``[1-3]`` is no citation, and a
covered insight without a numbered bullet is looked up in the last bullet but one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ValidationError

from groundwood.errors import InputError
from groundwood.eval.metrics.gold import rows, texts
from groundwood.eval.metrics.tally import harmonic
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, mean, none
from groundwood.nouns.base import misfit

NO_BULLET = -1
"""The number of the bullet where a judge named none."""
_CITATIONS = re.compile(r"\[([\d, ]+)\]")
_PREFIX = "summary_subtopic_"


class Coverage(StrEnum):
    """Whether a summary says an insight."""

    FULL = "FULL_COVERAGE"
    PARTIAL = "PARTIAL_COVERAGE"
    NONE = "NO_COVERAGE"


class Judgement(BaseModel):
    """What a judge said of one insight; bullets are numbered from 1."""

    insight_id: str
    coverage: Coverage
    bullet_id: int | str = NO_BULLET


@dataclass(frozen=True)
class Insight:
    """An insight: its coverage, the documents that the covering bullet cites, and those that hold it.

    Documents are numbered from 1.
    """

    coverage: Coverage
    cited: frozenset[int] = frozenset()
    gold: frozenset[int] = frozenset()

    @property
    def precision(self) -> float:
        """The share of the cited documents that hold it; without citations 0."""
        return len(self.cited & self.gold) / len(self.cited) if self.cited else 0.0

    @property
    def recall(self) -> float:
        """The share of the documents holding it that are cited; where none holds it 0."""
        return len(self.cited & self.gold) / len(self.gold) if self.gold else 0.0

    @property
    def citation(self) -> float:
        """The F1 of the citations."""
        return harmonic(self.recall, self.precision)


@dataclass(frozen=True)
class SummHay:
    """The scores of one summary, or of several pooled: one number an insight, in their order.

    ``coverage`` and ``joint`` are of all insights, the others of those that are covered.
    """

    coverage: tuple[float, ...]
    joint: tuple[float, ...]
    citation: tuple[float, ...]
    precision: tuple[float, ...]
    recall: tuple[float, ...]

    @property
    def means(self) -> dict[str, Value]:
        """The mean of each score, by its name."""
        return {
            "coverage": mean(self.coverage, "no insight"),
            "joint": mean(self.joint, "no insight"),
            "citation": mean(self.citation, "no insight is covered"),
            "precision": mean(self.precision, "no insight is covered"),
            "recall": mean(self.recall, "no insight is covered"),
        }


def measured(story: Scored) -> Values:
    """Return the scores of a summary of SummHay, from what its file says of each insight."""
    found = dict.fromkeys(summhay([]).means, none("nobody has judged which insights it covers"))
    try:
        insights = _insights(story.sample)
        found = summhay(insights).means if insights else found
    except (InputError, ValidationError) as exc:
        found = dict.fromkeys(found, none(f"eval_summaries: {_line(exc)}"))
    return {f"insight_{name}": value for name, value in found.items()}


def _insights(sample: Sample) -> list[Insight]:
    judgements = [Judgement.model_validate(row) for row in rows(sample, "eval_summaries")]
    if not judgements or not sample.text:
        return []
    included = sample.gold.get("insights_included")
    held = included.items() if isinstance(included, Mapping) else ()
    by_number = {int(key): texts(insights) for key, insights in held if key.isdigit()}
    every = [by_number.get(number, []) for number in range(1, max(by_number, default=0) + 1)]
    return matched(sample.text.split("\n"), judgements, references(every))


def _line(exc: InputError | ValidationError) -> str:
    return misfit(exc) if isinstance(exc, ValidationError) else str(exc)


def summhay(insights: Sequence[Insight], partial_score: float = 0.5) -> SummHay:
    """Return the scores of the insights; partly covered ones count ``partial_score``."""
    weights = {Coverage.FULL: 1.0, Coverage.PARTIAL: partial_score, Coverage.NONE: 0.0}
    covered = [one for one in insights if one.coverage is not Coverage.NONE]
    return SummHay(
        coverage=tuple(weights[one.coverage] for one in insights),
        joint=tuple(weights[one.coverage] * one.citation for one in insights),
        citation=tuple(one.citation for one in covered),
        precision=tuple(one.precision for one in covered),
        recall=tuple(one.recall for one in covered),
    )


def extracted(bullet: str) -> list[int]:
    """Return the numbers that a bullet cites in order: ``[1]``, ``[1][2]``, ``[1, 2]``.

    Raises:
        InputError: numbers in one bracket have no comma between them.
    """
    parts = (part.strip() for found in _CITATIONS.findall(bullet) for part in found.split(","))
    try:
        return [int(part) for part in parts if part]
    except ValueError as exc:
        raise InputError(
            f"bullet: citations: not numbers with commas between in {bullet!r}"
        ) from exc


def references(held: Sequence[Sequence[str]]) -> dict[str, frozenset[int]]:
    """Return the documents that hold each insight, from the insights that each document holds."""
    found: dict[str, set[int]] = {}
    for number, insights in enumerate(held, 1):
        for insight in insights:
            found.setdefault(insight, set()).add(number)
    return {insight: frozenset(numbers) for insight, numbers in found.items()}


def matched(
    bullets: Sequence[str],
    judgements: Sequence[Judgement],
    gold: Mapping[str, frozenset[int]],
    cite_offset: int = 0,
) -> list[Insight]:
    """Return the insights with the citations of the bullets that cover them.

    ``cite_offset`` is added to what is cited: 1 where a summary counts documents from 0.

    Raises:
        InputError: a covered insight stands in no document, or its bullet does not exist.
    """
    return [
        Insight(one.coverage)
        if one.coverage is Coverage.NONE
        else Insight(
            one.coverage,
            frozenset(number + cite_offset for number in extracted(_bullet(one, bullets))),
            _gold(one, gold),
        )
        for one in judgements
    ]


def topic_scores(topic: object, partial_score: float = 0.5) -> dict[str, SummHay]:
    """Return the scores of each summariser of a topic of SummHay's file, over its subtopics.

    ``topic`` is the topic as read from JSON, with documents, subtopics, summaries and judgements.

    Raises:
        InputError: it lacks one of these; the field is named.
    """
    try:
        read = _Topic.model_validate(topic)
    except ValidationError as exc:
        first = exc.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InputError(f"topic: {field}: {first['msg'].lower()}") from exc
    return {
        name.removeprefix(_PREFIX): summhay(list(read.insights(name)), partial_score)
        for name in read.summaries
    }


class _Document(BaseModel):
    insights_included: list[str]


class _Subtopic(BaseModel):
    summaries: dict[str, list[str]]
    eval_summaries: dict[str, list[Judgement]]


class _Topic(BaseModel):
    documents: list[_Document]
    subtopics: list[_Subtopic]

    @property
    def summaries(self) -> list[str]:
        """The names of the summaries; the first subtopic names them all."""
        return list(self.subtopics[0].summaries) if self.subtopics else []

    def insights(self, name: str) -> Iterator[Insight]:
        """Yield the insights of all subtopics for one summariser."""
        gold = references([document.insights_included for document in self.documents])
        for one in self.subtopics:
            if name in one.summaries and name in one.eval_summaries:
                yield from matched(one.summaries[name], one.eval_summaries[name], gold)


def _bullet(judgement: Judgement, bullets: Sequence[str]) -> str:
    try:
        number = int(judgement.bullet_id)
    except ValueError:
        number = NO_BULLET
    try:
        return bullets[number - 1]  # as in SummHay, a place before the first counts from the end
    except IndexError as exc:
        told = f"bullet_id: {judgement.bullet_id!r} of {len(bullets)} bullets"
        raise InputError(f"insight {judgement.insight_id}: {told}") from exc


def _gold(judgement: Judgement, gold: Mapping[str, frozenset[int]]) -> frozenset[int]:
    if judgement.insight_id not in gold:
        raise InputError(f"insight {judgement.insight_id}: no document holds it")
    return gold[judgement.insight_id]
