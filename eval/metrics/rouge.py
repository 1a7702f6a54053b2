"""ROUGE: what a text shares with one that people wrote.

After Lin, ROUGE: A package for automatic evaluation of summaries (2004). With ``ascii`` tokens the
figures are those of the package rouge-score, except that it says 0 of what holds no words.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from groundwood.eval.metrics.punkt import sentences
from groundwood.eval.metrics.subsequences import common_length, common_places
from groundwood.eval.metrics.tally import harmonic
from groundwood.eval.metrics.tokens import Tokeniser, n_grams, tokens
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share

Kind = Literal["rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"]


@dataclass(frozen=True)
class Rouge:
    """The share of the text's units that the reference has, the other way round, and their F1.

    All are in [0, 1]; all are none where the reference holds no unit, the precision where the text
    holds none.
    """

    precision: Value
    recall: Value
    f1: Value


Cut = Callable[[str], list[str]]
Counts = tuple[int, int, int]
"""Units in common, of the text, of the reference."""


def measured(story: Scored) -> Values:
    """Return the stemmed ROUGE F1 of a sample against its references, the best one counting."""
    kinds: tuple[Kind, ...] = ("rouge1", "rouge2", "rougeLsum")
    references = story.sample.references
    if not references:
        return dict.fromkeys(kinds, none("no reference"))
    lines = "\n".join(one.text for one in story.marking.sentences)
    found = best_rouge(references, lines, kinds, tokeniser="unicode", is_stemmed=True)
    return {kind: score.f1 for kind, score in found.items()}


def rouge(
    reference: str,
    text: str,
    kinds: Sequence[Kind] = ("rouge1", "rouge2", "rougeL", "rougeLsum"),
    *,
    tokeniser: Tokeniser = "ascii",
    is_stemmed: bool = False,
) -> dict[Kind, Rouge]:
    """Return what a text and one reference share (Lin 2004), for each kind.

    ``rouge1`` to ``rouge3`` count runs of so many words, ``rougeL`` the longest common subsequence,
    ``rougeLsum`` for each line of the reference the words that stand in a longest common
    subsequence with any line of the text. Use the ``unicode`` tokeniser where a text is not English.
    """
    cut = partial(tokens, tokeniser=tokeniser, is_stemmed=is_stemmed)
    return {kind: _scored(_COUNTS[kind](reference, text, cut)) for kind in kinds}


def best_rouge(
    references: Sequence[str],
    text: str,
    kinds: Sequence[Kind] = ("rouge1", "rouge2", "rougeL", "rougeLsum"),
    *,
    tokeniser: Tokeniser = "ascii",
    is_stemmed: bool = False,
) -> dict[Kind, Rouge]:
    """Return for each kind the scores against the reference with the highest F1, the first of equals.

    That is rouge-score's ``score_multi``. Without a reference all is none.
    """
    each = [
        rouge(reference, text, kinds, tokeniser=tokeniser, is_stemmed=is_stemmed)
        for reference in references or [""]
    ]
    return {kind: max((scores[kind] for scores in each), key=_f1) for kind in kinds}


def alce_rouge(references: Sequence[str], text: str) -> Value:
    """Return ROUGE-Lsum's F1 against the better reference as ALCE takes it (Gao et al. 2023), in [0, 1].

    Texts are lower case with one sentence a line, as Punkt finds them, and words are stemmed.
    """
    ours, *lines = ["\n".join(sentences(each.lower())) for each in (text, *references)]
    return best_rouge(lines, ours, ["rougeLsum"], is_stemmed=True)["rougeLsum"].f1


def _f1(scores: Rouge) -> float:
    return -1.0 if scores.f1.number is None else scores.f1.number


def _scored(counts: Counts) -> Rouge:
    shared, ours, theirs = counts
    if not theirs:
        nothing = none("the reference holds nothing to compare with")
        return Rouge(nothing, nothing, nothing)
    precision, recall = share(shared, ours, "the text holds nothing to compare"), shared / theirs
    f1 = harmonic(precision.number or 0.0, recall)  # a text that holds nothing shares nothing
    return Rouge(precision, Value(number=recall), Value(number=f1))


def _of_runs(reference: str, text: str, cut: Cut, size: int) -> Counts:
    ours, theirs = n_grams(cut(text), size), n_grams(cut(reference), size)
    return (Counter(ours) & Counter(theirs)).total(), len(ours), len(theirs)


def _of_texts(reference: str, text: str, cut: Cut) -> Counts:
    ours, theirs = cut(text), cut(reference)
    return common_length(ours, theirs), len(ours), len(theirs)


def _of_lines(reference: str, text: str, cut: Cut) -> Counts:
    """Count the words of each reference line that any line of the text has in order, each once."""
    ours, theirs = ([cut(line) for line in side.split("\n")] for side in (text, reference))
    found: Counter[str] = Counter()
    for line in theirs:
        places = set[int]().union(*(common_places(line, other) for other in ours))
        found.update(line[place] for place in places)
    written = Counter(word for line in ours for word in line)
    return (found & written).total(), written.total(), sum(map(len, theirs))


_COUNTS: Mapping[Kind, Callable[[str, str, Cut], Counts]] = {
    "rouge1": partial(_of_runs, size=1),
    "rouge2": partial(_of_runs, size=2),
    "rouge3": partial(_of_runs, size=3),
    "rougeL": _of_texts,
    "rougeLsum": _of_lines,
}
