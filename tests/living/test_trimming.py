"""What is split off leaves the old story where that is asked; both are published, or neither."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn
from uuid import uuid4

import pytest

from groundwood.agents.protocols import CitationChecker
from groundwood.errors import InputError, SettingsError, StoreError
from groundwood.gateway.base import Model
from groundwood.nouns import (
    Article,
    Citation,
    Paragraph,
    Sentence,
    Span,
    Topic,
)
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.living.context import updating
from groundwood.pipelines.living.departing import departing
from groundwood.pipelines.living.hands import Hands
from groundwood.pipelines.living.keep import Kept, Options, next_version_of
from groundwood.pipelines.living.splitting import (
    Split,
    settle_split,
    split_story,
)
from groundwood.pipelines.living.work import Departed, Looking, Work
from groundwood.pipelines.write import default_agents
from groundwood.settings import Settings
from groundwood.store import ArticleStore, Store

Keep = Callable[..., Kept]
Splitting = Callable[..., Split]
BOTH = Topic(slug="both")


def names(store: Store) -> list[str]:
    return [f"{one.slug}@{one.version}" for one in store.stories.records()]


def test_a_trimmed_story_has_no_sentence_that_rests_only_on_what_was_split_off(
    base: StoryVersion, split: Splitting, store: Store, first: Article, other_subject: Article
) -> None:
    _, left = split(base, "cup", other_subject.id, trim=True)
    assert left is not None
    assert left.made is not None
    story = left.made.story
    assert (story.uuid, story.version, story.parent) == (base.story.uuid, "0.02", "0.01")
    assert story.article_ids == (first.id,)
    assert all(verdict.finding.may_be_published for verdict in left.checked.verdicts)
    assert len(left.checked.verdicts) == len(story.sentences)
    assert names(store) == ["both@0.02", "cup@0.01"]


def test_what_was_trimmed_is_retired_with_the_story_that_it_went_to(
    base: StoryVersion, split: Splitting, other_subject: Article
) -> None:
    _, left = split(base, "cup", other_subject.id, trim=True)
    assert left is not None
    assert left.made is not None
    gone = [change for change in left.made.changes if change.kind == "retired"]
    assert [change.before.text for change in gone if change.before] == [
        s.text for s in base.story.sentences if s.article_ids == (other_subject.id,)
    ]
    assert {change.reason for change in gone} == {"split off to cup"}
    assert {change.causes for change in gone} == {(other_subject.id,)}
    assert {change.kind for change in left.made.changes} == {"kept", "retired"}


def test_a_headline_on_what_was_split_off_is_replaced(
    base: StoryVersion, split: Splitting, other_subject: Article
) -> None:
    assert base.story.title == "Cup final ends in a draw"
    _, left = split(base, "cup", other_subject.id, trim=True)
    assert left is not None
    assert left.made is not None
    assert left.made.story.title == "Quake kills 14 in Exampletown"


def test_a_sentence_that_another_article_bears_as_well_does_not_go(
    base: StoryVersion, split: Splitting, store: Store, other_subject: Article, first: Article
) -> None:
    shared = _with_second_source(base, first.id, other_subject.id)
    store.stories.publish(shared)
    _, left = split(shared, "cup", other_subject.id, trim=True)
    assert left is not None
    assert (left.status, left.version) == ("unchanged", "0.02")


def _with_second_source(base: StoryVersion, *ids: str) -> StoryVersion:
    """Return a next version whose first sentence cites both articles."""
    head, *others = base.story.paragraphs
    cited = tuple(c for s in base.story.sentences for c in s.citations)
    both = tuple(next(c for c in cited if c.article_id == key) for key in ids)
    lead = head.sentences[0].model_copy(update={"citations": both})
    first = head.model_copy(update={"sentences": (lead, *head.sentences[1:])})
    update = {"paragraphs": (first, *others), "version": "0.02", "parent": "0.01"}
    checked = base.checked.model_copy(update={"story": base.story.model_copy(update=update)})
    return base.model_copy(update={"checked": checked})


def test_what_else_came_in_is_weighed_and_what_went_is_not_taken_up_again(
    base: StoryVersion, split: Splitting, keep: Keep, store: Store, second: Article
) -> None:
    later = Article.model_validate(
        {
            "title": "Cup winners return home",
            "text": "The players of the cup final came home to a parade of 40,000 people. A bridge "
            "was closed for the parade of the cup final winners.",
            "source": "Sports Daily",
            "url": "https://parade.invalid/",
            "published_at": "2026-03-31T10:00:00Z",
        }
    )
    store.put([second, later])
    cup = next(s.article_ids[0] for s in base.story.sentences if "cup final" in s.text)
    _, left = split(base, "cup", cup, later.id, trim=True)
    assert left is not None
    assert left.made is not None
    assert second.id in left.made.story.article_ids
    assert later.id not in left.made.story.article_ids
    assert keep(topic=BOTH).status == "unchanged"


def test_a_story_of_which_nothing_would_be_left_is_not_trimmed(
    base: StoryVersion, split: Splitting, store: Store, first: Article, other_subject: Article
) -> None:
    with pytest.raises(InputError, match=r"--trim: nothing of both@v0\.01 would be left"):
        split(base, "cup", first.id, other_subject.id, trim=True)
    assert names(store) == ["both@0.01"]


def test_a_version_without_a_sentence_is_never_made(
    base: StoryVersion, store: Store, settings: Settings
) -> None:
    departed = Departed(frozenset(base.story.article_ids), "all")
    options = Options(store=store, hands=Hands(settings=settings))
    kept = asyncio.run(next_version_of(base, BOTH, options, Looking(departed=departed)))
    assert (kept.status, kept.reason) == ("abstained", "nothing of the story would be left")


def test_a_sentence_that_leans_on_one_that_goes_goes_with_it(
    base: StoryVersion, store: Store, settings: Settings, other_subject: Article
) -> None:
    text = "The council of Exampletown met on Friday. It chose stone for the new market hall."
    hall = Article.model_validate({"text": text, "url": "https://hall.invalid/"})
    store.put([hall])
    span = Span(start=text.index("It chose"), end=len(text))
    leaning = Sentence(
        text="It chose stone for the new market hall.",
        citations=(Citation(article_id=hall.id, spans=(span,)),),
    )
    gone = next(s for s in base.story.sentences if s.article_ids == (other_subject.id,))
    story = [Paragraph(sentences=(gone, leaning))]
    work = Work((), (), "0.02", 0, 0, departed=Departed(frozenset([other_subject.id]), "cup"))
    agents = updating(default_agents(store, None, settings), base, work)
    assert departing(agents, story) == {
        gone.text: "split off to cup",
        leaning.text: "leaned on a sentence that was split off to cup",
    }


def test_where_no_sentence_goes_the_old_story_is_unchanged_and_the_new_one_published(
    base: StoryVersion, split: Splitting, store: Store, late: Article
) -> None:
    store.put([late])
    _, left = split(base, "warning", late.id, trim=True)
    assert left is not None
    assert (left.status, left.reason) == (
        "unchanged",
        "no sentence rests on what was split off alone, and nothing else came in",
    )
    assert names(store) == ["both@0.01", "warning@0.01"]


def test_where_the_old_story_abstains_neither_is_published(
    base: StoryVersion,
    settings: Settings,
    store: Store,
    other_subject: Article,
    refusing: CitationChecker,
) -> None:
    def agents(source: ArticleStore, model: Model | None) -> Agents:
        made = default_agents(source, model, settings)
        return replace(made, checker=refusing) if source is store else made

    options = Options(store=store, hands=Hands(agents=agents, settings=settings))
    topic = Topic(slug="cup")
    done = asyncio.run(split_story(base, topic, options, [other_subject.id], trim=True))
    settle_split(done, store)
    assert done.left is not None
    assert (done.new.status, done.left.status, done.is_done) == ("published", "abstained", False)
    assert names(store) == ["both@0.01"]


def test_a_run_id_too_long_for_both_runs_is_refused_before_anything_is_written(
    base: StoryVersion, settings: Settings, store: Store, other_subject: Article
) -> None:
    def never(source: ArticleStore, model: Model | None) -> NoReturn:
        raise AssertionError("agents were made, and a story written, for nothing")

    hands = Hands(agents=never, settings=settings)
    options = Options(store=store, hands=hands, run_id="r" * 76)
    splitting = split_story(base, Topic(slug="cup"), options, [other_subject.id], trim=True)
    with pytest.raises(SettingsError, match=r"--run-id: 'r{76}\.trim' is not 1 to 80 of letters"):
        asyncio.run(splitting)


def test_both_are_published_in_one_transaction(
    base: StoryVersion, split: Splitting, store: Store, other_subject: Article
) -> None:
    done = split(base, "cup", other_subject.id, trim=True)
    assert done.left is not None
    assert done.left.made is not None
    assert done.new.made is not None
    forged = done.left.made.model_copy(update={"slug": "taken"})
    again = done.new.made.story.model_copy(update={"uuid": uuid4()})
    checked = done.new.checked.model_copy(update={"story": again})
    new = done.new.made.model_copy(update={"slug": "fresh", "checked": checked})
    with pytest.raises(StoreError):
        settle_split(
            Split(
                done.new.model_copy(update={"made": new}),
                done.left.model_copy(update={"made": forged}),
            ),
            store,
        )
    assert names(store) == ["both@0.02", "cup@0.01"]
