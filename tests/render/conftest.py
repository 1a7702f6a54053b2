"""A checked story built by hand from the example articles, with real spans."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from groundwood.nouns import (
    Article,
    CheckedStory,
    Citation,
    Finding,
    LedgerEntry,
    Outcome,
    Paragraph,
    Passage,
    QuotedPassage,
    Sentence,
    Source,
    Span,
    Story,
    Usage,
    Verdict,
)

ARTICLES = Path(__file__).parents[2] / "examples" / "articles" / "trilateral-2024.jsonl"
TITLE = "Tokyo, Washington and Seoul Put Their Security Cooperation in Writing"
NOTICE = (
    "Sources differ: some reports call the Tokyo talks the first of their kind in 15 years, the "
    "official statement says that Japan had never held such a meeting."
)

Cited = tuple[str, str]
"""An article id and a stretch of its text."""

WRITTEN: tuple[tuple[tuple[str, tuple[Cited, ...]], ...], ...] = (
    (
        (
            (
                "The defence ministers of Japan, the United States and South Korea signed a memorandum "
                "of cooperation in Tokyo on July 28 that sets up a Trilateral Security Cooperation "
                "Framework."
            ),
            (
                (
                    "8133c57f",
                    "signed a memorandum of cooperation in Tokyo on July 28 that sets up a ",
                ),
            ),
        ),
        (
            (
                "It is the first document to give the cooperation of the three defence authorities a "
                "fixed form, and it covers consultations between senior officials, the sharing of "
                "information, exercises and exchanges."
            ),
            (("8133c57f", "It is the first document to give the cooperation of the three"),),
        ),
    ),
    (
        (
            "Japan had never before been host to the defence chiefs of all three countries.",
            (
                ("12b3f16d", "the first time that the three have met in the country"),
                ("12b3f16d", "no such meeting had been held in Japan before"),
            ),
        ),
        (
            (
                'Minister Minoru Kihara said that cooperation among the three "was entering a new '
                'stage."'
            ),
            (("12b3f16d", "cooperation among the three was entering a new stage."),),
        ),
        (
            (
                "The ministers are to meet every year, in each country in turn, next in South Korea in "
                "2025."
            ),
            (
                (
                    "12b3f16d",
                    "an annual ministers' meeting, held in each country in turn; the next",
                ),
                ("68410b00", "their three-way meetings should move from country to country"),
            ),
        ),
    ),
    (
        (
            (
                "A channel that shares warning data on North Korean missiles in real time has been "
                "working since the Camp David summit of August 2023."
            ),
            (
                ("054d9653", "a channel that shares warning data on North Korean missiles"),
                ("7091b591", "progress on exchanging North Korean missile warning data"),
            ),
        ),
    ),
    (
        (
            (
                "A year after that summit, Joe Biden, Fumio Kishida and Yoon Suk Yeol wrote that its "
                "principles remain the guide for their work."
            ),
            (("7df1ebb8", "the principles agreed at Camp David remain the guide for their work"),),
        ),
        (
            (
                "South Korea's presidential office expects the cooperation to continue whoever holds "
                "office in Washington and Tokyo."
            ),
            (("0cfb3567", "whoever holds office in Washington and Tokyo"),),
        ),
        (
            (
                "In September, officials of the three countries called the memorandum a base for "
                "working together in a systematic and stable way."
            ),
            (("3936afc9", "gives the three countries a base for working together"),),
        ),
    ),
)


def read_examples() -> dict[str, Article]:
    rows = [json.loads(line) for line in ARTICLES.read_text(encoding="utf-8").splitlines()]
    kept = [{key: row[key] for key in row if key not in ("lang", "cluster")} for row in rows]
    return {row["id"]: Article(language="en", **row) for row in kept}


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start=start, end=start + len(words.rstrip()))


def citations(cited: tuple[Cited, ...], articles: dict[str, Article]) -> tuple[Citation, ...]:
    keys = dict.fromkeys(key for key, _ in cited)
    return tuple(
        Citation(
            article_id=key,
            spans=tuple(span_of(articles[key], words) for one, words in cited if one == key),
        )
        for key in keys
    )


def source(article: Article, marks: list[Span]) -> Source:
    return Source(
        article_id=article.id,
        digest=article.digest,
        title=article.title,
        url=article.url,
        source=article.source,
        published_at=article.published_at,
        copies=("0badcafe",) if article.id == "8133c57f" else (),
        passages=tuple(
            QuotedPassage(
                passage=Passage(article_id=article.id, start=start, end=end),
                text=article.text[start:end],
                marked=tuple(
                    Passage(article_id=article.id, start=mark.start, end=mark.end)
                    for mark in marks
                    if start <= mark.start < end
                ),
            )
            for start, end in paragraphs(article.text)
            if any(start <= mark.start < end for mark in marks)
        ),
    )


def paragraphs(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for block in text.split("\n\n"):
        found.append((start, start + len(block)))
        start += len(block) + 2
    return found


def build() -> CheckedStory:
    articles = read_examples()
    told = Story(
        uuid=UUID("6f1c6a52-5f0e-4f0c-9d6c-2b8f7d2f1a34"),
        version="0.24",
        parent="0.23",
        title=TITLE,
        updated_at=datetime(2024, 9, 12, 2, 9, 53, 946000, UTC),
        paragraphs=tuple(
            Paragraph(
                sentences=tuple(
                    Sentence(text=text, citations=citations(cited, articles))
                    for text, cited in written
                )
            )
            for written in WRITTEN
        ),
        notices=(NOTICE,),
    )
    marks: dict[str, list[Span]] = {}
    for one in told.sentences:
        for citation in one.citations:
            marks.setdefault(citation.article_id, []).extend(citation.spans)
    return CheckedStory(
        outcome=Outcome(status="published"),
        story=told,
        verdicts=verdicts(told, articles),
        ledger=ledger(articles),
        sources=tuple(source(articles[key], spans) for key, spans in marks.items()),
        usage={
            "summarizer": Usage(calls=5, tokens_in=2210, tokens_out=604, seconds=14.2),
            "checker": Usage(calls=2, cached_calls=7, tokens_in=1480, tokens_out=16, seconds=2.9),
        },
        model="local",
    )


def verdicts(told: Story, articles: dict[str, Article]) -> tuple[Verdict, ...]:
    conflict = citations((("12b3f16d", "the first of their kind in 15 years"),), articles)
    return tuple(
        Verdict(
            paragraph=place,
            sentence=number,
            text=one.text,
            finding=Finding.CONFLICTING if (place, number) == (1, 0) else Finding.SUPPORTED,
            reason="another report counts otherwise" if (place, number) == (1, 0) else "",
            evidence=one.citations,
            against=conflict if (place, number) == (1, 0) else (),
            score=None if (place, number) == (1, 1) else 0.97 - 0.04 * number,
            checker="lexical",
            version="1",
        )
        for place, paragraph in enumerate(told.paragraphs)
        for number, one in enumerate(paragraph.sentences)
    )


def ledger(articles: dict[str, Article]) -> tuple[LedgerEntry, ...]:
    cited = citations((("8133c57f", "hold drills such as Freedom Edge regularly"),), articles)
    return (
        LedgerEntry(
            action="removed",
            paragraph=0,
            before=Sentence(text="The three will hold 12 drills a year.", citations=cited),
            finding=Finding.WRONG_NUMBER,
            reason="12 stands in no cited source",
        ),
        LedgerEntry(
            action="revised",
            paragraph=1,
            before=Sentence(text="Japan has often been host to the three.", citations=cited),
            after=told_sentence(articles),
            finding=Finding.CONTRADICTED,
            reason="the source says that it was the first time",
        ),
    )


def told_sentence(articles: dict[str, Article]) -> Sentence:
    text, cited = WRITTEN[1][0]
    return Sentence(text=text, citations=citations(cited, articles))


@pytest.fixture(scope="session")
def checked() -> CheckedStory:
    """A published story of four paragraphs with seven sources, a conflict and two changes."""
    return build()


@pytest.fixture(scope="session")
def rewritten(checked: CheckedStory) -> Callable[[str], CheckedStory]:
    """The same story with every word that an article or a model wrote replaced."""
    return lambda words: _rewritten(checked, words)


def _rewritten(checked: CheckedStory, words: str) -> CheckedStory:
    form = checked.model_dump(mode="json")
    form["story"] |= {"title": words, "notices": [words], "disclaimer": words}
    for paragraph in form["story"]["paragraphs"]:
        for one in paragraph["sentences"]:
            one["text"] = words
    for one in form["sources"]:
        one |= {"title": words, "source": words, "url": words}
        for passage in one["passages"]:
            passage["text"] = (words * 1000)[: len(passage["text"])]
    for one in form["verdicts"]:
        one |= {"text": words, "reason": words, "checker": words, "version": words}
    for entry in form["ledger"]:
        entry["reason"] = entry["before"]["text"] = words
    return CheckedStory.model_validate(form | {"model": words, "usage": {words: {}}})


@pytest.fixture
def abstained() -> CheckedStory:
    """A run that came to no story."""
    return CheckedStory(outcome=Outcome(status="abstained", reason="one source only <b>"))
