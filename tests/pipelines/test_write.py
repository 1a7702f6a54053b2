"""What users call, with a model that writes freely by a script."""

import asyncio
import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood import CheckedStory, ScriptedModel, Topic, render_story, write_story_sync
from groundwood.errors import AnswerInvalid, InputError, ModelUnavailable, StoreError
from groundwood.gateway.base import Model, Prompt
from groundwood.nouns import Article, Finding, Story, Usage, Verdict
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.events import Event
from groundwood.pipelines.write import default_agents, story_events, write_story
from groundwood.settings import Settings
from groundwood.store import ArticleStore, open_store

BRIDGE = Article(
    title="Harbour bridge opens again",
    url="https://wire.invalid/bridge",
    source="Wire",
    published_at="2024-05-02T10:00:00Z",
    tags=("bridge",),
    text="The harbour bridge of Exampletown opened again on Thursday after 14 months of work. "
    "The repair cost 3.2 million dollars, Mayor Anna Berg said.",
)
FERRY = Article(
    title="Ferry crew finds new work",
    url="https://ledger.invalid/ferry",
    source="Ledger",
    published_at="2024-05-03T10:00:00Z",
    tags=("ferry",),
    text="The harbour ferry of Exampletown made its last crossing on Friday. "
    "Its crew of nine people found new work at the port, the harbour office said.",
)
OPENED = "The harbour bridge of Exampletown opened again on Thursday."
COST = "The repair cost 3.2 million dollars, Mayor Anna Berg said."
WRONG = "The repair cost 5.2 million dollars, Mayor Anna Berg said."
CREW = "The crew of nine people of the ferry found new work at the port, the harbour office said."
HEADLINE = "Exampletown swaps its ferry for a bridge"

Script = dict[str, Any]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))


def cited(*texts: str) -> Script:
    return {"sentences": [{"text": text, "citations": ["A"]} for text in texts]}


def paragraphs(bridge: Script, ferry: Script) -> Callable[[Prompt], Script]:
    return lambda prompt: bridge if BRIDGE.text in prompt.user else ferry


def plan(prompt: Prompt) -> Script:
    """Give each passage a paragraph of its own, the bridge's first."""
    shown = re.findall(r"<source-\w+ (\d+)[^>]*>\n(.*?)\n</", prompt.user, re.DOTALL)
    order = sorted(shown, key=lambda passage: "bridge" not in passage[1])
    return {"paragraphs": [{"aim": "tell", "passages": [label]} for label, _ in order]}


def scripted(bridge: Script | None = None, **rules: Any) -> ScriptedModel:
    script: dict[str, Any] = {
        "plan": plan,
        "paragraph": paragraphs(bridge or cited(OPENED, COST), cited(CREW)),
        "headline": {"headline": HEADLINE},
        **rules,
    }
    return ScriptedModel({f"summarizer/{name}": line for name, line in script.items()})


def told(model: Model | str, **options: Any) -> CheckedStory:
    return write_story_sync("harbour", [BRIDGE, FERRY], model=model, **options)


def texts(checked: CheckedStory) -> list[str]:
    assert checked.story is not None
    return [sentence.text for sentence in checked.story.sentences]


def asked(model: ScriptedModel, name: str) -> list[Prompt]:
    return [prompt for prompt in model.calls if prompt.name == f"summarizer/{name}"]


def test_what_a_faithful_model_writes_is_published_as_it_was_written() -> None:
    model = scripted()
    checked = told(model)
    assert checked.story is not None
    assert texts(checked) == [OPENED, COST, CREW]
    assert checked.story.title == HEADLINE
    assert checked.story.article_ids == (BRIDGE.id, FERRY.id)
    assert {verdict.finding for verdict in checked.verdicts} == {Finding.SUPPORTED}
    assert (checked.ledger, checked.model) == ((), "scripted")
    assert asked(model, "revise") == []


