"""What an update does with what came in, and what it leaves alone."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from groundwood.agents.disclaimer import NoticeDisclaimer
from groundwood.agents.protocols import Summarizer
from groundwood.nouns import (
    Article,
    Finding,
    Paragraph,
    ParagraphPlan,
    Topic,
)
from groundwood.nouns.version import SentenceChange
from groundwood.pipelines.living.keep import Kept, keep_story
from groundwood.pipelines.living.update import update_story_sync
from groundwood.pipelines.write import default_agents
from groundwood.settings import Settings
from groundwood.store import Store, open_store

Keep = Callable[..., Kept]


def told(kept: Kept) -> list[str]:
    assert kept.made is not None
    return [sentence.text for sentence in kept.made.story.sentences]


def of_kind(kept: Kept, kind: str) -> list[SentenceChange]:
    assert kept.made is not None
    return [change for change in kept.made.changes if change.kind == kind]


def test_a_new_slug_gets_a_first_version_without_changes(keep: Keep, first: Article) -> None:
    kept = keep(first)
    assert (kept.status, kept.version) == ("published", "0.01")
    assert kept.made is not None
    assert (kept.made.changes, kept.made.story.parent) == ((), None)


def test_a_superseded_figure_is_retired_and_the_new_one_says_so(
    keep: Keep, first: Article, second: Article
) -> None:
    keep(first)
    kept = keep(second)
    assert told(kept)[:2] == [
        "Officials said 21 people had died in the city of Exampletown.",
        "Earlier reports put the figure at 14 people.",
    ]
    (gone,) = of_kind(kept, "retired")
    assert gone.before is not None
    assert gone.before.text == "Officials said 14 people had died in the city of Exampletown."
    assert gone.causes == (second.id,)
    assert gone.reason.startswith("superseded: Harbour News (2026-03-28) says '21 people'")
    assert kept.made is not None
    assert kept.made.story.title == "Officials said 21 people had died in the city of Exampletown"


def test_the_earlier_figure_rests_on_the_earlier_report(
    keep: Keep, first: Article, second: Article
) -> None:
    keep(first)
    kept = keep(second)
    assert kept.made is not None
    earlier = kept.made.story.sentences[1]
    assert earlier.article_ids == (first.id,)
    assert kept.checked.verdicts[1].finding is Finding.SUPPORTED


def test_what_an_update_leaves_alone_is_kept_word_for_word(
    keep: Keep, first: Article, second: Article
) -> None:
    keep(first)
    kept = keep(second)
    assert [change.after and change.after.text for change in of_kind(kept, "kept")] == [
        "Rescuers searched the rubble of the central market through the night.",
        "The main hospital of Exampletown lost its power for three hours.",
    ]


def test_a_new_version_has_its_uuid_its_parent_and_the_next_number(
    keep: Keep, first: Article, second: Article
) -> None:
    old = keep(first).made
    new = keep(second).made
    assert old is not None
    assert new is not None
    assert new.story.uuid == old.story.uuid
    assert (new.story.version, new.story.parent) == ("0.02", "0.01")


def test_the_changes_account_for_every_sentence_of_both_versions_once(
    keep: Keep, first: Article, second: Article
) -> None:
    old = keep(first).made
    new = keep(second).made
    assert old is not None
    assert new is not None
    now = [change.now for change in new.changes if change.now is not None]
    was = [change.was for change in new.changes if change.was is not None]
    assert now == list(range(len(new.story.sentences)))
    assert sorted(was) == list(range(len(old.story.sentences)))


def test_every_sentence_of_an_update_has_a_verdict_that_lets_it_stand(
    keep: Keep, first: Article, second: Article
) -> None:
    keep(first)
    kept = keep(second)
    assert [verdict.text for verdict in kept.checked.verdicts] == told(kept)
    assert all(verdict.finding.may_be_published for verdict in kept.checked.verdicts)


def test_an_older_report_that_comes_in_late_stands_behind_and_leaves_the_headline(
    keep: Keep, first: Article, late: Article
) -> None:
    old = keep(first).made
    kept = keep(late)
    assert old is not None
    assert kept.made is not None
    assert told(kept)[:3] == [sentence.text for sentence in old.story.sentences]
    assert {change.after and change.after.article_ids for change in of_kind(kept, "added")} == {
        (late.id,)
    }
    assert kept.made.story.title == old.story.title


def test_an_expectation_that_a_later_report_overtakes_is_retired(keep: Keep) -> None:
    topic = Topic(slug="channel", query="channel port Exampletown")
    plan = Article(
        title="Channel to open by the end of April",
        text="A channel into the port of Exampletown is to be opened by the end of April. The port of "
        "Exampletown handles 700,000 cars in a year.",
        source="Bay Wire",
        url="https://plan.invalid/",
        published_at="2026-04-01T10:00:00Z",
    )
    done = Article(
        title="Port of Exampletown open",
        text="Every ship can use the channel of the port of Exampletown again since Friday. The first "
        "freighter to pass the channel carried 900 farm machines.",
        source="Harbour News",
        url="https://done.invalid/",
        published_at="2026-05-20T10:00:00Z",
    )
    keep(plan, topic=topic)
    kept = keep(done, topic=topic)
    (gone,) = of_kind(kept, "retired")
    assert gone.before is not None
    assert gone.before.text.startswith("A channel into the port of Exampletown is to be opened")
    assert (gone.reason, gone.causes) == ("overtaken by newer reports", (done.id,))


def test_a_topic_that_asks_for_more_looks_at_older_articles_again(
    keep: Keep, first: Article, other_subject: Article, topic: Topic
) -> None:
    keep(first, other_subject)
    wider = topic.model_copy(update={"query": "earthquake Exampletown football cup final"})
    kept = keep(topic=wider)
    assert kept.made is not None
    assert other_subject.id in kept.made.story.article_ids
    assert kept.made.topic == wider


def test_an_update_goes_past_the_end_of_its_topic(
    keep: Keep, first: Article, second: Article, topic: Topic
) -> None:
    assert first.published_at is not None
    ended = topic.model_copy(update={"until": first.published_at.replace(day=27)})
    keep(first, topic=ended)
    assert keep(second, topic=ended).status == "published"


def test_notices_are_made_anew_for_each_version(
    keep: Keep, store: Store, first: Article, second: Article
) -> None:
    one, two = keep(first).made, keep(second).made
    assert one is not None
    assert two is not None
    assert "This story rests on a single source." in one.story.notices
    assert "This story rests on a single source." not in two.story.notices
    assert two.story.disclaimer == NoticeDisclaimer(store).add(two.story, ()).disclaimer


class Silent:
    """A summarizer that plans as the other one does, and writes nothing of its own."""

    def __init__(self, base: Summarizer) -> None:
        self.plan, self.headline, self.revise = base.plan, base.headline, base.revise

    async def write(self, plan: ParagraphPlan) -> Paragraph | None:
        return None


def test_a_newer_figure_that_nobody_wrote_takes_the_place_of_the_superseded_one(
    keep: Keep, store: Store, settings: Settings, first: Article, second: Article
) -> None:
    keep(first)
    agents = default_agents(store, None, settings)
    kept = keep(second, agents=replace(agents, summarizer=Silent(agents.summarizer)))
    assert told(kept) == [
        "Officials said 21 people had died in the city of Exampletown.",
        "Earlier reports put the figure at 14 people.",
        "Rescuers searched the rubble of the central market through the night.",
        "The main hospital of Exampletown lost its power for three hours.",
    ]
    (entry,) = (one for one in kept.checked.ledger if one.action == "replaced")
    assert entry.reason.startswith("superseded: ")


def test_a_story_is_updated_in_the_store_of_a_url(
    tmp_path: Path, settings: Settings, first: Article, second: Article, topic: Topic
) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    with closing(open_store(url)) as store:
        store.put([first])
        asyncio.run(keep_story(topic, store=store, settings=settings, publish=True))
        store.put([second])
    kept = update_story_sync("quake", store=url, settings=settings)
    assert (kept.status, kept.version) == ("published", "0.02")
    with closing(open_store(url)) as store:
        assert kept.uuid is not None
        assert store.stories.get(kept.uuid) == kept.made
