"""Answers to questions that name sources by the ids that they have in one sample."""

from collections.abc import Sequence

from groundwood.eval.asking import Answer, Answers, Question
from groundwood.eval.samples import Sample, Source
from groundwood.eval.verdicts import VerdictBook, digest_of_source
from groundwood.nouns import Article, digest_of


def answers_for(sample: Sample, book: VerdictBook) -> Answers:
    """Return what answers the questions of metrics about the sample, from the book or its judge."""
    articles = {source.id: article_of(source) for source in sample.sources}
    names = {key: digest_of_source(article) for key, article in articles.items()}
    located = book.answers({names[key]: article for key, article in articles.items()})

    def answer(questions: Sequence[Question]) -> Sequence[Answer]:
        return located(
            [Question(q.claim, tuple(names[key] for key in q.sources)) for q in questions]
        )

    return answer


def article_of(source: Source) -> Article:
    """Return the source as the judges read it; its text may be empty, as no stored article's is."""
    digest = digest_of(source.url, source.text)
    return Article.model_construct(
        id=digest[:8],
        digest=digest,
        title=source.title,
        text=source.text,
        url=source.url,
        source=source.outlet,
        published_at=source.published_at,
    )
