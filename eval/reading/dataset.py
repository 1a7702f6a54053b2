"""What a data set is: where it comes from, which files it has, and who reads them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

from groundwood.errors import InputError
from groundwood.eval.picks import digest
from groundwood.ingest.files import shown

T = TypeVar("T")


@dataclass(frozen=True)
class Dataset(Generic[T]):
    """A public data set, which the user gets himself: none is shipped or fetched.

    ``files`` are patterns for the names of its files, each also with ``.gz``; ``helpers`` those of
    files that lie beside them and belong to them. Where they are ``together``, the files of a
    folder are one set; otherwise (train, dev, test) one must be named.
    """

    name: str
    what: str
    url: str
    licence: str
    files: tuple[str, ...]
    read: Callable[[Path], Iterator[T]]
    helpers: tuple[str, ...] = ()
    together: bool = False

    def rows(self, path: str | Path) -> Iterator[T]:
        """Return what the file holds, or the folder, in which the files may lie at any depth.

        Raises:
            InputError: the files are not there, one of several must be named, or a row is broken.
        """
        return chain.from_iterable(self.read(file) for file in self.find(Path(path)))

    def find(self, path: Path) -> list[Path]:
        """Return the files to read.

        Raises:
            InputError: there is none, or one of several must be named.
        """
        if path.is_file():
            return [path]
        found = sorted(_named(self.files, path) - _named(self.helpers, path))
        if not found:
            raise self.missing(path, *self.files)
        if len(found) > 1 and not self.together:
            names = [str(file.relative_to(path)) for file in found]
            raise InputError(f"{shown(path)}: name one file of {self.name}: {', '.join(names)}")
        return found

    def beside(self, file: Path, name: str) -> Path:
        """Return the file of that name beside another one, packed or not.

        Raises:
            InputError: it is not there.
        """
        for path in (file.with_name(name), file.with_name(f"{name}.gz")):
            if path.is_file():
                return path
        raise self.missing(file.parent, name)

    def missing(self, folder: Path, *names: str) -> InputError:
        """Return the error that says what was looked for, and where a user gets it."""
        return InputError(
            f"{shown(folder)}: there is no {' or '.join(names)} of {self.name}; "
            f"get it from {self.url} (licence: {self.licence})"
        )


def _named(patterns: tuple[str, ...], folder: Path) -> set[Path]:
    names = [pattern + packed for pattern in patterns for packed in ("", ".gz")]
    return {file for name in names for file in folder.rglob(name) if file.is_file()}


def document_of(*texts: str) -> str:
    """Return a name for what the texts come from: equal texts have the same one."""
    return format(digest("\0".join(texts)), "016x")
