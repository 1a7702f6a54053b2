"""Whether a story's disclaimer says all that it has to."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share


@dataclass(frozen=True)
class DisclaimerScore:
    """Whether any required element is there (0 or 1), which share of them, and whether all (0 or 1)."""

    is_present: Value
    completeness: Value
    passes: Value


ELEMENTS = {
    "made by a machine": r"\b(?:AI|artificial intelligence|language model|automatically|machine)\b",
    "sources are named": r"\bsources?\b|\[[0-9a-f]{8,}\]|\[\d+\]|article_id",
    "as of when": r"\b(?:19|20)\d\d-\d\d-\d\d(?!\d)|\bas of\b|\bupdated\b",
    "limits are told": r"\bmay not (?:always )?be\b|\bnot (?:be )?relied\b|\bcan be wrong\b|\badvice\b",
}
"""What a reader must be told of a text that a machine wrote, and the words that tell it."""


def measured(story: Scored) -> Values:
    """Return whether a sample carries a disclaimer, how complete it is, and whether it can be read.

    A text is in a valid form when its sentences and markers can be read; a story of ours, when all
    its parts are there.
    """
    text = story.sample.text
    if not text.strip():
        missing = none("the text is empty")
        return {"disclaimer_completeness": missing, "format_valid": missing}
    present = {name for name, words in ELEMENTS.items() if re.search(words, text, re.IGNORECASE)}
    return {
        "disclaimer_completeness": disclaimer_score(ELEMENTS.keys(), present).completeness,
        "format_valid": Value(number=float(not story.marking.problem)),
    }


def disclaimer_score(required: Collection[str], present: Collection[str]) -> DisclaimerScore:
    """Return how much of what is required the disclaimer has; elements are any names, such as *limits*.

    That readers are told of the part AI played is asked by the Paris Charter on AI and Journalism
    (2023). What is present without being required does not count; where nothing is required all is
    none.
    """
    wanted = set(required)
    found = len(wanted.intersection(present))
    if not wanted:
        nothing = none("nothing is required")
        return DisclaimerScore(nothing, nothing, nothing)
    return DisclaimerScore(
        is_present=Value(number=float(found > 0)),
        completeness=share(found, len(wanted), "nothing is required"),
        passes=Value(number=float(found == len(wanted))),
    )
