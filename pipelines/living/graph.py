"""The update graph: what arrived → plan → write → join the story → check ⇄ mend → disclaim."""

from itertools import takewhile
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Send

from groundwood import errors
from groundwood.agents.corrections import with_corrections
from groundwood.errors import GroundwoodError
from groundwood.nouns import (
    Evidence,
    Hit,
    Outcome,
    Paragraph,
    ParagraphPlan,
    Passage,
    Plan,
    Story,
)
from groundwood.pipelines import graph as first
from groundwood.pipelines.clock import now
from groundwood.pipelines.graph import StoryGraph, metered
from groundwood.pipelines.living.arranging import (
    arranged,
    made_room,
    surplus,
    told_once,
    without,
    without_overtaken,
    worth_adding,
)
from groundwood.pipelines.living.changes import changes, corrections
from groundwood.pipelines.living.context import Updating
from groundwood.pipelines.living.departing import departing
from groundwood.pipelines.living.novelty import untold, what_arrived
from groundwood.pipelines.living.renewing import renew, renewals, without_stray_history
from groundwood.pipelines.living.repairing import old_plans, repaired
from groundwood.pipelines.living.sparing import spared
from groundwood.pipelines.revision import needs_edit, revise
from groundwood.pipelines.state import StoryState
from groundwood.pipelines.telling import Teller

NOTHING_NEW = "nothing new is said"
OFF_TOPIC = "no new article is on the topic"
UNTELLABLE = "what is new cannot be told by itself"
NO_SOURCE_LEFT = "every source of the story was withdrawn, and nothing new came in"
NOTHING_LEFT = "nothing of the story would be left"
NOT_PROVEN = "nothing of what is new could be proven"

Context = Runtime[Updating]


class UpdateState(StoryState, total=False):
    """The state of an update: that of a story, and what is new in it.

    ``fresh`` holds the passages that tell something new, ``old`` how many paragraph plans are those
    of the story as it was, ``is_due`` says that sentences must be mended or go whatever is new,
    ``is_on_topic`` that the retriever took something of what arrived.
    """

    fresh: Evidence
    old: int
    is_due: bool
    is_on_topic: bool
    is_renewed: bool


async def retrieve(state: UpdateState, runtime: Context) -> UpdateState:
    """Gather what arrived, without what is told already, beside what the story cites."""
    agents = runtime.context
    arrived = await what_arrived(agents, state["topic"]) if agents.arrived else None
    fresh = await untold(agents, arrived) if arrived else Evidence(topic=state["topic"])
    evidence = _evidence(agents, fresh)
    return {
        "fresh": fresh,
        "evidence": evidence,
        "is_due": agents.work.is_due,
        "is_on_topic": arrived is not None and _is_on_topic(agents, arrived),
    }


def _is_on_topic(agents: Updating, arrived: Evidence) -> bool:
    """Say whether the retriever took something of what arrived, or knew it for a copy."""
    return bool(arrived.hits or set().union(*arrived.copies.values()).intersection(agents.arrived))


async def plan(state: UpdateState, runtime: Context) -> UpdateState:
    """Plan the new paragraphs behind those that there are, and weigh what sources tell differently."""
    agents, fresh = runtime.context, state["fresh"]
    old = old_plans(agents, repaired(agents))
    new = (await agents.summarizer.plan(fresh)).paragraphs if fresh.hits else ()
    at = len(agents.base.story.paragraphs)
    chosen = worth_adding(new, agents.store)
    placed = [one.model_copy(update={"index": at + i}) for i, one in enumerate(chosen)]
    planned = Plan(paragraphs=(*old, *placed))
    if placed and agents.mediator is not None:
        planned = await agents.mediator.weigh(planned, state["evidence"])
    return {"plan": planned, "old": at}


