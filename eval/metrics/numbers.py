"""Whether a text's numbers stand in the sources that it cites for them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from groundwood.agents.checker.comparing.numbers import figures, wrong_numbers
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, share


@dataclass(frozen=True)
class NumberAccuracy:
    """The shares of the numbers that their sources have and lack, in [0, 1], and those they lack."""

    precision: Value
    wrong_rate: Value
    wrong: tuple[str, ...]


def measured(story: Scored) -> Values:
    """Return the share of a sample's figures that the sources cited for them do not have."""
    told = ((one.text, story.cited_texts(one)) for one in story.marking.sentences)
    return {"wrong_numbers": number_accuracy(told).wrong_rate}


def number_accuracy(sentences: Iterable[tuple[str, Sequence[str]]]) -> NumberAccuracy:
    """Return how many numbers of the sentences stand in the sources that the sentence cites.

    Each sentence comes with the texts of its cited sources; without any its numbers are wrong.
    Spellings are equal as for the citation checker: *35 million euros* and *€35m*, *4.2 percent* and
    *4.2%*, *about 1,200* and *1,187*; dates are no numbers. After the consistency of numbers that
    Zhao, Cohen, Webber, Reducing quantity hallucinations in abstractive summarization (2020), ask
    for; none where no sentence has a number.
    """
    told = [each for sentence, sources in sentences for each in _told(sentence, sources)]
    wrong = tuple(text for text, is_wrong in told if is_wrong)
    reason = "the text has no numbers"
    return NumberAccuracy(
        precision=share(len(told) - len(wrong), len(told), reason),
        wrong_rate=share(len(wrong), len(told), reason),
        wrong=wrong,
    )


def _told(sentence: str, sources: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield each number as it is told, and whether it is wrong."""
    told = figures(sentence)
    wrong = {f for f, _ in wrong_numbers(sentence, "\n".join(sources))} if told else set()
    for figure in told:
        yield sentence[figure.whole], figure in wrong
