"""A story whose articles have become two events: one of them gets a story of its own."""

from collections import Counter
from collections.abc import Iterable, Sequence

from groundwood.agents.retriever.signals import centroid, cosine, tfidf
from groundwood.agents.retriever.terms import terms
from groundwood.errors import InputError
from groundwood.nouns import Article, ArticleId, Topic
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.living.keep import Kept, Options, first_version
from groundwood.pipelines.living.view import ArticleView
from groundwood.pipelines.living.work import unread
from groundwood.store.base import Store

HEAD = 1000
"""Characters of an article that tell what it is about."""
ROUNDS = 10
NAMING_WORDS = 6


async def split_story(
    base: StoryVersion, topic: Topic, options: Options, articles: Iterable[ArticleId] = ()
) -> Kept:
    """Write the first version of a story that is split off another one's version.

    ``articles`` are those that the new story is about; left out, those of the old story's and of
    what came in since that pass the topic's filter. The old story stays as it is.

    Raises:
        InputError: a story has the slug already, or the store has none of the articles.
    """
    store = options.store
    if store.stories.named(topic.slug) is not None:
        raise InputError(f"--slug: the store has a story {topic.slug!r} already")
    chosen = list(articles) or _passing(store, base, topic)
    missing = [key for key in chosen if key not in store.contents(chosen)]
    if missing or not chosen:
        what = f"article {', '.join(missing)}" if missing else "such article"
        raise InputError(f"there is no {what} to split {base.slug} by")
    view = ArticleView(store, frozenset(chosen))
    origin = f"{base.story.uuid}@{base.story.version}"
    return await first_version(topic, options, origin=origin, source=view)


def material(store: Store, base: StoryVersion) -> list[Article]:
    """Return what the story is made of: its cited articles, and those that came in since."""
    work = unread(store, base, base.topic)
    return list(store.get([*base.story.article_ids, *work.arrived]).values())


def two_groups(articles: Sequence[Article]) -> tuple[list[Article], list[Article]]:
    """Return the articles in two groups by their words, the earliest article in the first.

    The two least alike are the seeds; each article joins the nearer of the groups' centres.

    Raises:
        InputError: there are fewer than two articles.
    """
    if len(articles) < 2:
        raise InputError("a story of fewer than two articles cannot be split")
    ordered = sorted(articles, key=lambda a: (a.published_at is None, str(a.published_at), a.id))
    vectors = tfidf([Counter(terms(f"{a.title}\n{a.text[:HEAD]}")) for a in ordered])
    size = range(len(ordered))
    one, other = min(
        ((i, j) for i in size for j in size if i < j),
        key=lambda pair: (cosine(vectors[pair[0]], vectors[pair[1]]), pair),
    )
    centres = [vectors[one], vectors[other]]
    side: list[bool] = []
    for _ in range(ROUNDS):
        before, side = side, [cosine(v, centres[1]) > cosine(v, centres[0]) for v in vectors]
        if side == before or all(side) or not any(side):
            break
        centres = [
            centroid([v for v, s in zip(vectors, side, strict=True) if s is which])
            for which in (False, True)
        ]
    first = [a for a, s in zip(ordered, side, strict=True) if s is side[0]]
    return first, [a for a in ordered if a not in first]


def naming_query(group: Sequence[Article], others: Sequence[Article]) -> str:
    """Return the words that most set the group apart, as a query for its topic."""
    mine = Counter(word for a in group for word in set(_words(a)))
    theirs = Counter(word for a in others for word in set(_words(a)))
    apart = {
        word: count / len(group) - theirs[word] / max(1, len(others))
        for word, count in mine.items()
    }
    ranked = sorted(apart, key=lambda word: (-apart[word], word))
    return " ".join(ranked[:NAMING_WORDS])


def _words(article: Article) -> list[str]:
    plain = (word.strip(".,;:!?“”\"'’()") for word in article.title.lower().split())
    return [word for word in plain if len(word) > 3 and terms(word)]


def _passing(store: Store, base: StoryVersion, topic: Topic) -> list[ArticleId]:
    pool = [article.id for article in material(store, base)]
    view = ArticleView(store, frozenset(pool))
    if not topic.query.strip():
        return view.select(topic)
    return [match.article_id for match in view.search(topic.query, topic, limit=len(pool))]