async def assemble(state: UpdateState, runtime: Context) -> UpdateState:
    """Join the new paragraphs to the story; it keeps its uuid, and has the next version.

    Raises the first failure of a writer.
    """
    agents = runtime.context
    mended = repaired(agents)
    known = frozenset(s.text for p in (*agents.base.story.paragraphs, *mended) for s in p.sentences)
    drafts = state.get("drafts", [])
    for draft in drafts:
        if draft.error is not None:
            raise getattr(errors, draft.error_type or "", GroundwoodError)(draft.error)
    told = ((draft.index, _without(draft.paragraph, known)) for draft in drafts)
    new = [(index, paragraph) for index, paragraph in told if paragraph is not None]
    articles = agents.store.get(state["evidence"].article_ids)
    placed, departed = without([*enumerate(mended)], departing(agents, mended))
    old, ledger = without_overtaken(placed, state["fresh"], agents.store)
    story = Teller(agents.store).told(arranged(old, new, articles), state["plan"])
    gone = surplus(story, [index for index, _ in new], articles) if new else []
    story = [one for one in story if one not in gone]
    paragraphs = tuple(paragraph for _, paragraph in story)
    if not paragraphs:
        return {"outcome": Outcome(status="abstained", reason=NOTHING_LEFT)}
    title = agents.base.story.title
    ahead = [p for _, p in takewhile(lambda one: one[0] >= state["old"], story)]
    if ahead:
        title = await agents.summarizer.headline(state["fresh"], ahead)
    return {
        "story": _versioned(agents, title, paragraphs),
        "outline": [index for index, _ in story],
        "written": sum(len(paragraph.sentences) for paragraph in paragraphs),
        "ledger": [*departed, *ledger, *made_room(gone)],
        "round": 0,
    }


async def mend(state: UpdateState, runtime: Context) -> UpdateState:
    """Put newer facts in place of what they supersede, once; after that, mend what failed."""
    agents, story, verdicts = runtime.context, state["story"], state["verdicts"]
    outdated = [] if state.get("is_renewed") else renewals(agents, verdicts)
    if outdated:
        story, outline, ledger = renew(agents, story, state["outline"], outdated)
        return {"story": story, "outline": outline, "ledger": ledger, "is_renewed": True}
    bare = without_stray_history(story, state["outline"], verdicts)
    if bare is not None:
        return {"story": bare[0], "outline": bare[1], "round": state["round"] + 1}
    edit = await revise(
        spared(agents, state["old"]),
        story,
        state["outline"],
        state["plan"],
        verdicts,
        state["round"],
    )
    story, outline, repeated = told_once(edit.story, edit.outline)
    return {
        "story": story,
        "outline": outline,
        "ledger": [*edit.ledger, *repeated],
        "round": state["round"] + 1,
    }


async def disclaim(state: UpdateState, runtime: Context) -> UpdateState:
    """Publish as a first version is, with notices of what was corrected; or find nothing changed."""
    agents = runtime.context
    if _is_unchanged(agents, state["story"]):
        return {"outcome": Outcome(status="unchanged", reason=NOT_PROVEN)}
    told: UpdateState = await first.disclaim(state, runtime)  # type: ignore[assignment, arg-type]
    found = changes(agents, told["story"], [*state["ledger"], *told["ledger"]])
    story = with_corrections(told["story"], corrections(agents, found), agents.base.story.notices)
    return {**told, "story": story}


async def abstain(state: UpdateState, runtime: Context) -> UpdateState:
    """End without a new version, and say why; the last one stays up."""
    if not state["evidence"].hits:
        reason = NOTHING_LEFT if runtime.context.departed.ids else NO_SOURCE_LEFT
        return {"outcome": Outcome(status="abstained", reason=reason)}
    told: UpdateState = await first.abstain(state, runtime)  # type: ignore[assignment, arg-type]
    return told


async def rest(state: UpdateState, runtime: Context) -> UpdateState:
    """Leave the story as it is, and say why."""
    untold_so_far = NOTHING_NEW if state["is_on_topic"] else OFF_TOPIC
    reason = UNTELLABLE if "plan" in state else untold_so_far
    return {"outcome": Outcome(status="unchanged", reason=reason)}


def after_retrieve(state: UpdateState) -> str:
    """Go on when something new is said or something cited has changed."""
    if not state["fresh"].hits and not state["is_due"]:
        return "rest"
    return "plan" if state["evidence"].hits else "abstain"


