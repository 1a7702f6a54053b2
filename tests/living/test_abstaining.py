"""When an update abstains: the last version stays up, and the same is not tried twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from groundwood.agents.protocols import CitationChecker
from groundwood.errors import ModelUnavailable, OtherRun
from groundwood.gateway.base import Model
from groundwood.nouns import Article, Evidence, Story, Topic, Verdict
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.events import Event
from groundwood.pipelines.living.hands import Hands
from groundwood.pipelines.living.keep import Kept
from groundwood.pipelines.living.update import update_story_sync
from groundwood.pipelines.write import default_agents
from groundwood.settings import Settings
from groundwood.store import ArticleStore, Store

Keep = Callable[..., Kept]


class Desk:
    """Makes agents that refuse everything; ``opened`` counts how often it was asked for them."""

    def __init__(self, settings: Settings, checker: CitationChecker) -> None:
        self.settings = settings
        self.checker = checker
        self.opened = 0

    def __call__(self, store: ArticleStore, model: Model | None) -> Agents:
        self.opened += 1
        agents = default_agents(store, None, self.settings)
        return replace(agents, checker=self.checker)


class Breaking:
    """Cannot judge at first."""

    def __init__(self, other: CitationChecker) -> None:
        self.other = other
        self.broken = True

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        if self.broken:
            self.broken = False
            raise ModelUnavailable("the judge is gone")
        return tuple(await self.other.check(story, evidence))


def stages(update: Keep, **options: object) -> set[str]:
    """Return the stages that an update goes through."""
    seen: list[Event] = []
    update(show=seen.append, **options)
    return {event.stage for event in seen}


@pytest.fixture
def desk(settings: Settings, refusing: CitationChecker) -> Desk:
    return Desk(settings, refusing)


@pytest.fixture
def update(
    keep: Keep, desk: Desk, store: Store, settings: Settings, first: Article, second: Article
) -> Keep:
    """Update a story with the desk; its first update, which abstains, has been tried once."""
    keep(first)
    store.put([second])

    def updated(**options: object) -> Kept:
        given = {"agents": desk, "settings": settings, **options}
        return update_story_sync("quake", store=store, **given)

    assert updated().status == "abstained"
    return updated


def test_an_update_that_proves_too_little_abstains_and_the_last_version_stays_up(
    keep: Keep, desk: Desk, store: Store, first: Article, second: Article
) -> None:
    keep(first)
    kept = keep(second, agents=desk)
    assert (kept.status, kept.version, kept.made) == ("abstained", "0.01", None)
    assert kept.reason.startswith("only 0 of ")
    assert kept.uuid is not None
    assert [record.version for record in store.stories.versions(kept.uuid)] == ["0.01"]


def test_what_it_abstained_on_it_abstains_on_again_and_nobody_is_asked(
    update: Keep, desk: Desk
) -> None:
    again = update()
    assert (again.status, again.version, desk.opened) == ("abstained", "0.01", 1)
    assert again.reason.startswith("only 0 of ")
    assert again.total_usage.calls == 0


def test_an_article_on_another_subject_is_no_reason_to_try_again(
    update: Keep, desk: Desk, store: Store, other_subject: Article
) -> None:
    store.put([other_subject])
    assert (update().status, desk.opened) == ("abstained", 1)


def test_an_article_on_the_topic_is_a_reason_to_try_again(
    update: Keep, desk: Desk, store: Store, late: Article
) -> None:
    store.put([late])
    assert (update().status, desk.opened) == ("abstained", 2)


def test_a_cited_article_that_changes_is_a_reason_to_try_again_once(
    update: Keep, desk: Desk, store: Store, first: Article
) -> None:
    for text in ("Something else is told.", "Something else again is told."):
        store.put([first.model_copy(update={"text": text})])
        update()
        update()
    assert desk.opened == 3


def test_an_article_that_waits_and_changes_is_a_reason_to_try_again(
    update: Keep, desk: Desk, store: Store, second: Article
) -> None:
    store.put([second.model_copy(update={"text": f"{second.text} It is known since Friday."})])
    assert (update().status, desk.opened) == ("abstained", 2)


@pytest.mark.parametrize("other", [{"judge": "builtin"}, {"votes": 3}, {"revisions": 1}])
def test_another_judge_or_setting_is_a_reason_to_try_again(
    update: Keep, desk: Desk, settings: Settings, other: dict[str, object]
) -> None:
    update(settings=settings.model_copy(update=other))
    assert desk.opened == 2


def test_other_agents_are_a_reason_to_try_again(update: Keep) -> None:
    assert update(agents=None).status == "published"


def test_it_is_tried_again_when_that_is_asked_for(update: Keep, desk: Desk) -> None:
    assert (update(again=True).status, desk.opened) == ("abstained", 2)


def test_it_is_tried_anew_under_the_same_run_id_when_that_is_asked_for(
    update: Keep, store: Store, late: Article
) -> None:
    store.put([late])
    assert update(run_id="night").status == "abstained"
    assert "check" in stages(update, again=True, run_id="night")


def test_another_judge_tries_it_anew_under_the_same_run_id(
    update: Keep, store: Store, settings: Settings, late: Article
) -> None:
    store.put([late])
    assert update(run_id="night").status == "abstained"
    other = settings.model_copy(update={"votes": 3})
    assert "check" in stages(update, settings=other, run_id="night")


def test_one_that_broke_when_it_was_tried_again_goes_on_where_it_was(
    update: Keep, desk: Desk
) -> None:
    desk.checker = Breaking(desk.checker)
    with pytest.raises(ModelUnavailable):
        update(again=True, run_id="night")
    went = stages(update, again=True, run_id="night")
    assert ("check" in went, "write" in went) == (True, False)


def test_one_that_broke_is_not_taken_up_by_another_judge(
    update: Keep, desk: Desk, settings: Settings
) -> None:
    desk.checker = Breaking(desk.checker)
    with pytest.raises(ModelUnavailable):
        update(again=True, run_id="night")
    with pytest.raises(OtherRun, match=r"'night' is a run on another topic, .* by another judge"):
        update(settings=settings.model_copy(update={"judge": "builtin"}), run_id="night")


def test_a_window_that_moves_on_is_no_reason_to_try_again(
    keep: Keep, desk: Desk, topic: Topic, first: Article, second: Article
) -> None:
    assert first.published_at is not None
    days = [first.published_at - timedelta(days=ago) for ago in (3, 2)]
    windows = [topic.model_copy(update={"since": day}) for day in days]
    keep(first, topic=windows[0])
    ends = [keep(second, topic=window, agents=desk).status for window in windows]
    assert (ends, desk.opened) == (["abstained", "abstained"], 1)


def test_the_default_agents_are_known_whether_they_are_given_or_made(
    store: Store, settings: Settings
) -> None:
    """A batch gives agents that it has made once; an update leaves them to be made."""
    for judge in ("lexical", "builtin"):
        asked = settings.model_copy(update={"judge": judge})
        given = Hands("none", agents=default_agents(store, None, asked), settings=asked)
        assert given.signature == Hands(settings=asked).signature


def test_what_is_not_settled_is_not_remembered(update: Keep, desk: Desk, store: Store) -> None:
    kept = update(again=True, publish=False)
    assert kept.uuid is not None
    before = store.stories.abstention(kept.uuid, "0.01")
    assert before is not None
    assert (before.tried, before.reason) == (kept.tried, kept.reason)


def test_a_published_version_begins_without_a_memory(update: Keep, store: Store) -> None:
    kept = update(agents=None)
    assert kept.uuid is not None
    assert store.stories.abstention(kept.uuid, "0.02") is None
