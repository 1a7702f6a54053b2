"""How wrong a judge is: its card, measured on pairs that people have labelled."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path
from random import Random

from pydantic import Field, ValidationError

from groundwood._version import __version__
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.checker.mutations.make import KINDS, mutations, pool_of
from groundwood.errors import InputError
from groundwood.eval.asking import Answer, Named, Question
from groundwood.eval.pairs import LabelledPair
from groundwood.eval.picks import digest, parts
from groundwood.eval.statistics.agreement import balanced_accuracy_interval, calibration_error
from groundwood.eval.statistics.confusion import Confusion
from groundwood.eval.statistics.intervals import Bootstrap, Interval
from groundwood.eval.values import Value, mean
from groundwood.eval.verdicts import VerdictBook, digest_of_source
from groundwood.nouns import Article
from groundwood.nouns.article import UtcTime
from groundwood.nouns.base import Document, Noun, misfit
from groundwood.nouns.probe import ProbedKind

LEAST_LOWER_BOUND = 0.65
"""A judge whose balanced accuracy may lie below this is no measure of anybody's citations."""
AT_ONCE = 256
_LEVEL = 0.95
_Z = 1.959964

Pairs = Mapping[str, Sequence[LabelledPair]]
Progress = Callable[[str, int], None]
"""Is told the name of a set, and how many more of its pairs have a verdict."""


class SetCard(Noun):
    """What a judge is worth on one labelled set; the positive class is support.

    ``interval`` is that of balanced accuracy, by whole documents. ``bias`` is the share of pairs
    that the judge calls supported less the share that people do, in [-1, 1]: above 0 it is too
    lenient. ``calibration_error`` is none where the judge gives no probabilities. ``errors`` counts
    the pairs that it could not judge; they are in none of the numbers.
    """

    name: str
    pairs: int = Field(ge=0)
    documents: int = Field(ge=0)
    errors: int = Field(default=0, ge=0)
    confusion: Confusion
    balanced_accuracy: Value
    interval: Interval
    kappa: Value
    bias: Value
    calibration_error: float | None = None


class JudgeCard(Document):
    """What is known of a judge, bound to its name, version and threshold.

    ``balanced_accuracy`` is the mean over the sets that have both classes, each counting the same;
    ``interval`` follows from theirs, which are independent. ``pairs_per_second`` is none where all
    verdicts were known already. ``mutations`` counts, by kind, the known-false variants of claims
    that the judge had called supported rightly, and how many of them it refused. ``note`` says how
    it was measured, where there is more to say.
    """

    judge: str
    version: str
    threshold: float
    balanced_accuracy: Value
    interval: Interval
    sets: tuple[SetCard, ...]
    mutations: tuple[ProbedKind, ...] = ()
    pairs_per_second: float | None = None
    note: str = ""
    groundwood: str = __version__
    measured_at: UtcTime = Field(default_factory=lambda: datetime.now(UTC))

    @property
    def confusion(self) -> Confusion:
        """All sets together, each weighing as many pairs as it has."""
        cards = [card.confusion for card in self.sets]
        return Confusion(
            tp=sum(c.tp for c in cards),
            fp=sum(c.fp for c in cards),
            fn=sum(c.fn for c in cards),
            tn=sum(c.tn for c in cards),
        )

    @property
    def is_fit(self) -> bool:
        """Whether balanced accuracy is surely not below `LEAST_LOWER_BOUND`."""
        return self.interval.low is not None and self.interval.low >= LEAST_LOWER_BOUND

    def is_of(self, judge: Named) -> bool:
        """Whether this is the card of that very judge."""
        ours = (self.judge, self.version, self.threshold)
        return ours == (judge.name, judge.version, judge.threshold)


def judge_card(
    judge: Judge,
    sets: Pairs,
    verdicts: Path,
    *,
    probed: int = 300,
    seed: int = 7,
    progress: Progress = lambda name, count: None,
) -> JudgeCard:
    """Return the card of the judge on the labelled sets; verdicts are kept in the file.

    ``probed`` claims at most are altered in one place each, to see whether the judge notices.

    Raises:
        InputError: there is no labelled pair.
    """
    if not any(sets.values()):
        raise InputError("no labelled pairs")
    with VerdictBook(verdicts, judge) as book:
        began = time.monotonic()
        said = {name: _said(pairs, book, name, progress) for name, pairs in sets.items()}
        seconds = time.monotonic() - began
        asked = book.asked
        cards = tuple(set_card(name, sets[name], said[name]) for name in sets)
        altered = list(_altered(sets, said, probed, seed))
        refused = _probe(altered, book)
    mean_of_sets, interval = macro(cards)
    return JudgeCard(
        judge=judge.name,
        version=judge.version,
        threshold=judge.threshold,
        balanced_accuracy=mean_of_sets,
        interval=interval,
        sets=cards,
        mutations=refused,
        pairs_per_second=asked / seconds if asked and seconds else None,
    )


