"""Texts that need no writer: what a metric gives them shows how far it can be gamed on this data.

Each shortcut makes a sample of its own from a given one, with the same sources and markers by
position. *Lead* cites the first sentence of each source, *top passage* the sentences of the sources
that come nearest to the question (to the title of the text where there is none), *cite everything*
is the text with every source behind every sentence, *cite nothing* the text without markers, and
*empty* says nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from pydantic import JsonValue

from groundwood.agents.checker.windows import best_windows, passages
from groundwood.eval.marking import Marking
from groundwood.eval.samples import Sample, Source
from groundwood.text.sentences import sentence_spans

PREFIX = "shortcut: "
OF_ONE_TEXT = ("eval_summaries", "statements", "outcome")
"""What the gold says of the very text that stood there."""
MOST_LEADS = 10
"""So many sources are cited by the lead sentences."""


def shortcuts(sample: Sample, read: Marking) -> Iterator[Sample]:
    """Yield one sample a shortcut; its system is named for it, and its usage is nothing.

    ``read`` is the marking of the sample.
    """
    gold = dict(_of_any_text(sample.gold))
    for name, text_of in SHORTCUTS.items():
        yield sample.model_copy(
            update={
                "system": PREFIX + name,
                "text": text_of(sample, read),
                "gold": gold,
                "usage": {},
                "seconds": None,
            }
        )


def _of_any_text(gold: Mapping[str, JsonValue]) -> Iterator[tuple[str, JsonValue]]:
    """Yield what the gold says whatever the text is: no judgement of the one that stood there."""
    for name, value in gold.items():
        if name == "nuggets" and isinstance(value, list):
            rows = [one for one in value if isinstance(one, dict)]
            yield name, [{key: row[key] for key in row if key != "assignment"} for row in rows]
        elif name not in OF_ONE_TEXT:
            yield name, value


def marked(sentence: str, markers: str) -> str:
    """Return the sentence with the markers before its full stop, where every program reads them."""
    bare = _bare(sentence)
    words = bare.rstrip(".!?")
    return f"{words}{markers}{bare[len(words) :]}"


def _lead(sample: Sample, read: Marking) -> str:
    firsts = ((n, _first(source)) for n, source in enumerate(sample.sources, 1))
    told = [marked(sentence, f" [{n}]") for n, sentence in firsts if sentence]
    return "\n\n".join(told[:MOST_LEADS])


def _first(source: Source) -> str:
    spans = sentence_spans(source.text)
    return source.text[spans[0].start : spans[0].end] if spans else ""


def _top(sample: Sample, read: Marking) -> str:
    wanted = sample.question or read.title
    found = {
        window: number
        for number, source in reversed(list(enumerate(sample.sources, 1)))
        for window in passages(source.text)
    }
    best = best_windows(wanted, tuple(found))
    return "\n\n".join(marked(w.text, f" [{found[w]}]") for w in best)


def _recited(markers: Callable[[Sequence[Source]], str], sample: Sample, read: Marking) -> str:
    behind = markers(sample.sources)
    paragraphs: dict[int, list[str]] = {}
    for sentence in read.sentences:
        told = marked(sentence.text, behind)
        paragraphs.setdefault(sentence.paragraph, []).append(told)
    return "\n\n".join(" ".join(told) for told in paragraphs.values())


def _all(sources: Sequence[Source]) -> str:
    return "".join(f" [{number}]" for number in range(1, len(sources) + 1))


def _bare(sentence: str) -> str:
    """Return the sentence on one line, without brackets that could be read as markers."""
    return " ".join(sentence.replace("[", "(").replace("]", ")").split())


SHORTCUTS: dict[str, Callable[[Sample, Marking], str]] = {
    "lead": _lead,
    "top passage": _top,
    "cite everything": partial(_recited, _all),
    "cite nothing": partial(_recited, lambda sources: ""),
    "empty": lambda sample, read: "",
}
