"""Records of a question, documents and an output, under the names of `Sample` or shorter ones."""

from collections.abc import Iterator

from groundwood.eval.reading.format import Format, each_record
from groundwood.eval.reading.row import Row
from groundwood.eval.reading.sources import sources_in
from groundwood.eval.samples import Sample

OUTPUT = ("output", "text")
DOCUMENTS = ("docs", "sources")
OTHERS = ("group", "system", "tags", "corpus", "gold", "usage", "seconds")


def takes(row: Row | None) -> bool:
    """Return whether the record holds documents and an output."""
    return row is not None and row.has(*DOCUMENTS) and any(n in row.values for n in OUTPUT)


def samples(row: Row) -> Iterator[Sample]:
    """Yield the sample of a record.

    ``output`` (or ``text``) and ``docs`` (or ``sources``: texts, or objects with ``text`` and maybe
    ``id``, ``title``, ``url``, ``outlet``, ``published_at``) must be there; ``question``, ``topic``
    or ``query``, ``references``, and the other fields of a `Sample` may be.

    Raises:
        InputError: a field is missing or does not fit.
    """
    documents = next((name for name in DOCUMENTS if row.has(name)), DOCUMENTS[0])
    yield row.made(
        Sample,
        {
            "id": row.text("id", default=str(row.number)),
            "text": row.output(*OUTPUT),
            "sources": sources_in(row, documents, row.listed(documents)),
            "question": row.text("question", "topic", "query", default=""),
            "references": row.texts("references", "reference"),
            **row.picked(*OTHERS),
        },
    )


FORMAT = Format("outputs", "records of question, docs and output", takes, each_record(samples))
