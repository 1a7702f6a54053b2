"""A story is kept up to date: a first version when there is none, else the next one."""

from collections.abc import Callable
from contextlib import AbstractContextManager, aclosing
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from groundwood.agents.checker.judges.judge import Judge
from groundwood.gateway.base import Model
from groundwood.nouns import CheckedStory, Noun, Outcome, Topic, Usage
from groundwood.nouns.version import Abstention, StoryVersion
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.events import Event
from groundwood.pipelines.living.graph import OFF_TOPIC
from groundwood.pipelines.living.hands import Hands, SharedHands
from groundwood.pipelines.living.job import UpdateJob, update_job
from groundwood.pipelines.living.trying import tried_on
from groundwood.pipelines.living.work import Looking, Work, unread
from groundwood.pipelines.run import Job, run_story
from groundwood.pipelines.write import AgentsFactory, open_job
from groundwood.settings import Settings
from groundwood.store.base import Store

NOTHING_CAME = "no new article, and no cited one has changed"
NOTHING_GOES = "no sentence rests on what was split off alone, and nothing else came in"

Show = Callable[[Event], None]


class Kept(Noun):
    """What keeping a story up to date came to.

    ``version`` is the new version when it is to be published, else the one that stays up, none
    where there is no story. ``made`` is what is to be published. Articles up to the arrival number
    ``seen`` were weighed. ``checked`` is what the run came to, also when it abstained. ``tried`` is
    the digest of what an update that abstained was tried on and with.
    """

    status: Literal["published", "unchanged", "abstained"]
    slug: str
    uuid: UUID | None = None
    version: str | None = None
    reason: str = ""
    seen: int = 0
    made: StoryVersion | None = None
    checked: CheckedStory
    usage: dict[str, Usage] = Field(default_factory=dict)
    tried: str = ""

    @property
    def total_usage(self) -> Usage:
        """The usage of all agents together."""
        return sum(self.usage.values(), Usage())


async def keep_story(
    topic: Topic,
    *,
    store: Store,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    agents: AgentsFactory | Agents | None = None,
    run_id: str | None = None,
    probe: bool | None = None,
    settings: Settings | None = None,
    show: Show | None = None,
    publish: bool = False,
    again: bool = False,
) -> Kept:
    """Write the first version of the story that the topic names, or bring it up to date.

    Nothing is written into the store unless ``publish`` is set: then the story is locked for the
    time, and `settle` called. A caller that settles by itself holds `story_lock` around both. When
    nothing came in since an update was unchanged or abstained, no model is opened.

    Args:
        topic: what the story is about; its ``slug`` names the story.
        store: an open store.
        model, judge, agents, run_id, probe, settings: as for `write_story`.
        show: is called with each event.
        publish: whether what was made is published.
        again: whether an update that abstained is tried again on the same articles.

    Raises:
        StoreBusy: with ``publish``, somebody else works on the story.
        GroundwoodError: what stopped the run; an abstention is no error.
    """
    options = Options(
        store=store,
        hands=Hands(model, judge, agents, settings),
        run_id=run_id,
        probe=probe,
        show=show,
        again=again,
    )
    if not publish:
        return await _kept(topic, options)
    with story_lock(store, topic.slug):
        kept = await _kept(topic, options)
        settle(kept, store)
        return kept


def settle(kept: Kept, store: Store) -> None:
    """Publish what was made, or remember what was weighed in vain; again it changes nothing."""
    if kept.made is not None:
        store.stories.publish(kept.made)
    elif kept.uuid is not None and kept.version is not None:
        if kept.status == "unchanged":
            store.stories.note_seen(kept.uuid, kept.version, kept.seen)
        else:
            abstention = Abstention(tried=kept.tried, reason=kept.reason)
            store.stories.note_abstention(kept.uuid, kept.version, abstention)


def story_lock(store: Store, slug: str) -> AbstractContextManager[None]:
    """Hold the story, so that no other process or task writes it.

    Raises:
        StoreBusy: somebody holds it.
    """
    return store.lock(f"story {slug}")


@dataclass(frozen=True)
class Options:
    """With what a story is kept up to date; see `keep_story`."""

    store: Store
    hands: Hands | SharedHands = field(default_factory=Hands)
    run_id: str | None = None
    probe: bool | None = None
    show: Show | None = None
    again: bool = False

    async def for_job(self) -> dict[str, Any]:
        """Return what `open_job` takes beside topic and store."""
        return {**await self.hands.ready(), "run_id": self.run_id, "probe": self.probe}