def read_card(file: Path) -> JudgeCard:
    """Return the card in a file.

    Raises:
        InputError: it cannot be read, or is no card; the text names the file and field.
    """
    try:
        return JudgeCard.model_validate_json(file.read_text(encoding="utf-8"))
    except OSError as exc:
        raise InputError(f"{file}: {exc.strerror}") from exc
    except ValidationError as exc:
        raise InputError(f"{file}: no judge card: {misfit(exc)}") from exc


def _said(
    pairs: Sequence[LabelledPair], book: VerdictBook, name: str, progress: Progress
) -> list[Answer]:
    found: list[Answer] = []
    for part in parts(pairs, AT_ONCE):
        found += _answers([(pair.claim, pair.evidence) for pair in part], book)
        progress(name, len(part))
    return found


def _answers(asked: Sequence[tuple[str, Sequence[str]]], book: VerdictBook) -> Sequence[Answer]:
    articles = [[_article(text) for text in evidence] for _, evidence in asked]
    digests = [tuple(map(digest_of_source, those)) for those in articles]
    texts = {
        key: article
        for keys, those in zip(digests, articles, strict=True)
        for key, article in zip(keys, those, strict=True)
    }
    questions = [Question(claim, keys) for (claim, _), keys in zip(asked, digests, strict=True)]
    return book.answers(texts)(questions)


def _article(text: str) -> Article:
    return Article.model_construct(id="0" * 8, digest="0" * 64, text=text)


def set_card(name: str, pairs: Sequence[LabelledPair], answers: Sequence[Answer]) -> SetCard:
    """Return what the answers to a set's pairs come to."""
    rows = [(p, a) for p, a in zip(pairs, answers, strict=True) if a.supported is not None]
    truth = [pair.is_supported for pair, _ in rows]
    said = [bool(answer.supported) for _, answer in rows]
    scores = [answer.score for _, answer in rows if answer.score is not None]
    confusion = Confusion.of(truth, said)
    return SetCard(
        name=name,
        pairs=len(rows),
        documents=len({pair.document for pair, _ in rows}),
        errors=len(pairs) - len(rows),
        confusion=confusion,
        balanced_accuracy=confusion.balanced_accuracy,
        interval=balanced_accuracy_interval(
            truth, said, [pair.document for pair, _ in rows], Bootstrap(rounds=500)
        ),
        kappa=confusion.kappa,
        bias=mean((s - t for s, t in zip(said, truth, strict=True)), "no pair"),
        calibration_error=calibration_error(truth, scores) if len(scores) == len(rows) else None,
    )


def macro(cards: Sequence[SetCard]) -> tuple[Value, Interval]:
    """Return the mean over the sets, and its interval, from the halves of theirs."""
    scored = [card for card in cards if card.balanced_accuracy.number is not None]
    counts = {
        "level": _LEVEL,
        "rows": sum(card.pairs for card in scored),
        "groups": sum(card.documents for card in scored),
        "method": "from the intervals of independent sets",
    }
    value = mean(
        (card.balanced_accuracy.number or 0.0 for card in scored), "no set has both classes"
    )
    halves = [
        (card.interval.high - card.interval.low) / 2
        for card in scored
        if card.interval.low is not None and card.interval.high is not None
    ]
    if value.number is None or len(halves) < len(scored):
        reason = value.reason or "a set has no interval: one document only"
        return value, Interval.model_validate(counts | {"reason": reason})
    half = sqrt(sum(each**2 for each in halves)) / len(halves)
    ends = {"low": value.number - half, "high": value.number + half}
    return value, Interval.model_validate(counts | ends)


def _altered(
    sets: Pairs, said: Mapping[str, Sequence[Answer]], most: int, seed: int
) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield kind, false claim and evidence, of supported claims that the judge calls supported."""
    right = [
        pair
        for name in sets
        for pair, answer in zip(sets[name], said[name], strict=True)
        if pair.is_supported and answer.supported
    ]
    for pair in sorted(right, key=lambda p: digest(f"{seed}/{p.claim}/{p.document}"))[:most]:
        pool = pool_of([*pair.evidence, pair.claim])
        made = mutations(pair.claim, pool, seed=seed, per_kind=1)
        if made:
            chosen = Random(f"{seed}/{pair.claim}").choice(made)
            yield chosen.kind, chosen.text, pair.evidence


def _probe(
    altered: Sequence[tuple[str, str, Sequence[str]]], book: VerdictBook
) -> tuple[ProbedKind, ...]:
    answers = _answers([(claim, evidence) for _, claim, evidence in altered], book)
    told = [
        (kind, answer.supported)
        for (kind, _, _), answer in zip(altered, answers, strict=True)
        if answer.supported is not None
    ]
    return tuple(
        ProbedKind(kind=kind, tried=len(those), detected=those.count(False))
        for kind in KINDS
        if (those := [supported for name, supported in told if name == kind])
    )
