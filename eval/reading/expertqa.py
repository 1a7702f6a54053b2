"""ExpertQA: claims of answers to experts' questions, judged by the experts against the evidence.

Malaviya et al. 2023, https://arxiv.org/abs/2309.07852; the files are ``data/r2_compiled_anon.jsonl``
and ``data/r2_compiled_all_evidences_autoais_anon.jsonl`` (with passages for every system) of
https://github.com/chaitanyamalaviya/ExpertQA: ``answers`` by system, each with ``claims``
(``claim_string``, ``evidence``: ``[n] URL``, a blank line, the passage; ``support``).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading.dataset import Dataset, document_of
from groundwood.eval.reading.records import records
from groundwood.eval.reading.row import Row

COMPLETE = "Complete"
UNJUDGED = ("", "N/A")
"""What ``support`` says of a claim that was not judged, as null does."""

_MARKER = re.compile(r"\s*\[\d+\]")
_ADDRESS = re.compile(r"\s*(?:\[\d+\]\s*)?https?://\S+\s*")


def read(path: Path) -> Iterator[LabelledPair]:
    """Yield the claims that were judged and have a passage; only complete support counts.

    Markers are taken out of a claim, addresses out of its evidence. Claims are grouped by question.
    """
    for row in records(path):
        question = row.text("question")
        answers = row.inner("answers")
        for system in answers.values:
            for claim in answers.inner(system).rows("claims"):
                yield from _pair(claim, question)


def _pair(claim: Row, question: str) -> Iterator[LabelledPair]:
    evidence = tuple(filter(None, map(_passage, claim.texts("evidence"))))
    label = claim.text("support", default="")
    if label not in UNJUDGED and evidence:
        yield LabelledPair(
            dataset="expertqa",
            claim=_MARKER.sub("", claim.text("claim_string")).strip(),
            evidence=evidence,
            is_supported=label == COMPLETE,
            document=document_of(question),
            label=label,
        )


def _passage(evidence: str) -> str:
    head, _, rest = evidence.partition("\n\n")
    return (rest if _ADDRESS.fullmatch(head) else evidence).strip()


DATASET = Dataset(
    name="expertqa",
    what="claims of answers to experts' questions against retrieved evidence",
    url="https://github.com/chaitanyamalaviya/ExpertQA",
    licence="MIT",
    files=("r2_compiled_anon.jsonl", "r2_compiled_all_evidences_autoais_anon.jsonl"),
    read=read,
)