async def _kept(topic: Topic, options: Options) -> Kept:
    uuid = options.store.stories.named(topic.slug)
    base = options.store.stories.get(uuid) if uuid is not None else None
    if base is None:
        return await first_version(topic, options)
    return await next_version_of(base, topic, options)


async def first_version(
    topic: Topic, options: Options, *, origin: str | None = None, source: Any = None
) -> Kept:
    """Write the first version; ``source`` is the store that it is written from, if another."""
    seen = options.store.latest_arrival()
    given = await options.for_job()
    async with open_job(topic, store=source or options.store, **given) as job:
        checked = await _run(job, options.show)
    made = None
    if checked.story is not None:
        made = StoryVersion(
            slug=topic.slug,
            topic=topic,
            checked=checked,
            arrival=seen,
            basis=_basis(options.store, checked, seen),
            origin=origin,
            run_id=options.run_id,
        )
    return _told(topic.slug, checked, seen, made)


async def next_version_of(
    base: StoryVersion, topic: Topic, options: Options, looking: Looking | None = None
) -> Kept:
    """Bring the version up to date with what came in, and with what became of its sources.

    What it abstained on before it abstains on again, unless somebody else is to write or check, or
    ``options.again`` is set.
    """
    work = unread(options.store, base, topic, looking)
    if not work.is_any:
        return _told(base.slug, _ended("unchanged", _why_unchanged(work)), work.seen, None, base)
    tried = tried_on(options.store, base, topic, work, options.hands.signature)
    before = options.store.stories.abstention(base.story.uuid, base.story.version)
    if before is not None and before.tried == tried and not options.again:
        checked, made = _ended("abstained", before.reason), None
    else:
        again = options.again or before is not None
        checked, made = await _updated(base, topic, work, options, again=again)
    return _told(base.slug, checked, work.seen, made, base).model_copy(update={"tried": tried})


def _why_unchanged(work: Work) -> str:
    if work.departed.ids:
        return NOTHING_GOES
    return OFF_TOPIC if work.came_in else NOTHING_CAME


async def _updated(
    base: StoryVersion, topic: Topic, work: Work, options: Options, *, again: bool
) -> tuple[CheckedStory, StoryVersion | None]:
    """Return what the update came to, and the version that it made, if any."""
    async with open_job(topic, store=options.store, **await options.for_job()) as job:
        update = update_job(job, base, work, options.hands.signature, again=again)
        checked = await _run(update, options.show)
    return checked, _next(update, checked, options) if checked.story else None


def _next(update: UpdateJob, checked: CheckedStory, options: Options) -> StoryVersion:
    work = update.agents.work
    return StoryVersion(
        slug=update.base.slug,
        topic=update.topic,
        checked=checked,
        arrival=work.seen,
        basis=_basis(options.store, checked, work.moment),
        changes=update.changes(checked),
        run_id=options.run_id,
    )


async def _run(job: Job, show: Show | None) -> CheckedStory:
    found: CheckedStory | None = None
    async with aclosing(run_story(job)) as events:
        async for event in events:
            if show is not None:
                show(event)
            found = event.story
    assert found is not None  # the last event always holds the story
    return found


def _basis(store: Store, checked: CheckedStory, moment: int) -> dict[str, str]:
    """Return what each cited article says; nothing for one that came in again in the meantime."""
    assert checked.story is not None  # only a story has cited articles
    late = set(store.arrived(Topic(), after=moment))
    contents = store.contents(checked.story.article_ids)
    return {key: "" if key in late else content for key, content in contents.items()}


def _ended(status: Literal["unchanged", "abstained"], reason: str) -> CheckedStory:
    return CheckedStory(outcome=Outcome(status=status, reason=reason))


def _told(
    slug: str,
    checked: CheckedStory,
    seen: int,
    made: StoryVersion | None,
    base: StoryVersion | None = None,
) -> Kept:
    up = made or base
    status = checked.outcome.status
    assert status != "failed"  # what stops a run is raised
    return Kept(
        status=status,
        slug=slug,
        uuid=up.story.uuid if up else None,
        version=up.story.version if up else None,
        reason=checked.outcome.reason,
        seen=seen,
        made=made,
        checked=checked,
        usage=checked.usage,
    )
