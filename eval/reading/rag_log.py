"""Logs of retrieval-augmented generation, with the columns of ragas in their newer or older names.

``SingleTurnSample`` of https://github.com/vibrantlabsai/ragas: ``user_input``, ``response``,
``retrieved_contexts``, ``reference``; before its version 0.2 ``question``, ``answer``,
``contexts``, ``ground_truth`` (``ground_truths``). In CSV the contexts are a cell with a list as
JSON, or as Python or numpy print it.
"""

import ast
import io
import json
import tokenize
from collections.abc import Iterator
from typing import Any

from groundwood.eval.reading.format import Format, each_record
from groundwood.eval.reading.row import Row
from groundwood.eval.reading.sources import sources_in
from groundwood.eval.samples import Sample

QUESTION = ("user_input", "question")
RESPONSE = ("response", "answer")
CONTEXTS = ("retrieved_contexts", "contexts")
REFERENCE = ("reference", "ground_truth")
_BETWEEN = frozenset(("[", "]", ",", ""))


def takes(row: Row | None) -> bool:
    """Return whether the record is one of a log: it has a question and contexts."""
    return row is not None and _named(row, QUESTION) and _named(row, CONTEXTS)


def _named(row: Row, names: tuple[str, ...]) -> bool:
    return any(name in row.values for name in names)


def samples(row: Row) -> Iterator[Sample]:
    """Yield the sample of a record; the contexts are its sources, numbered from 1.

    Raises:
        InputError: a field is missing or does not fit, or the record is a talk of several turns.
    """
    name = next((name for name in CONTEXTS if row.has(name)), CONTEXTS[0])
    references = row.texts(*REFERENCE) or _list(row, "ground_truths")
    yield row.made(
        Sample,
        {
            "id": row.text("id", default=str(row.number)),
            "text": row.output(*RESPONSE),
            "sources": sources_in(row, name, _list(row, name)),
            "question": row.text(*QUESTION, default=""),
            "system": row.text("system", "model", default=""),
            "references": tuple(reference for reference in references if reference),
            "gold": row.picked("reference_contexts"),
        },
    )


def _list(row: Row, name: str) -> list[Any]:
    value = row.values.get(name)
    if not isinstance(value, str):
        return row.listed(name) if value is not None else []
    if not value.lstrip().startswith("["):
        return [value] if value.strip() else []
    try:
        listed = json.loads(value)
    except ValueError:
        return _printed(row, name, value)
    return list(listed)


def _printed(row: Row, name: str, cell: str) -> list[str]:
    """Return the texts of a printed list; numpy prints no commas, which Python would run together."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(cell.strip()).readline))
        texts = [ast.literal_eval(t.string) for t in tokens if t.type == tokenize.STRING]
    except (tokenize.TokenError, SyntaxError, ValueError) as exc:
        raise row.error(name, "a list that is not closed, or no list of texts") from exc
    others = {token.string.strip() for token in tokens if token.type != tokenize.STRING}
    if not others <= _BETWEEN:
        raise row.error(name, "expected a list of texts")
    return texts


FORMAT = Format("rag", "a log of questions, contexts and responses", takes, each_record(samples))
