"""Both stores rank alike: the same articles, in the same order, with the same scores."""

import random
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from groundwood.ingest import read_articles
from groundwood.nouns import Article, Topic
from groundwood.store import Store, migrations, open_store
from groundwood.store.terms import MOST_TERMS, TOKENIZER

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "articles"
START = datetime(2024, 1, 1, tzinfo=UTC)
WORDS = [a + b for a in "bdfgklmnprst" for b in ("ating", "ology", "ies", "al", "é", "ized", "s")]
ODD = [
    "Straße",
    "Ελλάς",
    "naïve",
    "日本政府は",
    "中",
    "ผู้ว่า",
    "I'm",
    "3.5",
    "a\u0301",
    "ﬁn",
    "x" * 300,
]

Pair = tuple[Store, Store]


@pytest.fixture
def pair(postgres_url: str) -> Iterator[Pair]:
    with ExitStack() as stack:
        one, other = (open_store(url) for url in ("sqlite://", postgres_url))
        yield stack.enter_context(closing(one)), stack.enter_context(closing(other))


def made(count: int) -> Iterator[Article]:
    chance = random.Random(3)
    for number in range(count):
        words = chance.choices(WORDS, weights=range(len(WORDS), 0, -1), k=chance.randint(1, 300))
        words += chance.choices(ODD, k=chance.randint(0, 4))
        yield Article(
            url=f"https://news.example/{number}",
            title=" ".join(chance.choices(WORDS, k=chance.randint(0, 6))),
            text=" ".join(words),
            tags=tuple(chance.sample(["sea", "land", "air"], chance.randint(0, 3))),
            published_at=START + timedelta(hours=number) if number % 7 else None,
        )


def fill(pair: Pair, articles: Iterable[Article]) -> None:
    given = list(articles)
    reports = {store.put(given) for store in pair}
    assert len(reports) == 1


def assert_alike(pair: Pair, query: str, topic: Topic) -> int:
    ours, theirs = (store.search(query, topic, limit=20) for store in pair)
    assert [match.article_id for match in ours] == [match.article_id for match in theirs]
    assert [m.score for m in ours] == pytest.approx([m.score for m in theirs], abs=1e-8)
    assert pair[0].select(topic) == pair[1].select(topic)
    return len(ours)


def test_sample_articles_are_ranked_alike(pair: Pair) -> None:
    articles = read_articles([str(EXAMPLES)]).articles
    fill(pair, articles)
    found = [assert_alike(pair, article.title, Topic()) for article in articles]
    found += [assert_alike(pair, article.text[:300], Topic()) for article in articles]
    assert sum(found) > 5 * len(articles)


def test_made_up_articles_are_ranked_alike_under_every_filter(pair: Pair) -> None:
    fill(pair, made(400))
    chance = random.Random(4)
    found = 0
    for _ in range(60):
        query = " ".join(chance.choices([*WORDS, *ODD, "absent"], k=chance.randint(1, 9)))
        days = chance.randint(0, 12)
        topic = Topic(
            tags=tuple(chance.sample(["sea", "land"], chance.randint(0, 2))),
            since=START + timedelta(days=days) if chance.random() < 0.5 else None,
            until=START + timedelta(days=days + 4) if chance.random() < 0.5 else None,
        )
        found += assert_alike(pair, query, topic)
    assert found > 300


def test_the_longest_query_is_ranked_alike(pair: Pair) -> None:
    fill(pair, made(200))
    assert len(WORDS) > MOST_TERMS
    assert assert_alike(pair, " ".join(WORDS), Topic()) == 20


def test_what_was_updated_and_withdrawn_is_ranked_alike(pair: Pair) -> None:
    articles = list(made(120))
    fill(pair, articles)
    changed = [
        a.model_copy(update={"text": f"{a.title} changed", "tags": ()}) for a in articles[:40]
    ]
    fill(pair, changed)
    for store in pair:
        store.retract([article.id for article in articles[30:60]])
        store.reinstate([article.id for article in articles[30:35]])
    for query in (*WORDS[:30], "changed", "日", "本政"):
        assert_alike(pair, query, Topic())
        assert_alike(pair, query, Topic(tags=("sea",)))
    one, other = (store.arrived(Topic(), after=100) for store in pair)
    assert one == other


def test_the_terms_are_those_of_the_index_in_files() -> None:
    """Both stores take terms from texts by the same tokenizer with the same settings."""
    assert TOKENIZER in migrations.MIGRATIONS[0]
