"""A story whose articles have become two events: one of them gets a story of its own."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from groundwood.agents.retriever.terms import terms
from groundwood.errors import InputError
from groundwood.nouns import Article, ArticleId, Topic
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.checkpoints import checkpoint_file
from groundwood.pipelines.living.keep import Kept, Options, first_version, next_version_of, settle
from groundwood.pipelines.living.naming import name_of
from groundwood.pipelines.living.reports import require_discovery
from groundwood.pipelines.living.view import ArticleView
from groundwood.pipelines.living.work import Departed, Looking, unread
from groundwood.store.base import Store

if TYPE_CHECKING:
    from groundwood.agents.discovery.halving import Halves

NAMING_WORDS = 6


class Split(NamedTuple):
    """The first version of the story that was split off, and what was left of the old one.

    ``left`` is none where the old story was to stay as it is, or the new one abstained.
    """

    new: Kept
    left: Kept | None = None

    @property
    def is_done(self) -> bool:
        """Whether there is anything to publish: both, where both were asked for, or none."""
        fails = (kept for kept in self if kept is not None and kept.status == "abstained")
        return next(fails, None) is None


async def split_story(
    base: StoryVersion,
    topic: Topic,
    options: Options,
    articles: Iterable[ArticleId] = (),
    *,
    trim: bool = False,
) -> Split:
    """Write the first version of a story that is split off another one's version.

    ``articles`` are those that the new story is about; left out, those of the old story's and of
    what came in since that pass the topic's filter. The old story stays as it is, unless ``trim`` is
    set: then its next version is made without the sentences that rest on those articles alone, and
    with what else came in. `settle_split` publishes what was made.

    Raises:
        InputError: a story has the slug already, the store has none of the articles, or nothing of
            the old story would be left.
        SettingsError: with ``trim``, the run id is too long.
    """
    store, trimming = options.store, _trimming(options) if trim else None
    if store.stories.named(topic.slug) is not None:
        raise InputError(f"--slug: the store has a story {topic.slug!r} already")
    chosen = _chosen(store, base, topic, list(articles))
    departed = Departed(chosen, topic.slug)
    if trimming and all(departed.takes(s.article_ids) for s in base.story.sentences):
        raise InputError(f"--trim: nothing of {name_of(base)} would be left")
    origin = f"{base.story.uuid}@{base.story.version}"
    view = ArticleView(store, chosen)
    new = await first_version(topic, options, origin=origin, source=view)
    if new.made is None or trimming is None:
        return Split(new)
    return Split(new, await next_version_of(base, base.topic, trimming, Looking(departed=departed)))


def settle_split(split: Split, store: Store) -> None:
    """Publish the new story and what was left of the old one, both or none of them."""
    if not split.is_done:
        return
    with store.transaction():
        for kept in split:
            if kept is not None:
                settle(kept, store)


def material(store: Store, base: StoryVersion) -> list[Article]:
    """Return what the story is made of: its cited articles, and those that came in since."""
    work = unread(store, base, base.topic)
    return list(store.get([*base.story.article_ids, *work.arrived]).values())


def two_groups(articles: Sequence[Article]) -> "Halves":
    """Return the articles parted in two by discovery's likeness and average linkage.

    They are parted however like they are; the caller tells.

    Raises:
        InputError: there are fewer than two articles.
        SettingsError: discovery is not installed.
    """
    require_discovery("a split without --articles, --tags or --query")
    from groundwood.agents.discovery.halving import halves  # SciPy is slow to load

    return halves(articles)


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


def _trimming(options: Options) -> Options:
    """Return the options of the old story's run: it has a run id of its own, which must fit as well.

    Raises:
        SettingsError: it does not.
    """
    if options.run_id is None:
        return options
    run_id = f"{options.run_id}.trim"
    checkpoint_file(Path(), run_id)
    return replace(options, run_id=run_id)


def _chosen(
    store: Store, base: StoryVersion, topic: Topic, named: list[ArticleId]
) -> frozenset[ArticleId]:
    chosen = named or _passing(store, base, topic)
    there = store.contents(chosen)
    missing = [key for key in chosen if key not in there]
    if missing or not chosen:
        what = f"article {', '.join(missing)}" if missing else "such article"
        raise InputError(f"there is no {what} to split {base.slug} by")
    return frozenset(chosen)


def _passing(store: Store, base: StoryVersion, topic: Topic) -> list[ArticleId]:
    pool = [article.id for article in material(store, base)]
    view = ArticleView(store, frozenset(pool))
    if not topic.query.strip():
        return view.select(topic)
    return [match.article_id for match in view.search(topic.query, topic, limit=len(pool))]
