"""ALCE: result files of its ``run.py``, and its data to write answers for.

Gao et al. 2023, https://arxiv.org/abs/2305.14627; the files are those of
https://github.com/princeton-nlp/ALCE: a result is ``{"args": {…}, "data": [{"question", "answer",
"docs": [{"title", "text"}], "output"}, …]}``, the data (``asqa_eval_gtr_top100.json``, …) is the
same list without outputs. ASQA has ``sample_id``, ``qa_pairs`` and ``annotations`` with two long
answers, QAMPARI ``id`` and ``answers``, ELI5 ``claims``. Documents are cited by their numbers.
"""

from collections.abc import Iterator
from pathlib import Path

from groundwood.eval.reading.dataset import Dataset
from groundwood.eval.reading.format import Format, each_record
from groundwood.eval.reading.records import records
from groundwood.eval.reading.row import Row
from groundwood.eval.samples import Sample, Source

GOLD = ("qa_pairs", "answers", "claims")


def takes(row: Row | None) -> bool:
    """Return whether the record is one of a result file."""
    return row is not None and "args" in row.outer and row.has("docs") and "output" in row.values


def results(row: Row) -> Iterator[Sample]:
    """Yield a sample for each output of a record; several of one question are one group.

    Raises:
        InputError: a field is missing or does not fit.
    """
    if not row.has("output"):
        raise row.error("output", "is missing")
    args = row.outer.get("args")
    model = args.get("model") if isinstance(args, dict) else None
    outputs = row.texts("output")
    for number, output in enumerate(outputs, 1):
        suffix = f"#{number}" if len(outputs) > 1 else ""
        yield _sample(row, output, suffix=suffix, system=model or "")


def questions(path: Path) -> Iterator[Sample]:
    """Yield the questions of a data file with their documents and without an output."""
    return (_sample(row, "") for row in records(path))


def _sample(row: Row, output: str, *, suffix: str = "", system: str = "") -> Sample:
    key = row.text("sample_id", "id", default=str(row.number))
    return row.made(
        Sample,
        {
            "id": key + suffix,
            "group": key,
            "text": output,
            "sources": tuple(_source(doc, n) for n, doc in enumerate(row.rows("docs"), 1)),
            "question": row.text("question"),
            "system": system,
            "references": _references(row),
            "gold": row.picked(*GOLD),
        },
    )


def _source(doc: Row, number: int) -> Source:
    """Return a document as ALCE's evaluation reads it: its extracted ``sent`` where it has one."""
    return Source(
        id=str(number), text=doc.text("sent", "text"), title=doc.text("title", default="")
    )


def _references(row: Row) -> tuple[str, ...]:
    """Return the long answers of ASQA, elsewhere the answer."""
    annotations = row.rows("annotations") if row.has("annotations") else []
    answers = [each.text("long_answer", default="") for each in annotations]
    answers = answers or list(row.texts("answer"))
    return tuple(answer for answer in answers if answer)


FORMAT = Format("alce", "results of ALCE", takes, each_record(results))
DATASET = Dataset(
    name="alce",
    what="questions with 100 retrieved passages each (ASQA, QAMPARI, ELI5)",
    url="https://github.com/princeton-nlp/ALCE (download_data.sh)",
    licence="MIT; the passages keep the licences of Wikipedia and Common Crawl",
    files=("asqa_eval_*.json", "qampari_eval_*.json", "eli5_eval_*.json"),
    read=questions,
)
