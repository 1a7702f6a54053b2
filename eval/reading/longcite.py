"""LongCite: answers as statements, each with the snippets of one long context that it cites.

Zhang et al. 2024, https://arxiv.org/abs/2409.02897; the files are those that
https://github.com/THUDM/LongCite writes: ``LongBench-Cite/preds/*.json`` (``idx``, ``dataset``,
``query``, ``answer``, ``prediction``, ``statements``: ``statement`` and ``citation`` with ``cite``,
``start_char``, ``end_char``), or what its models return (``answer``, ``statements_with_citations``).
Each different snippet is a source, numbered as it comes.
"""

from collections.abc import Iterator

from groundwood.eval.reading.format import Format, each_record
from groundwood.eval.reading.row import Row
from groundwood.eval.samples import Sample, Source

STATEMENTS = ("statements", "statements_with_citations")


def takes(row: Row | None) -> bool:
    """Return whether the record holds statements with citations."""
    return row is not None and row.has(*STATEMENTS)


def samples(row: Row) -> Iterator[Sample]:
    """Yield the sample of a record: a statement is a paragraph, its markers at the end.

    ``gold`` holds the ``statements`` with the sources that each cites, since a marker alone does
    not tell where a statement of several sentences begins.

    Raises:
        InputError: a field is missing or does not fit.
    """
    name = next(name for name in STATEMENTS if row.has(name))
    numbers: dict[str, str] = {}
    statements = [_statement(row, each, numbers) for each in row.rows(name)]
    told = [{"statement": text, "citation": cited} for text, cited in statements]
    yield row.made(
        Sample,
        {
            "id": row.text("idx", "id", default=str(row.number)),
            "text": "\n\n".join(_marked(text, cited) for text, cited in statements),
            "sources": tuple(Source(id=number, text=text) for text, number in numbers.items()),
            "question": row.text("query", "question", default=""),
            "tags": row.texts("dataset"),
            "references": row.texts("answer") if row.has("prediction") else (),
            "gold": {"statements": told},
        },
    )


def _statement(row: Row, each: Row, numbers: dict[str, str]) -> tuple[str, list[str]]:
    cited = [_snippet(row, one) for one in each.rows("citation")]
    found = [numbers.setdefault(text, str(len(numbers) + 1)) for text in cited]
    return each.text("statement").strip(), list(dict.fromkeys(found))


def _snippet(row: Row, citation: Row) -> str:
    """Return the snippet, cut from the context where the citation only says where it stands."""
    if citation.has("cite") or not row.has("context"):
        return citation.text("cite")
    return row.text("context")[citation.whole("start_char") : citation.whole("end_char")]


def _marked(statement: str, cited: list[str]) -> str:
    return " ".join(filter(None, (statement, "".join(f"[{number}]" for number in cited))))


FORMAT = Format("longcite", "answers of LongCite", takes, each_record(samples))
