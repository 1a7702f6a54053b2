"""Multi-News: clusters of news articles with the summary that an editor wrote of them.

Fabbri et al. 2019, https://arxiv.org/abs/1906.01749; the files are ``{train,val,test}.src.cleaned``
and ``.tgt`` of https://github.com/Alex-Fabbri/Multi-News (at Hugging Face alexfabbri/multi_news):
one cluster a line, articles parted by ``|||||``, line ends as ``NEWLINE_CHAR``; the summary stands
on the same line of the other file.
"""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from groundwood.errors import InputError
from groundwood.eval.reading.dataset import Dataset
from groundwood.eval.reading.records import opened_text
from groundwood.eval.samples import Sample, Source
from groundwood.ingest.files import shown

BETWEEN = "|||||"
LINE_END = "NEWLINE_CHAR"


def read(path: Path) -> Iterator[Sample]:
    """Yield the clusters without an output; the id is the number of the line.

    Raises:
        InputError: the summaries are not there, or are not as many.
    """
    summaries = DATASET.beside(path, f"{path.name.partition('.src')[0]}.tgt")
    with opened_text(path) as left, opened_text(summaries) as right:
        for line, (articles, summary) in enumerate(zip_longest(left, right), 1):
            if articles is None or summary is None:
                short = path if articles is None else summaries
                raise InputError(f"{shown(short)}:{line}: there is no such line, but in the other")
            yield Sample(
                id=str(line), text="", sources=_sources(articles), references=(summary.strip(),)
            )


def _sources(line: str) -> tuple[Source, ...]:
    texts = (text.replace(LINE_END, "\n").strip() for text in line.split(BETWEEN))
    return tuple(Source(id=str(n), text=text) for n, text in enumerate(filter(None, texts), 1))


DATASET = Dataset(
    name="multinews",
    what="clusters of news articles with a human summary",
    url="https://github.com/Alex-Fabbri/Multi-News",
    licence="for non-commercial research and education only",
    files=("*.src.cleaned", "*.src"),
    read=read,
    helpers=("*.tgt",),
)
