"""What a sentence of the model must look like. What breaks a rule is a `ValueError` that says so,
so that the gateway can ask once more and refuse the answer for good."""

import re
from collections.abc import Iterable

LONGEST_HEADLINE = 160

_ENDED = re.compile(r"[.!?…。！？।؟][\"'”’»)」』]*$")
_BRACKETS = re.compile(r"\[[^\]]*\]|【[^】]*】")
_MARKER = re.compile(
    r"[\[(【]\s*(?:(?:sources?|passages?|cit\w*)\s*)?"
    r"(?:[A-Z]{1,2}|\d{1,3}|[0-9a-f]{6,64})(?:\s*[,;&]\s*(?:[A-Z]{1,2}|\d{1,3}|[0-9a-f]{6,64}))*\s*[\])】]"
)
_NAMED_MARKER = re.compile(r"\b(?:[Ss]ource|[Pp]assage) (?:[A-Z]|\d{1,3})\b")
_MARKUP = re.compile(
    r"\*\*|__|`|^#+ |^[-*•] |</?[a-zA-Z][^>]*>|\]\(|https?://|<\||\|>|source-[a-z]{6}"
)
_WRAPPED = re.compile(r"""^["“]([^"“”]*)["”]\.?$""")
_FULL_STOP = re.compile(r"(?<![A-Z.])\.$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def one_line(text: str) -> str:
    """Return the text with each run of white space as one space."""
    return " ".join(text.split())


def checked_sentence(text: str, sources: Iterable[str]) -> str:
    """Return the sentence on one line.

    Brackets may only stand where a source has the very same ones (an editor's word in a quotation).

    Raises:
        ValueError: it is empty or without an end, or holds a citation marker or markup.
    """
    line = one_line(text)
    if not _ENDED.search(line):
        raise ValueError("a sentence must end with a full stop")
    _refuse_markup(line, sources)
    return line


def checked_headline(text: str, story: str) -> str:
    """Return the headline on one line, without a full stop and quotation marks around it.

    Raises:
        ValueError: it is empty or too long, holds markup or a marker, or a number that the story
            does not have.
    """
    line = _WRAPPED.sub(r"\1", one_line(text))
    line = _FULL_STOP.sub("", line)
    if not 0 < len(line) <= LONGEST_HEADLINE:
        raise ValueError(f"a headline has between 1 and {LONGEST_HEADLINE} characters")
    _refuse_markup(line, (story,))
    unknown = set(_NUMBER.findall(line)) - set(_NUMBER.findall(story))
    if unknown:
        raise ValueError(f"the story does not have the number {', '.join(sorted(unknown))}")
    return line


def _refuse_markup(line: str, sources: Iterable[str]) -> None:
    known = "\n".join(sources)
    marker = _MARKER.search(line) or _NAMED_MARKER.search(line)
    if marker is not None and (marker.group() not in known or marker.group()[0] in "[【"):
        raise ValueError(f"no citation marker in the text: {marker.group()}")
    strange = [found for found in _BRACKETS.findall(line) if found not in known]
    if strange:
        raise ValueError(f"no brackets in the text: {strange[0]}")
    markup = _MARKUP.search(line)
    if markup is not None:
        raise ValueError(f"plain text only: {markup.group()}")
