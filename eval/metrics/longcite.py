"""Citation recall, precision and F1 of LongBench-Cite (Zhang and others 2024, LongCite).

The judge grades how far the cited snippets together support a statement (1, 0.5 or 0), whether each
snippet is relevant to it, and whether a statement without citations needs one. LongCite's program
writes 0 where there is nothing to measure, which here is none with a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.errors import InputError
from groundwood.eval.asking import Asks
from groundwood.eval.marking import Cited, Standing
from groundwood.eval.metrics.gold import rows, texts
from groundwood.eval.metrics.strict import NO_CITATION, judged
from groundwood.eval.metrics.tally import Tally, f1
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none
from groundwood.eval.worth import is_checkworthy


@dataclass(frozen=True)
class Statement:
    """A statement with the snippets that it cites, and what the judge said; none: it failed.

    ``support`` is that of all snippets together, ``relevant`` tells of each whether it is relevant.

    Raises:
        InputError: there is not one ``relevant`` a snippet.
    """

    snippets: tuple[str, ...] = ()
    support: float | None = 0
    relevant: tuple[bool | None, ...] = ()
    needs_citation: bool | None = True

    def __post_init__(self) -> None:
        """Check that each snippet was judged."""
        if len(self.snippets) != len(self.relevant):
            told = f"{len(self.relevant)} for {len(self.snippets)} snippets"
            raise InputError(f"statement: relevant: {told}")

    @property
    def recall(self) -> float | None:
        """Its support; where all snippets are empty 0; without any, whether it needs none."""
        if not self.snippets:
            return None if self.needs_citation is None else float(not self.needs_citation)
        return self.support if "".join(self.snippets).strip() else 0.0


@dataclass(frozen=True)
class LongCite:
    """The scores of one response, in [0, 1]."""

    recall: Value
    precision: Value

    @property
    def f1(self) -> Value:
        """The harmonic mean of recall and precision."""
        return f1(self.recall, self.precision)


def measured(story: Scored) -> Asks[Values]:
    """Return LongCite's scores of a sample whose statements its file tells apart.

    The judge says yes or no where LongCite's grades support in three steps; a snippet is relevant
    where it supports the statement alone, or the others do not.
    """
    names = ("longcite_recall", "longcite_precision", "longcite_f1")
    found = []
    for row in rows(story.sample, "statements"):
        if isinstance(text := row.get("statement"), str):
            cited = [key for key in texts(row.get("citation")) if key in story.texts]
            found.append((yield from _statement(text, cited, story)))
    if not found:
        return dict.fromkeys(names, none("the sample does not tell its statements apart"))
    scores = longcite(found)
    return dict(zip(names, (scores.recall, scores.precision, scores.f1), strict=True))


def _statement(text: str, cited: Sequence[str], story: Scored) -> Asks[Statement]:
    citations = [Cited(label=key, standing=Standing.VALID, source=key) for key in cited]
    scored = yield from judged(text, citations)
    return Statement(
        snippets=tuple(story.texts[key].text for key in cited),
        support=None if scored.recall is None else float(scored.recall),
        relevant=tuple(one.precise for one in scored.citations),
        needs_citation=is_checkworthy(text),
    )


def longcite(statements: Sequence[Statement], most: int | None = None) -> LongCite:
    """Return the scores of a response, of its first ``most`` statements where that is given."""
    read = statements[:most]
    relevant = (one for statement in read for one in statement.relevant)
    return LongCite(
        Tally.of(statement.recall for statement in read).value("no statement"),
        Tally.of(relevant).value(NO_CITATION),
    )