def test_a_wrong_number_is_caught_and_revised_once_with_the_reason_told_to_the_model() -> None:
    mended = {"text": COST, "citations": ["A"]}
    model = scripted(cited(OPENED, WRONG), revise=mended)
    checked = told(model)
    assert texts(checked) == [OPENED, COST, CREW]
    assert [(e.action, e.finding, e.before.text) for e in checked.ledger] == [
        ("revised", Finding.WRONG_NUMBER, WRONG)
    ]
    (prompt,) = asked(model, "revise")
    assert WRONG in prompt.user
    assert 'The finding is "wrong number"' in prompt.user
    assert "the source says '3.2 million', the sentence says '5.2 million'" in prompt.user


def test_a_model_that_insists_on_a_wrong_number_is_overruled_with_a_ledger_entry() -> None:
    insists = [
        {"text": "The repair cost 6.2 million dollars, Mayor Anna Berg said.", "citations": ["A"]},
        {"text": "The repair cost 7.2 million dollars, Mayor Anna Berg said.", "citations": ["A"]},
    ]
    model = scripted(cited(OPENED, WRONG), revise=insists)
    checked = told(model)
    text = render_story(checked, "text")
    assert len(asked(model, "revise")) == 2
    assert not re.search(r"[567]\.2 million", text)
    assert OPENED in texts(checked)
    assert [entry.action for entry in checked.ledger][:2] == ["revised", "revised"]
    assert checked.ledger[2].action in ("replaced", "removed")
    assert all(entry.finding is Finding.WRONG_NUMBER for entry in checked.ledger)


def test_a_model_that_gives_the_sentence_up_is_not_asked_again() -> None:
    model = scripted(cited(OPENED, WRONG), revise={"text": "", "citations": []})
    checked = told(model)
    assert len(asked(model, "revise")) == 1
    assert WRONG not in texts(checked)
    assert [entry.action for entry in checked.ledger] in (["replaced"], ["removed"])


def test_a_story_that_is_invented_as_a_whole_is_not_printed() -> None:
    lies = ("A comet hit the town hall.", "Pirates of 1723 took 40 ships.", "Gold costs 9 dollars.")
    gone = {"text": "", "citations": []}
    both = paragraphs(cited(*lies), cited("Nobody was there in 1999."))
    checked = told(scripted(paragraph=both, revise=gone))
    printed = "" if checked.story is None else render_story(checked, "text")
    assert not [lie for lie in lies if lie in printed]
    assert {entry.action for entry in checked.ledger} <= {"replaced", "removed"}
    assert len(checked.ledger) >= 4


def test_a_citation_of_anything_but_the_paragraphs_own_passages_is_no_answer() -> None:
    for invented in ("B", FERRY.id, "deadbeef"):
        bad = {"sentences": [{"text": OPENED, "citations": [invented]}]}
        with pytest.raises(AnswerInvalid, match="there is no passage"):
            told(scripted(bad))


def test_no_prompt_holds_the_id_of_an_article() -> None:
    model = scripted(cited(OPENED, WRONG), revise={"text": COST, "citations": ["A"]})
    told(model)
    everything = "".join(prompt.system + prompt.user for prompt in model.calls)
    assert BRIDGE.id not in everything
    assert FERRY.id not in everything


def test_usage_is_added_up_per_agent_and_stays_with_the_models_own_count() -> None:
    model = scripted()
    checked = told(model)
    assert checked.usage == model.usage
    assert checked.usage["summarizer"].calls == len(model.calls) == 4
    assert checked.total_usage == sum(model.usage.values(), Usage())


def test_a_second_story_of_the_same_model_has_a_usage_of_its_own() -> None:
    model = scripted()
    first, second = told(model), told(model)
    assert first.usage == second.usage
    assert model.usage["summarizer"] == first.total_usage + second.total_usage


def test_a_story_can_be_written_without_await_while_an_event_loop_runs() -> None:
    async def notebook() -> CheckedStory:
        return told(scripted())

    assert texts(asyncio.run(notebook())) == [OPENED, COST, CREW]


def test_a_story_can_be_awaited() -> None:
    checked = asyncio.run(write_story("harbour", [BRIDGE, FERRY], model=scripted()))
    assert checked.outcome.status == "published"


