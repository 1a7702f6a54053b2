"""Where the story tells a fact on which sources differ, it tells all sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundwood.agents.checker.disputes.accounts import own_accounts, parts_of
from groundwood.agents.retriever.terms import content_terms
from groundwood.agents.summarizer.candidates import candidate_at
from groundwood.nouns import (
    Article,
    ArticleId,
    Citation,
    Disagreement,
    Paragraph,
    ParagraphPlan,
    Plan,
    Sentence,
)
from groundwood.store.base import ArticleStore

ONE_SIDE = 0.5
"""A sentence tells a side when it cites it and shares this part of the shorter one's words."""
NOTHING_ELSE = 0.75
"""It tells nothing else when this part of its words is the side's."""

Key = frozenset[tuple[ArticleId, int]]
"""Names a disagreement by the places of its accounts."""

Written = tuple[int, Paragraph]
"""A paragraph with the index of the plan that it was written from."""


@dataclass(frozen=True)
class Teller:
    """Puts the sentences that report both sides where a paragraph tells one.

    A sentence that tells one side and nothing else gives way to the one that tells both, unless the
    sentence behind it leans on it; otherwise the new one follows. What the story has reported once
    it does not tell again by one side.
    """

    store: ArticleStore

    def told(self, written: Sequence[Written], plan: Plan) -> list[Written]:
        """Return the paragraphs, in order, with every disagreement of their plans reported."""
        plans = {paragraph.index: paragraph for paragraph in plan.paragraphs}
        reported: set[Key] = set()
        kept = [(index, self._paragraph(p, plans.get(index), reported)) for index, p in written]
        return [(index, paragraph) for index, paragraph in kept if paragraph is not None]

    def _paragraph(
        self, paragraph: Paragraph, plan: ParagraphPlan | None, reported: set[Key]
    ) -> Paragraph | None:
        sentences = list(paragraph.sentences)
        for disagreement in plan.disagreements if plan else ():
            sentences = self._with(sentences, disagreement, reported)
            reported |= _reported(sentences, disagreement, self.store)
        return Paragraph(sentences=tuple(sentences)) if sentences else None

    def _with(
        self, sentences: list[Sentence], disagreement: Disagreement, reported: set[Key]
    ) -> list[Sentence]:
        articles = self.store.get(a.citation.article_id for a in disagreement.accounts)
        if any(_reports(sentence, disagreement, articles) for sentence in sentences):
            return sentences
        place = self._place(sentences, disagreement, articles)
        if place is None or disagreement.sentence is None:
            return sentences
        gives_way = _gives_way(sentences[place], disagreement, articles)
        leaning = self._leaning(sentences, place)
        if _key(disagreement) in reported:
            return sentences if leaning or not gives_way else _without(sentences, place)
        if gives_way and not leaning:
            return [*sentences[:place], disagreement.sentence, *sentences[place + 1 :]]
        behind = place + 1 + leaning
        return [*sentences[:behind], disagreement.sentence, *sentences[behind:]]

    def _place(
        self,
        sentences: Sequence[Sentence],
        disagreement: Disagreement,
        articles: dict[ArticleId, Article],
    ) -> int | None:
        """Return which sentence tells the fact, or none."""
        if disagreement.kind != "account":
            tell = (_side_of(sentence, disagreement, articles) for sentence in sentences)
            return next((place for place, side in enumerate(tell) if side is not None), None)
        wanted = content_terms(disagreement.sentence.text if disagreement.sentence else "")
        key = disagreement.accounts[0].citation.article_id
        shared = [
            (len(wanted & content_terms(sentence.text)), -place)
            for place, sentence in enumerate(sentences)
            if key in sentence.article_ids
        ]
        best = max(shared, default=(0, 0))
        return -best[1] if best[0] else None

    def _leaning(self, sentences: Sequence[Sentence], place: int) -> int:
        """Return how many sentences behind the place lean on the one before them."""
        count = 0
        for sentence in sentences[place + 1 :]:
            if not self._leans(sentence):
                break
            count += 1
        return count

    def _leans(self, sentence: Sentence) -> bool:
        citation = next(iter(sentence.citations), None)
        if citation is None or not citation.spans:
            return True
        article = self.store.get([citation.article_id]).get(citation.article_id)
        return article is None or candidate_at(article, citation.spans[0]).leans


def _without(sentences: Sequence[Sentence], place: int) -> list[Sentence]:
    return [*sentences[:place], *sentences[place + 1 :]]


def _reported(
    sentences: Sequence[Sentence], disagreement: Disagreement, store: ArticleStore
) -> set[Key]:
    articles = store.get(a.citation.article_id for a in disagreement.accounts)
    told = any(_reports(sentence, disagreement, articles) for sentence in sentences)
    return {_key(disagreement)} if told else set()


def _key(disagreement: Disagreement) -> Key:
    return frozenset(
        (account.citation.article_id, span.start)
        for account in disagreement.accounts
        for span in account.citation.spans
    )


def _reports(
    sentence: Sentence, disagreement: Disagreement, articles: dict[ArticleId, Article]
) -> bool:
    """Say whether the sentence tells both sides already."""
    if not set(articles) <= set(sentence.article_ids):
        return False
    if disagreement.kind == "account":
        return own_accounts(sentence.text) is not None
    return len(parts_of(sentence.text, list(articles.values()))) > 1


def _side_of(
    sentence: Sentence, disagreement: Disagreement, articles: dict[ArticleId, Article]
) -> str | None:
    """Return the source sentence of the side that the sentence tells, or none."""
    ours = content_terms(sentence.text)
    for text in _cited_sides(sentence, disagreement, articles):
        theirs = content_terms(text)
        if len(ours & theirs) >= ONE_SIDE * min(len(ours), len(theirs)):
            return text
    return None


def _cited_sides(
    sentence: Sentence, disagreement: Disagreement, articles: dict[ArticleId, Article]
) -> Iterator[str]:
    for account in disagreement.accounts:
        cited = [c for c in sentence.citations if c.article_id == account.citation.article_id]
        for span in account.citation.spans:
            if any(s.start <= span.start and span.end <= s.end for c in cited for s in c.spans):
                yield articles[account.citation.article_id].quote(span)


def _gives_way(
    sentence: Sentence, disagreement: Disagreement, articles: dict[ArticleId, Article]
) -> bool:
    side = _side_of(sentence, disagreement, articles)
    if side is None or disagreement.kind == "account" or _spans(sentence.citations) != 1:
        return False
    ours = content_terms(sentence.text)
    return len(ours & content_terms(side)) >= NOTHING_ELSE * len(ours)


def _spans(citations: Sequence[Citation]) -> int:
    return sum(len(citation.spans) for citation in citations)
