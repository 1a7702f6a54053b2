"""Citations of articles that are no longer what was cited: found again, or dropped."""

from collections.abc import Iterator
from datetime import UTC, datetime

from groundwood.agents.checker.windows import windows
from groundwood.agents.summarizer.attributed import as_told
from groundwood.nouns import Article, Citation, Paragraph, ParagraphPlan, Passage, Sentence, Span
from groundwood.pipelines.living.aligning import likeness
from groundwood.pipelines.living.context import Updating
from groundwood.pipelines.living.renewing import is_earlier

OWN_WORDS = 0.7
"""A sentence that shares so much of its wording with its source is in the source's own words."""
STILL_THERE = 0.5
"""A sentence of a changed article that is so like the cited one stands in its place."""


def repaired(agents: Updating) -> list[Paragraph]:
    """Return the paragraphs of the story, cited to what its articles say now.

    A sentence that rests on departed articles alone is left without citations: it goes.
    A withdrawn article is cited no more. In a changed one the cited words are looked for again;
    where they are gone, a sentence in the source's own words gives way to what the source says in
    its place now; else the article stays cited without a place, and the checker decides.
    """
    quotes = _quotes(agents)
    articles = agents.store.get(agents.base.story.article_ids)

    def mended(sentence: Sentence) -> Sentence:
        if agents.departed.takes(sentence.article_ids):
            return sentence.model_copy(update={"citations": ()})
        if not agents.stale_ids.intersection(sentence.article_ids):
            return sentence
        kept = [c for c in sentence.citations if c.article_id not in agents.withdrawn]
        found = tuple(_found(c, agents, articles, quotes) for c in kept)
        retold = _retold(sentence, kept, found, articles, quotes)
        return retold or sentence.model_copy(update={"citations": found})

    return [
        Paragraph(sentences=tuple(_standing([mended(s) for s in paragraph.sentences], articles)))
        for paragraph in agents.base.story.paragraphs
    ]


def _standing(sentences: list[Sentence], articles: dict[str, Article]) -> Iterator[Sentence]:
    """Yield the sentences; behind one without a source, an earlier figure is the figure again."""
    for place, sentence in enumerate(sentences):
        is_bare = place == 0 or not sentences[place - 1].citations
        yield (_again(sentence, articles) if is_bare and is_earlier(sentence) else None) or sentence


def _again(sentence: Sentence, articles: dict[str, Article]) -> Sentence | None:
    for citation in sentence.citations:
        for span in citation.spans:
            if citation.article_id in articles:
                return as_told((articles[citation.article_id], span), datetime.now(UTC).year)
    return None


def old_plans(agents: Updating, paragraphs: list[Paragraph]) -> list[ParagraphPlan]:
    """Return for each paragraph of the story what it may be rewritten from: what it cites.

    Where nothing of that is left, that is what the rest of the story cites.
    """
    articles = agents.store.get(agents.base.story.article_ids)
    cited = [list(_passages(paragraph, articles)) for paragraph in paragraphs]
    all_passages = [passage for those in cited for passage in those]
    return [
        ParagraphPlan(index=index, aim="as told before", passages=tuple(those or all_passages))
        for index, those in enumerate(cited)
        if those or all_passages
    ]


def _passages(paragraph: Paragraph, articles: dict[str, Article]) -> Iterator[Passage]:
    for citation in (c for s in paragraph.sentences for c in s.citations):
        article = articles.get(citation.article_id)
        if article is None:
            continue
        whole = Span(start=0, end=len(article.text))
        for span in citation.spans or (whole,):
            yield Passage(article_id=article.id, start=span.start, end=span.end)


def _quotes(agents: Updating) -> dict[tuple[str, int, int], str]:
    """Return the words of each cited place, as the version has kept them."""
    return {
        (source.article_id, mark.start, mark.end): quoted.text[
            mark.start - quoted.passage.start : mark.end - quoted.passage.start
        ]
        for source in agents.base.checked.sources
        for quoted in source.passages
        for mark in quoted.marked
    }


def _found(
    citation: Citation,
    agents: Updating,
    articles: dict[str, Article],
    quotes: dict[tuple[str, int, int], str],
) -> Citation:
    if citation.article_id not in agents.stale_ids:
        return citation
    text = articles[citation.article_id].text
    spans = []
    for span in citation.spans:
        quote = quotes.get((citation.article_id, span.start, span.end), "")
        at = text.find(quote) if quote else -1
        if at >= 0:
            spans.append(Span(start=at, end=at + len(quote)))
    return citation.model_copy(update={"spans": tuple(spans)})


def _retold(
    sentence: Sentence,
    cited: list[Citation],
    found: tuple[Citation, ...],
    articles: dict[str, Article],
    quotes: dict[tuple[str, int, int], str],
) -> Sentence | None:
    """Return what the one source says now in place of the sentence that repeated it; or none."""
    if len(cited) != 1 or found[0].spans or not cited[0].spans:
        return None
    span, article = cited[0].spans[0], articles[cited[0].article_id]
    quote = quotes.get((article.id, span.start, span.end), "")
    if not quote or likeness(quote, sentence.text) < OWN_WORDS:
        return None
    near = max(windows(article), key=lambda window: likeness(quote, window.text), default=None)
    if near is None or likeness(quote, near.text) < STILL_THERE:
        return None
    return as_told((article, near.span), datetime.now(UTC).year)