def after_plan(state: UpdateState) -> list[Send] | str:
    """Send each new paragraph that is not yet written to a writer of its own.

    It is asked without a context where a run goes on.
    """
    written = {draft.index for draft in state.get("drafts", []) if draft.error is None}
    new = [one for one in state["plan"].paragraphs if one.index >= state["old"]]
    missing = [one for one in new if one.index not in written]
    if missing:
        return [Send("write", paragraph) for paragraph in missing]
    return "assemble" if new or state["is_due"] else "rest"


def after_check(state: UpdateState, runtime: Context) -> str:
    """Mend what may not stand or is superseded; publish else."""
    agents, story, verdicts = runtime.context, state["story"], state["verdicts"]
    if needs_edit(story, verdicts):
        return "mend"
    if not state.get("is_renewed") and renewals(agents, verdicts):
        return "mend"
    return "disclaim" if agents.prober is None else "probe"


def build_update_graph(checkpointer: BaseCheckpointSaver[str] | None = None) -> StoryGraph:
    """Return the compiled graph; it takes a topic as state and `Updating` as context."""
    builder: StateGraph[Any, Any, Any, Any] = StateGraph(UpdateState, context_schema=Updating)
    nodes: dict[str, Any] = {
        "retrieve": retrieve,
        "plan": plan,
        "assemble": assemble,
        "check": first.check,
        "mend": mend,
        "probe": first.probe,
        "disclaim": disclaim,
        "abstain": abstain,
        "rest": rest,
    }
    for name, node in nodes.items():
        builder.add_node(name, metered(node))
    builder.add_node("write", metered(first.write), input_schema=ParagraphPlan)
    builder.add_edge(START, "retrieve")
    builder.add_conditional_edges("retrieve", after_retrieve, ["plan", "abstain", "rest"])
    builder.add_conditional_edges("plan", after_plan, ["write", "assemble", "rest"])
    builder.add_edge("write", "assemble")
    builder.add_conditional_edges("assemble", first.after_assemble, ["check", "abstain"])
    builder.add_conditional_edges("check", after_check, ["mend", "probe", "disclaim"])
    builder.add_conditional_edges("mend", first.after_mend, ["check", "abstain"])
    builder.add_edge("probe", "disclaim")
    for last in ("disclaim", "abstain", "rest"):
        builder.add_edge(last, END)
    compiled: CompiledStateGraph[Any, Any, Any, Any] = builder.compile(checkpointer=checkpointer)
    return compiled


def update_mermaid() -> str:
    """Return the update graph as Mermaid text; nothing is sent anywhere."""
    return build_update_graph().get_graph().draw_mermaid()


def _evidence(agents: Updating, fresh: Evidence) -> Evidence:
    """Return what the checker may look into: what the story cites, whole, and what is new."""
    cited = agents.store.get(agents.staying_ids)
    old = tuple(
        Hit(passage=Passage(article_id=key, start=0, end=len(a.text)), score=0.0, why="cited")
        for key, a in cited.items()
    )
    copies = dict(fresh.copies)
    for source in (one for one in agents.base.checked.sources if one.article_id in cited):
        if found := (*source.copies, *copies.get(source.article_id, ())):
            copies[source.article_id] = tuple(dict.fromkeys(found))
    return fresh.model_copy(update={"hits": (*old, *fresh.hits), "copies": copies})


def _without(paragraph: Paragraph | None, known: frozenset[str]) -> Paragraph | None:
    """Return the paragraph without sentences that the story has already; none when it is empty."""
    if paragraph is None:
        return None
    left = tuple(s for s in paragraph.sentences if s.text not in known)
    return Paragraph(sentences=left) if left else None


def _versioned(agents: Updating, title: str, paragraphs: tuple[Paragraph, ...]) -> Story:
    base = agents.base.story
    return Story(
        uuid=base.uuid,
        version=agents.number,
        parent=base.version,
        title=title,
        updated_at=now(),
        paragraphs=paragraphs,
    )


def _is_unchanged(agents: Updating, story: Story) -> bool:
    base = agents.base.story
    same = [s.text for s in story.sentences] == [s.text for s in base.sentences]
    return same and not agents.stale
