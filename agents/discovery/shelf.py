"""Where rows of known articles are kept, so that none is made twice."""

from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from groundwood.agents.discovery.vectors import VERSION, Vectors
from groundwood.errors import InputError
from groundwood.files import replacing
from groundwood.nouns import Article, ArticleId

_PARTS = ("starts", "terms", "counts", "leads", "days")


class Shelf:
    """The rows of articles by id. A kept row stands for its article until it is `put` again.

    ``arrival`` is the number of the last article of the store that the rows were made in view of.
    """

    def __init__(self, vectors: Vectors | None = None, arrival: int = 0) -> None:
        self.arrival = arrival
        self._vectors = Vectors.of(()) if vectors is None else vectors
        self._places = {key: place for place, key in enumerate(self._vectors.ids)}

    def __len__(self) -> int:
        return len(self._vectors)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._places

    def missing(self, ids: Iterable[ArticleId]) -> list[ArticleId]:
        """Return the ids that have no row, each once."""
        return [key for key in dict.fromkeys(ids) if key not in self._places]

    def put(self, articles: Iterable[Article]) -> None:
        """Make and keep the rows of the articles, in the place of those that they had."""
        given = {article.id: article for article in articles}
        if not given:
            return
        stays = [place for key, place in self._places.items() if key not in given]
        kept = self._vectors
        if len(stays) < len(kept):
            kept = kept.take(stays)
        self._vectors = kept.joined(Vectors.of(given.values()))
        self._places = {key: place for place, key in enumerate(self._vectors.ids)}

    def rows(self, ids: Iterable[ArticleId]) -> Vectors:
        """Return the rows of those of the ids that have one, in that order."""
        places = [self._places[key] for key in ids if key in self._places]
        whole = places == list(range(len(self)))
        return self._vectors if whole else self._vectors.take(places)

    def save(self, file: Path) -> None:
        """Write the rows aside and rename them over the file.

        Raises:
            InputError: the file cannot be written.
        """
        parts = {part: getattr(self._vectors, part) for part in _PARTS}
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(file) as aside, aside.open("wb") as stream:
                ids = np.array(self._vectors.ids, "U64")
                np.savez(stream, version=VERSION, arrival=self.arrival, ids=ids, **parts)
        except OSError as exc:
            raise InputError(f"{file}: {exc.strerror}") from exc

    @classmethod
    def load(cls, file: Path) -> "Shelf":
        """Return the shelf that was saved; empty where there is none, or one of another version.

        Raises:
            InputError: the file cannot be read, or is no shelf.
        """
        if not file.exists():
            return cls()
        try:
            with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
                if int(kept["version"]) != VERSION:
                    return cls()
                parts = [kept[part] for part in _PARTS]
                vectors = Vectors(tuple(kept["ids"].tolist()), *parts)
                return cls(vectors, int(kept["arrival"]))
        except OSError as exc:
            raise InputError(f"{file}: {exc.strerror or 'cannot be read'}") from exc
        except (BadZipFile, KeyError, ValueError, EOFError) as exc:
            raise InputError(
                f"{file}: is no file of kept vectors; delete it to begin anew"
            ) from exc
