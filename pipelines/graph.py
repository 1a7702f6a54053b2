"""The story graph: retrieve → plan → write → check ⇄ revise → (probe →) disclaim."""

from collections.abc import Awaitable, Callable
from functools import cache, wraps
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Send

from groundwood import errors
from groundwood.errors import GroundwoodError
from groundwood.nouns import Outcome, ParagraphPlan, Story
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.clock import now
from groundwood.pipelines.metering import task_meter
from groundwood.pipelines.revision import narrow, needs_edit, revise
from groundwood.pipelines.state import Draft, StoryState
from groundwood.pipelines.telling import Teller
from groundwood.pipelines.title import with_true_title
from groundwood.pipelines.watching import agent_at_work, tell_result

LEAST_SHARE = 1 / 3
"""A story abstains when less than this share of its drafted sentences passed the check."""

Context = Runtime[Agents]
StoryGraph = CompiledStateGraph[StoryState, Agents, StoryState, StoryState]


async def retrieve(state: StoryState, runtime: Context) -> StoryState:
    """Gather the evidence for the topic."""
    return {"evidence": await runtime.context.retriever.gather(state["topic"])}


async def plan(state: StoryState, runtime: Context) -> StoryState:
    """Plan the paragraphs, each with its own passages and what sources tell differently of them."""
    agents, evidence = runtime.context, state["evidence"]
    planned = await agents.summarizer.plan(evidence)
    if agents.mediator is not None:
        planned = await agents.mediator.weigh(planned, evidence)
    return {"plan": planned}


async def write(paragraph: ParagraphPlan, runtime: Context) -> StoryState:
    """Write one paragraph. A failure is returned as data, so that the others can finish."""
    try:
        written = await runtime.context.summarizer.write(paragraph)
    except GroundwoodError as exc:
        failed = Draft(index=paragraph.index, error=str(exc), error_type=type(exc).__name__)
        return {"drafts": [failed]}
    return {"drafts": [Draft(index=paragraph.index, paragraph=written)]}


async def assemble(state: StoryState, runtime: Context) -> StoryState:
    """Put the paragraphs in order under a headline, with all sides of what sources tell differently.

    Raises the first failure of a writer.
    """
    drafts = state["drafts"]
    for draft in drafts:
        if draft.error is not None:
            raise getattr(errors, draft.error_type or "", GroundwoodError)(draft.error)
    written = [(draft.index, draft.paragraph) for draft in drafts if draft.paragraph is not None]
    written = Teller(runtime.context.store).told(written, state["plan"])
    paragraphs = tuple(paragraph for _, paragraph in written)
    if not paragraphs:
        return {"outcome": _abstained("nothing could be written from the evidence")}
    title = await runtime.context.summarizer.headline(state["evidence"], paragraphs)
    story = Story(title=title, updated_at=now(), paragraphs=paragraphs)
    return {
        "story": story,
        "outline": [index for index, _ in written],
        "written": len(story.sentences),
        "round": 0,
    }


async def check(state: StoryState, runtime: Context) -> StoryState:
    """Judge every sentence, and narrow the citations of those that pass to what supports them."""
    story, outline = state["story"], state["outline"]
    verdicts = await runtime.context.checker.check(story, state["evidence"])
    edit = narrow(story, outline, verdicts)
    return {"story": edit.story, "verdicts": list(verdicts), "ledger": edit.ledger}


async def mend(state: StoryState, runtime: Context) -> StoryState:
    """Revise, replace or remove the sentences that failed."""
    edit = await revise(
        runtime.context,
        state["story"],
        state["outline"],
        state["plan"],
        state["verdicts"],
        state["round"],
    )
    return {
        "story": edit.story,
        "outline": edit.outline,
        "ledger": edit.ledger,
        "round": state["round"] + 1,
    }


async def probe(state: StoryState, runtime: Context) -> StoryState:
    """Check false variants of the story. A failure leaves the story, and its reason for a rate."""
    prober = runtime.context.prober
    if prober is None:
        return {}
    try:
        found = await prober.probe(state["story"], state["evidence"], state["verdicts"])
    except GroundwoodError as exc:
        found = prober.none(f"the check of its false variants failed: {exc}")
    return {"probe": found}


