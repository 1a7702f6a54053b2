"""How well what was retrieved covers what is relevant."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.errors import InputError
from groundwood.eval import ranking as ranked
from groundwood.eval.metrics.gold import relevant
from groundwood.eval.ranking import Grades
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share


@dataclass(frozen=True)
class Retrieval:
    """How well a ranking finds what is relevant, each in [0, 1].

    ``average_precision`` sums the precision at each relevant rank and divides by all that are
    relevant; ``context_precision`` divides by those retrieved, so that what was missed costs nothing.
    ``precision`` and ``recall`` are those at ``depth``, also where fewer are ranked; ``reciprocal_rank`` is 1 / the rank
    of the first relevant one, 0 if none is found.
    """

    average_precision: Value
    context_precision: Value
    precision: Value
    recall: Value
    reciprocal_rank: Value


def measured(story: Scored) -> Values:
    """Return how many of the relevant sources a sample cites, and how well they were retrieved.

    The order of the sources tells how they were retrieved only where the gold says itself which
    are relevant, or which contexts were wanted.
    """
    grades = relevant(story.sample)
    wanted = {key for key, grade in grades.items() if grade > 0}
    both = len(wanted.intersection(story.cited))
    is_ranked = wanted and not story.sample.gold.keys().isdisjoint(_RANKED)
    return {
        "relevant_sources_cited": share(both, len(wanted), _UNKNOWN),
        "cited_sources_relevant": share(both, len(story.cited), "no source is cited")
        if wanted
        else none(_UNKNOWN),
        **_ranking(story.given, grades if is_ranked else {}),
    }


def _ranking(given: Sequence[str], grades: Grades) -> Values:
    found = retrieval(tuple(dict.fromkeys(given)), grades)
    values = {
        "context_recall": found.recall,
        "context_precision": found.context_precision,
        "average_precision": found.average_precision,
        "reciprocal_rank": found.reciprocal_rank,
    }
    return values if grades else dict.fromkeys(values, none(_UNKNOWN))


def retrieval(ranking: Sequence[str], grades: Grades, depth: int = 10) -> Retrieval:
    """Return how well the ranking, best first, finds what ``grades`` puts above 0.

    Average precision as in Manning, Raghavan, Schütze, Introduction to information retrieval
    (2008), section 8.4; context precision as in ragas (Es et al. 2023).

    Raises:
        InputError: the ranking names a document twice, or ``depth`` is below 1.
    """
    if depth < 1 or len(set(ranking)) < len(ranking):
        raise InputError("ranking: a document stands in it twice, or its depth is below 1")
    hits = [rank for rank, name in enumerate(ranking, 1) if grades.get(name, 0) > 0]
    gained = sum(found / rank for found, rank in enumerate(hits, 1))
    relevant = sum(grade > 0 for grade in grades.values())
    return Retrieval(
        average_precision=share(gained, relevant, _NONE),
        context_precision=share(gained, len(hits), "nothing relevant is retrieved"),
        precision=Value(number=sum(rank <= depth for rank in hits) / depth),
        recall=_value(ranked.recall(ranking, grades, depth)),
        reciprocal_rank=_value(ranked.reciprocal_rank(ranking, grades)),
    )


_NONE = "nothing is relevant"
_UNKNOWN = "the sample does not tell which sources are relevant"
_RANKED = ("relevant", "reference_contexts")


def _value(number: float | None) -> Value:
    return none(_NONE) if number is None else Value(number=number)
