"""The checker put to the test on the story at hand: does it refuse what is known to be false?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from math import sqrt

from groundwood.agents.checker.mutations.make import (
    KINDS,
    Mutation,
    MutationPool,
    mutations,
    pool_of,
)
from groundwood.agents.protocols import CitationChecker
from groundwood.nouns import (
    ArticleId,
    Evidence,
    Finding,
    Miss,
    Paragraph,
    Probe,
    ProbedKind,
    Sentence,
    Story,
    Verdict,
)
from groundwood.store.base import ArticleStore

NOTHING_TO_ALTER = "no sentence of the story could be altered safely"
_Z = 1.96


@dataclass(frozen=True)
class Variant:
    """A false variant of one sentence, with the sentence's place in the story."""

    paragraph: int
    index: int
    sentence: Sentence
    mutation: Mutation

    @property
    def altered(self) -> Sentence:
        """The false sentence under the citations of the true one."""
        return self.sentence.model_copy(update={"text": self.mutation.text})


Told = tuple[Variant, Verdict]


@dataclass(frozen=True)
class MutationProbe:
    """Checks false variants of a story's sentences against the evidence that the true ones cite.

    A variant counts as detected when its finding may not be published, whatever the finding. At
    most ``most`` variants are checked, the kinds in equal shares as far as they go; the choice is
    the same for the same story, sources and ``seed``.
    """

    store: ArticleStore
    checker: CitationChecker
    limit: float = 0.2
    most: int = 120
    seed: int = 0

    async def probe(self, story: Story, evidence: Evidence, verdicts: Sequence[Verdict]) -> Probe:
        """Return the detection rate; without a rate, and with the reason, where nothing can be altered.

        Raises:
            GroundwoodError: the judge could not judge; a failure is never a rate.
        """
        refused = sum(not verdict.finding.may_be_published for verdict in verdicts)
        chosen = _chosen(list(self._variants(story)), self.most)
        if not chosen:
            return Probe(
                reason=NOTHING_TO_ALTER,
                unaltered=len(verdicts),
                refused=refused,
                limit=self.limit,
            )
        told = await self._verdicts(story, evidence, chosen)
        detected = sum(not verdict.finding.may_be_published for _, verdict in told)
        low, high = wilson(detected, len(told))
        return Probe(
            kinds=_by_kind(told),
            misses=tuple(_misses(told)),
            rate=detected / len(told),
            low=low,
            high=high,
            unaltered=len(verdicts),
            refused=refused,
            limit=self.limit,
        )

    def none(self, reason: str) -> Probe:
        """Return the probe without a rate that a failure leaves, with its reason."""
        return Probe(reason=reason, limit=self.limit)

    def _variants(self, story: Story) -> Iterator[Variant]:
        pools: dict[tuple[ArticleId, ...], MutationPool] = {}
        for paragraph, block in enumerate(story.paragraphs):
            for index, sentence in enumerate(block.sentences):
                ids = sentence.article_ids
                if ids not in pools:
                    pools[ids] = self._pool(ids)
                for mutation in mutations(sentence.text, pools[ids], self.seed, per_kind=1):
                    yield Variant(paragraph, index, sentence, mutation)

    def _pool(self, ids: tuple[ArticleId, ...]) -> MutationPool:
        articles = self.store.get(ids).values()
        return pool_of(text for article in articles for text in (article.title, article.text))

    async def _verdicts(
        self, story: Story, evidence: Evidence, chosen: Sequence[Variant]
    ) -> list[Told]:
        """Return each variant with its verdict, checked against its own citations alone."""
        alone = evidence.model_copy(update={"hits": ()})
        told: list[Told] = []
        for _, group in groupby(sorted(chosen, key=_citing), key=_citing):
            alike = list(group)
            block = Paragraph(sentences=tuple(variant.altered for variant in alike))
            altered = story.model_copy(update={"paragraphs": (block,)})
            verdicts = await self.checker.check(altered, alone)
            told += zip(alike, verdicts, strict=True)
        return told


def _citing(variant: Variant) -> tuple[ArticleId, ...]:
    return variant.sentence.article_ids


def _chosen(variants: Sequence[Variant], most: int) -> list[Variant]:
    """Return at most so many of the variants, taking one of each kind in turn."""
    queues = [[v for v in variants if v.mutation.kind == kind] for kind in KINDS]
    rounds = zip_longest(*queues)
    return [variant for row in rounds for variant in row if variant is not None][:most]


def _by_kind(told: Sequence[Told]) -> tuple[ProbedKind, ...]:
    tried = Counter(variant.mutation.kind for variant, _ in told)
    passed = Counter(v.mutation.kind for v, verdict in told if verdict.finding.may_be_published)
    return tuple(
        ProbedKind(kind=kind, tried=tried[kind], detected=tried[kind] - passed[kind])
        for kind in KINDS
        if tried[kind]
    )


def _misses(told: Sequence[Told]) -> Iterator[Miss]:
    for variant, verdict in sorted(told, key=lambda pair: (pair[0].paragraph, pair[0].index)):
        if verdict.finding.may_be_published:
            yield Miss(
                kind=variant.mutation.kind,
                paragraph=variant.paragraph,
                sentence=variant.index,
                text=variant.mutation.text,
                old=variant.mutation.old,
                new=variant.mutation.new,
                finding="supported" if verdict.finding is Finding.SUPPORTED else "conflicting",
                score=verdict.score,
            )


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share, for at least one trial (Wilson 1927)."""
    share, z2 = successes / trials, _Z * _Z
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = _Z * sqrt(share * (1 - share) / trials + z2 / (4 * trials**2)) / (1 + z2 / trials)
    return max(0.0, middle - half), min(1.0, middle + half)
