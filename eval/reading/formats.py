"""The formats of samples that can be read, one line each, and the one function that reads them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from groundwood.errors import InputError
from groundwood.eval.reading import (
    alce,
    cited_texts,
    longcite,
    outputs,
    rag_log,
    stories,
    summhay,
)
from groundwood.eval.reading.format import Articles, Format
from groundwood.eval.reading.records import layout_of, records
from groundwood.eval.reading.row import Row
from groundwood.eval.samples import Sample
from groundwood.ingest import ReadResult, read_articles
from groundwood.ingest.files import STDIN, ending, shown
from groundwood.nouns import Article

FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        stories.FORMAT,
        summhay.FORMAT,
        longcite.FORMAT,
        alce.FORMAT,
        rag_log.FORMAT,
        outputs.FORMAT,
        cited_texts.FORMAT,
    )
}
"""By name, in the order in which a file is tried."""

AUTO = "auto"
ENDINGS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".txt", ".md", ".markdown")
"""The names that are read in a folder, each also with ``.gz``; of files that only differ in their
ending, such as the forms of one story, the first in this order."""

Sources = str | Path | Sequence[Article] | None


@dataclass
class Samples(Iterator[Sample]):
    """Samples, read one at a time, and the format that their file or folder was taken for."""

    format: Format
    samples: Iterator[Sample]

    def __next__(self) -> Sample:
        return next(self.samples)


def read_samples(path: str | Path, kind: str = AUTO, *, sources: Sources = None) -> Samples:
    """Return the samples of a file, or of the files of a folder, in the order of their names.

    ``kind`` is a name of `FORMATS`; left out, the content tells. In a folder all files must be of
    one kind, or those of the named one are read. ``sources`` are the articles that cited texts and
    stories may cite: a file or folder for `groundwood.ingest.read_articles`, or what it returned.

    Raises:
        InputError: there is no such file, kind or format, sources are missing, have a bad row or no
            use, or, while it is read, a record does not fit; the text names file, line and field.
    """
    if str(path) == STDIN:
        raise InputError("standard input cannot be looked at before it is read: give a file")
    found, files = _format_of(Path(path), kind)
    articles = _articles(found, sources)
    named = [(file, _name(file, Path(path))) for file in files]
    return Samples(found, (one for file, n in named for one in found.read(file, n, articles)))


def recognise(path: Path) -> Format:
    """Return the format of a file, by its first record, or by its being plain text.

    Raises:
        InputError: it is of none, or cannot be read; the text names the file and the fields found.
    """
    first = _first(path)
    found = next((each for each in FORMATS.values() if each.takes(first)), None)
    if found is None:
        fields = ", ".join(first.values if first else ())
        known = ", ".join(f"{each.name} ({each.what})" for each in FORMATS.values())
        raise InputError(f"{shown(path)}: the fields {fields} are those of none of: {known}")
    return found


def _first(path: Path) -> Row | None:
    return None if layout_of(path) == "text" else next(records(path))


def _format_of(path: Path, kind: str) -> tuple[Format, list[Path]]:
    if kind != AUTO and kind not in FORMATS:
        raise InputError(f"there is no kind '{kind}'; there are: {AUTO}, {', '.join(FORMATS)}")
    if not path.is_dir():
        return recognise(path) if kind == AUTO else FORMATS[kind], [path]
    files = _files(path)
    if kind != AUTO:
        return FORMATS[kind], _of_kind(FORMATS[kind], files, path)
    formats = {recognise(file).name: file for file in files}
    if len(formats) > 1:
        told = ", ".join(f"{name} ({file.name})" for name, file in formats.items())
        raise InputError(f"{shown(path)}: files of several kinds, name the one to read: {told}")
    return FORMATS[next(iter(formats))], files


def _of_kind(wanted: Format, files: list[Path], folder: Path) -> list[Path]:
    found = [file for file in files if wanted.takes(_first(file))]
    if not found:
        raise InputError(f"{shown(folder)}: no file of the kind {wanted.name} ({wanted.what})")
    return found


def _files(folder: Path) -> list[Path]:
    """Return the files of the folder at any depth, sorted by name, hidden ones left out."""
    visible = (
        file
        for file in folder.rglob("*")
        if ending(file.name) in ENDINGS
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        and file.is_file()
    )
    ranked = sorted(visible, key=lambda file: (_bare(file), ENDINGS.index(ending(file.name))))
    first = [next(same) for _, same in groupby(ranked, _bare)]
    if not first:
        raise InputError(f"{shown(folder)}: no file to read ({', '.join(ENDINGS)})")
    return first


def _bare(file: Path) -> Path:
    """Return the file without its endings."""
    suffix = ending(file.name)
    name = file.name.removesuffix(".gz")
    return file.with_name(name.removesuffix(name[len(name) - len(suffix) :]) or name)


def _name(file: Path, path: Path) -> str:
    return _bare(file).relative_to(path).as_posix() if path.is_dir() else _bare(file).name


def _articles(format_: Format, sources: Sources) -> Articles:
    if sources is None:
        if format_.articles == "needed":
            raise InputError(f"sources: {format_.what} need the articles that they may cite")
        return None
    if format_.articles == "none":
        raise InputError(f"sources: {format_.what}: the documents stand in the file itself")
    found = read_articles(sources) if isinstance(sources, str | Path) else sources
    if isinstance(found, ReadResult) and found.rejected and found is not sources:
        bad = found.rejected[0]
        raise InputError(
            f"{bad.file}:{bad.line}: {bad.reason}; to do without it, give what `read_articles` "
            "returns as sources"
        )
    return tuple(found)