async def disclaim(state: StoryState, runtime: Context) -> StoryState:
    """See that the headline follows, add notices and disclaimer, and publish."""
    agents, verdicts = runtime.context, state["verdicts"]
    titled = await with_true_title(agents, state["story"], state["evidence"], verdicts)
    probed = (state["probe"],) if "probe" in state else ()
    story = agents.disclaimer.add(titled.story, verdicts, *probed)
    return {"story": story, "ledger": titled.ledger, "outcome": Outcome(status="published")}


async def abstain(state: StoryState, runtime: Context) -> StoryState:
    """End without a story, and say why."""
    return {"outcome": state.get("outcome") or _abstained(_why_too_little(state))}


def after_retrieve(state: StoryState) -> str:
    """Plan when there is evidence."""
    return "plan" if state["evidence"].hits else "abstain"


def after_plan(state: StoryState) -> list[Send] | str:
    """Send each paragraph that is not yet written to a writer of its own."""
    written = {draft.index for draft in state.get("drafts", []) if draft.error is None}
    missing = [p for p in state["plan"].paragraphs if p.index not in written]
    if missing:
        return [Send("write", paragraph) for paragraph in missing]
    return "assemble" if written else "abstain"


def after_assemble(state: StoryState) -> str:
    """Check what was written."""
    return "abstain" if "outcome" in state else "check"


def after_check(state: StoryState, runtime: Context) -> str:
    """Publish when every sentence may stand, probed if that is asked for; mend else."""
    if needs_edit(state["story"], state["verdicts"]):
        return "mend"
    return "disclaim" if runtime.context.prober is None else "probe"


def after_mend(state: StoryState) -> str:
    """Check again, unless too little is left."""
    left = len(state["story"].sentences)
    return "check" if left and left >= state["written"] * LEAST_SHARE else "abstain"


def metered(node: Callable[..., Awaitable[StoryState]]) -> Any:
    """Return the node with what its model calls took in its result, its agent seen from outside."""
    stage = node.__name__

    @wraps(node)
    async def counted(state: Any, runtime: Context) -> StoryState:
        with task_meter() as meter, agent_at_work(stage, meter) as span:
            result = await node(state, runtime)
            tell_result(stage, state, result, span)
        return {**result, "usage": meter.usage}

    return counted


def build_graph(
    checkpointer: BaseCheckpointSaver[str] | None = None,
) -> StoryGraph:
    """Return the compiled graph; it takes a topic as state and `Agents` as context."""
    return _compiled().copy({"checkpointer": checkpointer})


@cache
def _compiled() -> StoryGraph:
    builder = StateGraph(StoryState, context_schema=Agents)
    nodes: dict[str, Any] = {
        "retrieve": retrieve,
        "plan": plan,
        "assemble": assemble,
        "check": check,
        "mend": mend,
        "probe": probe,
        "disclaim": disclaim,
        "abstain": abstain,
    }
    for name, node in nodes.items():
        builder.add_node(name, metered(node))
    builder.add_node("write", metered(write), input_schema=ParagraphPlan)
    builder.add_edge(START, "retrieve")
    builder.add_conditional_edges("retrieve", after_retrieve, ["plan", "abstain"])
    builder.add_conditional_edges("plan", after_plan, ["write", "assemble", "abstain"])
    builder.add_edge("write", "assemble")
    builder.add_conditional_edges("assemble", after_assemble, ["check", "abstain"])
    builder.add_conditional_edges("check", after_check, ["mend", "probe", "disclaim"])
    builder.add_conditional_edges("mend", after_mend, ["check", "abstain"])
    builder.add_edge("probe", "disclaim")
    builder.add_edge("disclaim", END)
    builder.add_edge("abstain", END)
    return builder.compile()


def mermaid() -> str:
    """Return the graph as Mermaid text; nothing is sent anywhere."""
    return build_graph().get_graph().draw_mermaid()


def _abstained(reason: str) -> Outcome:
    return Outcome(status="abstained", reason=reason)


def _why_too_little(state: StoryState) -> str:
    if not state["evidence"].hits:
        found = state["evidence"].considered
        return f"no usable evidence for the topic ({found} articles matched)"
    if "story" not in state:
        return "the evidence is too thin for a single paragraph"
    left, written = len(state["story"].sentences), state["written"]
    return f"only {left} of {written} sentences could be proven"
