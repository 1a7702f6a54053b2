"""The verdicts of a judge, kept in a file that only grows: no question is judged twice.

Kept are probabilities. Whether they mean support is decided when they are read, by the threshold of
the judge who asks: another threshold judges nothing anew, and takes over no decision.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice, repeat
from pathlib import Path
from typing import Self

from groundwood.agents.checker.judges.judge import Judge, Pair, Score
from groundwood.agents.checker.passages import whole
from groundwood.agents.checker.support import CONTRADICTED
from groundwood.errors import BudgetSpent, GroundwoodError, InputError, ModelUnavailable
from groundwood.eval.asking import Answer, Answers, Named, Question
from groundwood.eval.picks import parts
from groundwood.nouns import Article, Noun
from groundwood.nouns.article import UtcTime

_SCHEMA = """
CREATE TABLE IF NOT EXISTS verdicts (
  number INTEGER PRIMARY KEY, key BLOB NOT NULL, at TEXT NOT NULL,
  judge TEXT NOT NULL, version TEXT NOT NULL, threshold REAL NOT NULL,
  claim TEXT NOT NULL, sources TEXT NOT NULL,
  supported INTEGER, contradicted REAL NOT NULL, score REAL, error TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS verdict_keys ON verdicts (key);
"""
_LATEST = """
SELECT key, score, contradicted FROM verdicts
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
GIVE_UP = 3
"""So many calls in a row that reach nobody, and the judge is asked no more: each took its time."""
_NOT_ASKED = "not asked: the judge could not be reached before"

Texts = Mapping[str, Article]
"""The sources by digest of what a judge can read of them, see `digest_of_source`."""


def digest_of_source(article: Article) -> str:
    """Return the SHA-256 of day, title and text: what a judge may be shown of a source."""
    head = f"{article.published_at:%Y-%m-%d}" if article.published_at else ""
    return sha256(f"{head}\n{article.title}\n{article.text}".encode("utf-8", "replace")).hexdigest()


_Said = Score | GroundwoodError | None
"""What a judge said of a pair, or why not; none where there was no text to ask about."""


@dataclass
class VerdictBook:
    """What one judge said, and the judge itself to ask for more; without one nothing new is judged.

    A verdict belongs to the claim, the digests of the sources in no order, and the judge's name and
    version. It is read by the judge's threshold; without a judge, all three are those of ``known``.
    Errors are kept for the record, and asked again by the next book. Use it as a context manager.

    ``may_ask`` is asked before each call to the judge; where it says no, the book raises
    `BudgetSpent` and keeps what was said. ``asked`` counts the pairs that were put to the judge.
    ``has_verdicts`` tells whether some answer came from a judge, now or earlier.
    """

    file: Path
    judge: Judge | None = None
    known: Named | None = None
    may_ask: Callable[[], bool] = lambda: True
    asked: int = 0
    has_verdicts: bool = False
    _lost: dict[bytes, Answer] = field(default_factory=dict, repr=False)
    _unreached: int = 0
    _has_said: bool = False
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

    @property
    def failed(self) -> int:
        """How many questions have no verdict."""
        return len(self._lost)

    @property
    def error(self) -> str:
        """Why the first of them has none; empty where all have one."""
        return next((answer.error for answer in self._lost.values()), "")

    def answers(self, texts: Texts) -> Answers:
        """Return what answers questions whose sources are digests of the texts."""
        return lambda questions: self._answered(questions, texts)

    def _answered(self, questions: Sequence[Question], texts: Texts) -> list[Answer]:
        who = _name(self._who())
        keys = [_key(who, question) for question in questions]
        found = self._kept(keys)
        new = {k: q for k, q in zip(keys, questions, strict=True) if k not in found}
        rest = iter(new.values())
        while part := list(islice(rest, AT_ONCE if self._has_said else 1)):
            self._judge(part, texts)
            if _name(self._who()) != who:  # a judge may say who it is with its first answer
                self._lost.clear()
                return self._answered(questions, texts)
        found |= self._kept(list(new))
        return [found[key] for key in keys]

    def _who(self) -> Named | None:
        return self.judge or self.known

    def _kept(self, keys: Sequence[bytes]) -> dict[bytes, Answer]:
        """Return the answers that are kept in the file, and what was lost since it was opened."""
        who = self._who()
        threshold = who.threshold if who else 0.5
        found = {key: self._lost[key] for key in keys if key in self._lost}
        for part in parts(dict.fromkeys(keys), _MOST_KEYS):
            latest = _LATEST.format(",".join("?" * len(part)))
            for key, score, contradicted in self._rows.execute(latest, part):
                self.has_verdicts |= score is not None
                found[key] = _read(score, contradicted, threshold)
        return found

    def _judge(self, questions: Sequence[Question], texts: Texts) -> None:
        """Put the questions to the judge and keep what it says, under the name that it has then."""
        if self.judge is None or self._unreached >= GIVE_UP:
            lost = Answer(None, error=_NOT_ASKED if self.judge else "not judged yet")
            self._lost |= dict.fromkeys(
                (_key(_name(self._who()), each) for each in questions), lost
            )
            return
        if not self.may_ask():
            raise BudgetSpent("what may be spent on the judge is spent; its verdicts are kept")
        pairs = [_pair(question, texts) for question in questions]
        asked = [one for one in pairs if one is not None]
        self.asked += len(asked)
        scores = iter(list(self._scores(self.judge, asked)))
        said = [None if one is None else next(scores) for one in pairs]
        self._keep(self.judge, questions, said)

    def _scores(self, judge: Judge, pairs: Sequence[Pair]) -> Iterator[Score | GroundwoodError]:
        """Yield a score or an error a pair: where a call fails, each pair is asked by itself."""
        if not pairs:
            return
        if self._unreached >= GIVE_UP:
            yield from repeat(ModelUnavailable(_NOT_ASKED), len(pairs))
            return
        try:
            scores = judge.score(pairs)
        except GroundwoodError as exc:
            self._unreached = self._unreached + 1 if isinstance(exc, ModelUnavailable) else 0
            if len(pairs) == 1:
                yield exc
                return
            for one in pairs:
                yield from self._scores(judge, [one])
            return
        self._unreached, self._has_said = 0, True
        yield from scores

    def _keep(self, judge: Judge, asked: Sequence[Question], said: Sequence[_Said]) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        about = (now, judge.name, judge.version, judge.threshold)
        rows = []
        for question, one in zip(asked, said, strict=True):
            key = _key(_name(judge), question)
            if isinstance(one, GroundwoodError):
                self._lost[key] = Answer(None, error=str(one))
            told = question.claim, json.dumps(question.sources)
            rows.append((key, *about, *told, *_columns(one, judge.threshold)))
        with self._rows:
            self._rows.executemany(_ADD, rows)


def _name(who: Named | None) -> tuple[str, str]:
    return (who.name, who.version) if who else ("", "")


def _key(who: tuple[str, str], question: Question) -> bytes:
    parts = [*who, question.claim, *sorted(question.sources)]
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()


def _pair(question: Question, texts: Texts) -> Pair | None:
    """Return what the judge is asked; none where there is no text that could support anything."""
    articles = [texts[digest] for digest in sorted(question.sources)]
    told = [article for article in articles if article.text.strip()]
    if not told or not question.claim.strip():
        return None
    return Pair(evidence=tuple(map(whole, told)), claim=question.claim)


def _read(score: float | None, contradicted: float, threshold: float) -> Answer:
    """Return the answer that probabilities mean; where there was no text, nothing is supported."""
    is_supported = score is not None and score >= threshold
    return Answer(is_supported, not is_supported and contradicted >= CONTRADICTED, score)


def _columns(said: _Said, threshold: float) -> tuple[bool | None, float, float | None, str]:
    """Return what is kept: whether it is supported, probabilities, and why there is no verdict."""
    if said is None:
        return False, 0.0, None, ""
    if isinstance(said, GroundwoodError):
        return None, 0.0, None, str(said)
    return said.supported >= threshold, said.contradicted, said.supported, ""


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
                contradicted = not row["supported"] and row["contradicted"] >= CONTRADICTED
                read = {"sources": json.loads(row["sources"]), "contradicted": contradicted}
                yield KeptVerdict(**values | read)
    except sqlite3.Error as exc:
        raise InputError(f"{file}: no file of verdicts: {exc}") from exc


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
