"""What the checker finds is mended, and the ledger says before, after and why: from end to end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from groundwood import CheckedStory, ScriptedModel, render_story, write_story_sync
from groundwood.agents.checker.judges.judge import Given, Score, as_pairs
from groundwood.gateway.base import Prompt
from groundwood.nouns import Article, Finding, LedgerEntry

BRIDGE = Article(
    title="Harbour bridge opens again",
    url="https://wire.invalid/bridge",
    source="Wire",
    text="The harbour bridge of Exampletown opened to cars again. Nobody knows for how long.",
)
FERRY = Article(
    title="Ferry crew finds new work",
    url="https://ledger.invalid/ferry",
    source="Ledger",
    text="The harbour ferry of Exampletown made its last crossing. Its crew found work at the port.",
)
HEADLINE = "Harbour bridge of Exampletown opens again"
GONE = {"text": "", "citations": []}


@dataclass
class PartJudge:
    """Supports a claim when, for each part that it names, an article shown tells that part.

    ``parts`` maps words of claims to words of the articles that say so.
    """

    parts: dict[str, str] = field(default_factory=dict)
    name: str = "parts"
    version: str = "1"
    threshold: float = 0.5

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        return [self._one(pair.claim, " ".join(pair.evidence)) for pair in as_pairs(pairs)]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        return self.score(pairs)

    def _one(self, claim: str, shown: str) -> Score:
        needed = [words for part, words in self.parts.items() if part in claim]
        good = bool(needed) and all(words in shown for words in needed)
        share = 0.9 if good else 0.05
        return Score(supported=share, contradicted=0, neutral=1 - share)


NOBODY = "what no article says"
JUDGE = PartJudge(
    {
        "carries traffic": "opened to cars",
        "drew a crowd": NOBODY,
        "is out of service": "last crossing",
        "sailed no more": "last crossing",
    }
)
CARRIES = "The rebuilt harbour bridge carries traffic once more."
OUT = "The old harbour ferry is out of service for good."


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))


def plan(prompt: Prompt) -> Any:
    labels = re.findall(r"<source-\w+ (\d+)", prompt.user)
    return {"paragraphs": [{"aim": "tell", "passages": labels}]}


def label(prompt: Prompt, article: Article) -> str:
    """Return the label under which the prompt shows the article."""
    shown = re.findall(r"<source-\w+ (\w+)[^>]*>\n(.*?)\n</", prompt.user, re.DOTALL)
    return next(name for name, text in shown if article.text[:30] in text)


def scripted(*told: tuple[str, Sequence[Article]], **rules: Any) -> ScriptedModel:
    def paragraph(prompt: Prompt) -> Any:
        return {
            "sentences": [
                {"text": text, "citations": [label(prompt, a) for a in articles]}
                for text, articles in told
            ]
        }

    script = {
        "plan": plan,
        "paragraph": paragraph,
        "headline": {"headline": HEADLINE},
        "revise": GONE,
        **rules,
    }
    return ScriptedModel({f"summarizer/{name}": line for name, line in script.items()})


def story_of(model: ScriptedModel, judge: PartJudge = JUDGE) -> CheckedStory:
    return write_story_sync("harbour", [BRIDGE, FERRY], model=model, judge=judge)


def texts(checked: CheckedStory) -> list[str]:
    assert checked.story is not None
    return [sentence.text for sentence in checked.story.sentences]


def mended(checked: CheckedStory) -> list[LedgerEntry]:
    """Return what was done to sentences; headlines have a check of their own."""
    return [entry for entry in checked.ledger if not entry.reason.startswith("headline:")]


def revisions(model: ScriptedModel) -> list[Prompt]:
    return [prompt for prompt in model.calls if prompt.name == "summarizer/revise"]


def test_a_superfluous_citation_is_dropped_with_an_entry_that_says_which_and_why() -> None:
    checked = story_of(scripted((CARRIES, [FERRY, BRIDGE])))
    (entry,) = mended(checked)
    assert entry.action == "citation dropped"
    assert entry.after is not None
    assert (entry.before.text, entry.after.text) == (CARRIES, CARRIES)
    assert set(entry.before.article_ids) == {BRIDGE.id, FERRY.id}
    assert entry.after.article_ids == (BRIDGE.id,)
    assert entry.reason.endswith(f"without {FERRY.id} too")
    assert f"once more [{BRIDGE.id}]." in render_story(checked, "text")


def test_a_misattributed_sentence_is_cited_to_the_article_that_says_so() -> None:
    model = scripted((CARRIES, [FERRY]), (OUT, [FERRY]))
    checked = story_of(model)
    assert texts(checked) == [CARRIES, OUT]
    (entry,) = mended(checked)
    assert (entry.action, entry.finding) == ("recited", Finding.MISATTRIBUTED)
    assert entry.after is not None
    assert (entry.before.article_ids, entry.after.article_ids) == ((FERRY.id,), (BRIDGE.id,))
    assert f"{BRIDGE.id} (Harbour bridge opens again) supports it" in entry.reason
    assert {verdict.finding for verdict in checked.verdicts} == {Finding.SUPPORTED}
    assert revisions(model) == []


def test_the_span_of_a_re_cited_sentence_is_the_source_sentence_that_says_so() -> None:
    checked = story_of(scripted((CARRIES, [FERRY])))
    ((citation,),) = [verdict.evidence for verdict in checked.verdicts]
    said = [BRIDGE.quote(span) for span in citation.spans]
    assert said == ["The harbour bridge of Exampletown opened to cars again."]


def test_a_sentence_of_two_sources_that_cites_one_is_cited_to_both() -> None:
    both = "The harbour bridge carries traffic and the harbour ferry is out of service."
    checked = story_of(scripted((both, [BRIDGE])))
    assert texts(checked) == [both]
    (entry,) = mended(checked)
    assert entry.action == "recited"
    assert entry.after is not None
    assert entry.after.article_ids == (BRIDGE.id, FERRY.id)
    assert checked.verdicts[0].finding is Finding.SUPPORTED


def test_a_partly_supported_sentence_is_cut_to_what_is_supported_and_checked_again() -> None:
    whole = "The rebuilt harbour bridge carries traffic once more and drew a crowd of visitors."
    model = scripted((whole, [BRIDGE]))
    checked = story_of(model)
    assert texts(checked) == [CARRIES]
    (entry,) = mended(checked)
    assert (entry.action, entry.finding) == ("cut", Finding.PARTLY_SUPPORTED)
    assert entry.after is not None
    assert (entry.before.text, entry.after.text) == (whole, CARRIES)
    assert entry.before.citations == entry.after.citations
    assert entry.reason == (
        "the cited passages do not say: The rebuilt harbour bridge drew a crowd of visitors"
    )
    assert [(v.text, v.finding) for v in checked.verdicts] == [(CARRIES, Finding.SUPPORTED)]
    assert revisions(model) == []


def test_a_cut_keeps_the_quotation_that_stays() -> None:
    article = Article(title="Bridge", text=f"{BRIDGE.text} Berg called it “a safe road”.")
    kept = "The harbour bridge carries traffic as “a safe road” once more."
    whole = f"{kept[:-1]} and drew a crowd of visitors."
    model = scripted((whole, [article]))
    checked = write_story_sync("harbour", [article, FERRY], model=model, judge=JUDGE)
    assert texts(checked) == [kept]
    assert [entry.action for entry in mended(checked)] == ["cut"]


def test_a_sentence_whose_cut_would_leave_a_fragment_is_revised_instead() -> None:
    whole = "The bridge reopened and drew a crowd of visitors from the whole county."
    judge = PartJudge({**JUDGE.parts, "The bridge reopened": "opened to cars"})
    model = scripted((whole, [BRIDGE]), revise={"text": CARRIES, "citations": ["A"]})
    checked = story_of(model, judge)
    (prompt,) = revisions(model)
    assert 'The finding is "partly supported"' in prompt.user
    assert "The bridge drew a crowd of visitors" in prompt.user
    assert mended(checked)[0].action == "revised"


def test_a_cut_sentence_that_fails_its_own_check_is_not_printed() -> None:
    class Fickle(PartJudge):
        def _one(self, claim: str, shown: str) -> Score:
            joined = "carries traffic" in claim and "helps the trade" in claim
            share = 0.05 if joined or "crowd" in claim else 0.9
            return Score(supported=share, contradicted=0, neutral=1 - share)

    whole = (
        "The harbour bridge carries traffic again, helps the trade on the coast"
        " and draws a crowd of visitors."
    )
    checked = story_of(scripted((whole, [BRIDGE]), (OUT, [FERRY])), Fickle())
    assert mended(checked)[0].action == "cut"
    assert mended(checked)[0].after is not None
    assert mended(checked)[0].after.text not in texts(checked)


def test_a_number_wrong_in_one_fact_is_put_to_the_model_and_cut_when_it_gives_up() -> None:
    whole = "The rebuilt harbour bridge carries traffic once more and needed 40 million dollars."
    model = scripted((whole, [BRIDGE]))
    checked = story_of(model)
    assert len(revisions(model)) == 1
    assert [(e.action, e.finding) for e in mended(checked)] == [("cut", Finding.WRONG_NUMBER)]
    assert texts(checked) == [CARRIES]


def test_every_change_of_a_story_has_one_entry_and_what_is_unchanged_has_none() -> None:
    whole = "The rebuilt harbour bridge carries traffic once more and drew a crowd of visitors."
    checked = story_of(scripted((whole, [BRIDGE, FERRY]), (OUT, [FERRY])))
    assert texts(checked) == [CARRIES, OUT]
    assert [entry.before.text for entry in mended(checked)] == [whole, CARRIES]
    assert [entry.action for entry in mended(checked)] == ["cut", "citation dropped"]
