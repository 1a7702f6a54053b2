"""The verdicts of a judge, kept in a file that only grows: no question is judged twice."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Self

from groundwood.agents.checker.judges.judge import Judge, Pair, Score
from groundwood.agents.checker.passages import whole
from groundwood.agents.checker.support import CONTRADICTED
from groundwood.errors import BudgetSpent, GroundwoodError, InputError
from groundwood.eval.asking import Answer, Answers, Question
from groundwood.eval.picks import parts
from groundwood.nouns import Article, Noun
from groundwood.nouns.article import UtcTime

_SCHEMA = """
CREATE TABLE IF NOT EXISTS verdicts (
  number INTEGER PRIMARY KEY, key BLOB NOT NULL, at TEXT NOT NULL,
  judge TEXT NOT NULL, version TEXT NOT NULL, threshold REAL NOT NULL,
  claim TEXT NOT NULL, sources TEXT NOT NULL,
  supported INTEGER, contradicted INTEGER NOT NULL, score REAL, error TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS verdict_keys ON verdicts (key);
"""
_LATEST = """
SELECT key, supported, contradicted, score FROM verdicts
WHERE error = '' AND key IN ({}) ORDER BY number
"""
_ADD = """
INSERT INTO verdicts (key, at, judge, version, threshold, claim, sources,
                      supported, contradicted, score, error)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ALL = """
SELECT at, judge, version, threshold, claim, sources, supported, contradicted, score, error
FROM verdicts ORDER BY number
"""
_MOST_KEYS = 500
AT_ONCE = 256
"""Pairs that are put to the judge in one call: what a killed run has to ask again."""

Texts = Mapping[str, Article]
"""The sources by digest of what a judge can read of them, see `digest_of_source`."""


def digest_of_source(article: Article) -> str:
    """Return the SHA-256 of day, title and text: what a judge may be shown of a source."""
    head = f"{article.published_at:%Y-%m-%d}" if article.published_at else ""
    return sha256(f"{head}\n{article.title}\n{article.text}".encode("utf-8", "replace")).hexdigest()


@dataclass
class VerdictBook:
    """What one judge said, and the judge itself to ask for more; without one nothing new is judged.

    A verdict belongs to the claim, the digests of the sources in no order, and the judge's name and
    version. Errors are kept for the record and asked again. Use it as a context manager.

    ``may_ask`` is asked before each call to the judge; where it says no, the book raises
    `BudgetSpent` and keeps what was said. ``asked`` counts the pairs that were put to the judge, ``failed`` those without a verdict.
    """

    file: Path
    judge: Judge | None = None
    name: str = ""
    version: str = ""
    may_ask: Callable[[], bool] = lambda: True
    asked: int = 0
    failed: int = 0
    _rows: sqlite3.Connection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Open the file, and make it where there is none."""
        try:
            self._rows = sqlite3.connect(self.file)
            self._rows.executescript(f"PRAGMA journal_mode = WAL; {_SCHEMA}")
        except sqlite3.Error as exc:
            raise InputError(f"{self.file}: no file of verdicts: {exc}") from exc

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self._rows.close()

    def answers(self, texts: Texts) -> Answers:
        """Return what answers questions whose sources are digests of the texts."""

        def answer(questions: Sequence[Question]) -> list[Answer]:
            keys = [self._key(question) for question in questions]
            known = self._known(keys)
            new = {k: q for k, q in zip(keys, questions, strict=True) if k not in known}
            for part in parts(new.items(), AT_ONCE):
                if self.judge is not None and not self.may_ask():
                    raise BudgetSpent(
                        "what may be spent on the judge is spent; its verdicts are kept"
                    )
                known |= self._judged(dict(part), texts)
            return [known[key] for key in keys]

        return answer

    def _key(self, question: Question) -> bytes:
        name, version = self._who()
        parts = [name, version, question.claim, *sorted(question.sources)]
        return sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()

    def _who(self) -> tuple[str, str]:
        if self.judge is None:
            return self.name, self.version
        return self.judge.name, self.judge.version

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Answer]:
        found = {}
        for part in parts(dict.fromkeys(keys), _MOST_KEYS):
            holes = ",".join("?" * len(part))
            for key, supported, contradicted, score in self._rows.execute(
                _LATEST.format(holes), part
            ):
                found[key] = Answer(bool(supported), bool(contradicted), score)
        return found

    def _judged(self, new: Mapping[bytes, Question], texts: Texts) -> dict[bytes, Answer]:
        if self.judge is None:
            self.failed += len(new)
            return dict.fromkeys(new, Answer(None, error="not judged yet"))
        said = list(self._said(self.judge, list(new.values()), texts))
        found = dict(zip(new, said, strict=True))
        self.failed += sum(answer.supported is None for answer in said)
        self._keep(self.judge, new, found)
        return found

    def _said(self, judge: Judge, questions: Sequence[Question], texts: Texts) -> Iterator[Answer]:
        pairs = [_pair(question, texts) for question in questions]
        asked = [one for one in pairs if one is not None]
        self.asked += len(asked)
        scores = iter(_scores(judge, asked))
        for one in pairs:
            yield Answer(supported=False) if one is None else _answer(next(scores), judge.threshold)

    def _keep(
        self, judge: Judge, asked: Mapping[bytes, Question], found: Mapping[bytes, Answer]
    ) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        who = (now, judge.name, judge.version, judge.threshold)
        rows = (
            (key, *who, question.claim, json.dumps(question.sources), *_columns(found[key]))
            for key, question in asked.items()
        )
        with self._rows:
            self._rows.executemany(_ADD, rows)


def _pair(question: Question, texts: Texts) -> Pair | None:
    """Return what the judge is asked; none where there is no text that could support anything."""
    articles = [texts[digest] for digest in sorted(question.sources)]
    told = [article for article in articles if article.text.strip()]
    if not told or not question.claim.strip():
        return None
    return Pair(evidence=tuple(map(whole, told)), claim=question.claim)


def _scores(judge: Judge, pairs: Sequence[Pair]) -> Iterable[Score | GroundwoodError]:
    """Yield a score or an error a pair: where a call fails, each pair of it is asked by itself."""
    if not pairs:
        return
    try:
        yield from judge.score(pairs)
    except GroundwoodError as exc:
        if len(pairs) == 1:
            yield exc
            return
        for one in pairs:
            yield from _scores(judge, [one])


def _answer(said: Score | GroundwoodError, threshold: float) -> Answer:
    if isinstance(said, GroundwoodError):
        return Answer(None, error=str(said))
    is_supported = said.supported >= threshold
    contradicts = not is_supported and said.contradicted >= CONTRADICTED
    return Answer(is_supported, contradicts, said.supported)


def _columns(answer: Answer) -> tuple[bool | None, bool, float | None, str]:
    return answer.supported, answer.contradicted, answer.score, answer.error


def judges_of(file: Path) -> list[tuple[str, str, float, int]]:
    """Return name, version, threshold and number of verdicts of each judge of a file.

    Raises:
        InputError: it is no file of verdicts.
    """
    try:
        with closing(_read_only(file)) as rows:
            return rows.execute(
                "SELECT judge, version, threshold, count(*) FROM verdicts "
                "WHERE error = '' GROUP BY judge, version ORDER BY max(number)"
            ).fetchall()
    except sqlite3.Error as exc:
        raise InputError(f"{file}: no file of verdicts: {exc}") from exc


class KeptVerdict(Noun):
    """What a judge said of a claim and sources, or why it could not say.

    ``sources`` are digests, see `digest_of_source`; ``score`` is the probability of support in
    [0, 1], none where the judge was not asked because there was no text.
    """

    at: UtcTime
    judge: str
    version: str
    threshold: float
    claim: str
    sources: tuple[str, ...]
    supported: bool | None
    contradicted: bool
    score: float | None
    error: str


def verdicts_of(file: Path) -> Iterator[KeptVerdict]:
    """Yield all verdicts and failures of a file, of all judges, in the order of asking.

    Raises:
        InputError: it is no file of verdicts.
    """
    try:
        with closing(_read_only(file)) as rows:
            rows.row_factory = sqlite3.Row
            for row in rows.execute(_ALL):
                values = dict(row)
                yield KeptVerdict(**values | {"sources": json.loads(values["sources"])})
    except sqlite3.Error as exc:
        raise InputError(f"{file}: no file of verdicts: {exc}") from exc


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
