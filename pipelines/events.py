"""What can be watched while a story is written."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from groundwood.nouns import CheckedStory, Noun, Usage


class Event(Noun):
    """A stage that started or finished, or, last of all, the result.

    ``seconds`` counts from the start of the run; ``usage`` is what all model calls took so far.
    """

    kind: Literal["started", "finished", "result"]
    stage: str
    detail: str = ""
    seconds: float = Field(ge=0)
    usage: Usage = Usage()
    story: CheckedStory | None = None


def describe(stage: str, result: Mapping[str, Any]) -> str:
    """Return one line on what a finished stage came to, without any article text."""
    tell = _TELLERS.get(stage)
    return tell(result) if tell and result else ""


def _retrieved(result: Mapping[str, Any]) -> str:
    evidence = result["evidence"]
    copies = sum(map(len, evidence.copies.values()))
    return (
        f"{count(len(evidence.hits), 'passage')} of "
        f"{count(len(evidence.article_ids), 'article')} "
        f"({evidence.considered} considered, {count(copies, 'copy', 'copies')} set aside)"
    )


def _planned(result: Mapping[str, Any]) -> str:
    return count(len(result["plan"].paragraphs), "paragraph")


def _written(result: Mapping[str, Any]) -> str:
    draft = result["drafts"][0]
    if draft.error is not None:
        return f"paragraph {draft.index + 1}: {draft.error}"
    sentences = len(draft.paragraph.sentences) if draft.paragraph else 0
    return f"paragraph {draft.index + 1}: {count(sentences, 'sentence')}"


def _assembled(result: Mapping[str, Any]) -> str:
    return count(result["written"], "sentence") if "written" in result else ""


def _checked(result: Mapping[str, Any]) -> str:
    findings: dict[str, int] = {}
    for verdict in result["verdicts"]:
        findings[verdict.finding] = findings.get(verdict.finding, 0) + 1
    return ", ".join(f"{count} {finding}" for finding, count in findings.items())


def _mended(result: Mapping[str, Any]) -> str:
    actions: dict[str, int] = {}
    for entry in result["ledger"]:
        actions[entry.action] = actions.get(entry.action, 0) + 1
    return ", ".join(f"{count} {action}" for action, count in actions.items())


def _probed(result: Mapping[str, Any]) -> str:
    probe = result["probe"]
    return probe.reason or f"{probe.detected} of {probe.tried} false variants detected"


def count(number: int, one: str, many: str = "") -> str:
    """Return the number with its noun in the singular or the plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"


_TELLERS = {
    "retrieve": _retrieved,
    "plan": _planned,
    "write": _written,
    "assemble": _assembled,
    "check": _checked,
    "mend": _mended,
    "probe": _probed,
}