def test_events_tell_the_stages_in_order_and_what_the_calls_took() -> None:
    async def watch() -> list[Event]:
        return [event async for event in story_events("harbour", [BRIDGE, FERRY], model=scripted())]

    events = asyncio.run(watch())
    finished = [event.stage for event in events if event.kind == "finished"]
    assert finished == ["retrieve", "plan", "write", "write", "assemble", "check", "disclaim"]
    assert [event.usage.calls for event in events] == sorted(event.usage.calls for event in events)
    assert events[-1].usage.calls == 4
    assert events[-1].story is not None
    assert [event for event in events[:-1] if event.story] == []


class Suspicious:
    """A checker that trusts the harbour office and nobody else."""

    async def check(self, story: Story, evidence: Any) -> tuple[Verdict, ...]:
        return tuple(
            Verdict(
                paragraph=p,
                sentence=s,
                text=sentence.text,
                finding=Finding.SUPPORTED if "office" in sentence.text else Finding.UNSUPPORTED,
                reason="as I please",
                evidence=sentence.citations,
                checker="suspicious",
                version="1",
            )
            for p, paragraph in enumerate(story.paragraphs)
            for s, sentence in enumerate(paragraph.sentences)
        )


def test_one_agent_can_be_replaced_and_the_others_stay() -> None:
    def agents(store: ArticleStore, model: Model | None) -> Agents:
        return dataclasses.replace(default_agents(store, model), checker=Suspicious(), revisions=0)

    checked = told(scripted(), agents=agents)
    assert texts(checked) == [CREW]
    assert {verdict.checker for verdict in checked.verdicts} == {"suspicious"}
    assert [e.reason for e in checked.ledger if e.action == "removed"] == ["as I please"] * 2


def test_an_open_store_is_read_and_left_open() -> None:
    store = open_store("sqlite://")
    store.put([BRIDGE, FERRY])
    checked = write_story_sync(Topic(tags=("ferry",)), store=store, model=scripted())
    assert texts(checked) == [CREW]
    assert store.count() == 2
    store.close()


def test_a_store_can_be_named_by_its_url(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    store = open_store(url)
    store.put([BRIDGE, FERRY])
    store.close()
    checked = write_story_sync("bridge", store=url, model="none")
    assert BRIDGE.id in {source.article_id for source in checked.sources}


def test_a_store_that_is_not_there_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"sqlite:///no\.db is not there"):
        write_story_sync("bridge", store="sqlite:///no.db", model="none")
    assert list(tmp_path.iterdir()) == []


def test_no_articles_at_all_are_an_error_that_says_so() -> None:
    with pytest.raises(InputError, match="no articles were given"):
        write_story_sync("harbour", [], model="none")


@pytest.mark.parametrize("name", ["plan", "paragraph", "headline"])
def test_a_model_that_does_not_answer_stops_the_story_with_its_error(name: str) -> None:
    model = scripted(**{name: ModelUnavailable("model 'x' did not answer")})
    with pytest.raises(ModelUnavailable, match="model 'x' did not answer"):
        told(model)


def test_a_model_that_fails_at_mending_stops_the_story_and_prints_no_wrong_sentence() -> None:
    model = scripted(cited(OPENED, WRONG), revise=ModelUnavailable("model 'x' did not answer"))
    with pytest.raises(ModelUnavailable):
        told(model)


def test_a_story_is_written_over_the_wire_and_paid_once(mock: Any, tmp_path: Path) -> None:
    mock.config.replies = [
        {"match": "Plan a news story", "json": {"paragraphs": [{"aim": "a", "passages": ["1"]}]}},
        {"match": "Write the headline", "json": {"headline": HEADLINE}},
        {"match": "A published.*harbour bridge", "json": cited(OPENED, COST)},
        {"match": "A published.*harbour ferry", "json": cited(CREW)},
    ]
    settings = Settings(cache_dir=tmp_path / "cache", price_in=1.0, price_out=2.0)
    spec = f"{mock.base_url}#mock"
    first = told(spec, settings=settings)
    assert first.story is not None
    assert first.model == spec
    assert first.usage["summarizer"].calls == mock.stats["requests"] == 3
    assert first.usage["summarizer"].cost > 0
    again = told(spec, settings=settings)
    assert mock.stats["requests"] == 3
    assert texts(again) == texts(first)
    assert (again.total_usage.calls, again.total_usage.cached_calls) == (0, 3)
