"""Do the citations lead anywhere: the shares of valid, invented and malformed ones, and of none."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundwood.eval.marking import Cited, Marked, Standing
from groundwood.eval.metrics.strict import NO_CITATION
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, share


@dataclass(frozen=True)
class Validity:
    """Shares of all citations, in [0, 1]; the first four add to 1.

    ``hallucinated`` are those that name a source which the writer was not given: it does not exist,
    or it exists and was not retrieved.
    """

    valid: Value
    nonexistent: Value
    not_retrieved: Value
    malformed: Value
    hallucinated: Value


def measured(story: Scored) -> Values:
    """Return the shares of a sample's citations, and its rate of uncited sentences."""
    sentences = story.marking.sentences
    shares = validity(cited for one in sentences for cited in one.citations)
    return {
        "valid_citations": shares.valid,
        "nonexistent_citations": shares.nonexistent,
        "not_retrieved_citations": shares.not_retrieved,
        "malformed_citations": shares.malformed,
        "hallucinated_citations": shares.hallucinated,
        "uncited_sentences": uncited_rate(sentences),
    }


def validity(citations: Iterable[Cited]) -> Validity:
    """Return the share of each standing among the citations."""
    standings = [cited.standing for cited in citations]

    def part(*wanted: Standing) -> Value:
        return share(sum(one in wanted for one in standings), len(standings), NO_CITATION)

    return Validity(
        valid=part(Standing.VALID),
        nonexistent=part(Standing.NONEXISTENT),
        not_retrieved=part(Standing.NOT_RETRIEVED),
        malformed=part(Standing.MALFORMED),
        hallucinated=part(Standing.NONEXISTENT, Standing.NOT_RETRIEVED),
    )


def uncited_rate(sentences: Iterable[Marked]) -> Value:
    """Return the share of the check-worthy sentences that cite nothing, in [0, 1]."""
    worthy = [one for one in sentences if one.is_checkworthy]
    uncited = sum(not one.citations for one in worthy)
    return share(uncited, len(worthy), "no check-worthy sentence")
