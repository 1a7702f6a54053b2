"""Stories on facts that sources tell differently: all sides are told, each by its teller."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from groundwood import read_articles, render_story, write_story_sync
from groundwood.gateway.base import Prompt
from groundwood.gateway.scripted import ScriptedModel
from groundwood.nouns import (
    Account,
    Article,
    CheckedStory,
    Citation,
    Disagreement,
    Finding,
    Paragraph,
    ParagraphPlan,
    Passage,
    Plan,
    Sentence,
    Topic,
)
from groundwood.pipelines.telling import Teller
from groundwood.store import open_store

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
NINE = datetime(2026, 5, 3, 9, tzinfo=UTC)


def article(number: int, source: str, text: str, **changes: Any) -> Article:
    given = {
        "title": f"Report {number} on the ferry Moor Star",
        "source": source,
        "published_at": NINE,
        "url": f"https://{number}.invalid/",
    }
    return Article(text=text, **{**given, **changes})


COAST = article(
    1,
    "Coast Wire",
    "A ferry sank off Cape Moor on Monday in heavy seas. Rescuers said that 12 people had died in "
    "the sinking of the ferry. The captain was rescued by a fishing boat and taken to hospital.",
)
NEWS = article(
    2,
    "Harbour News",
    "The Moor Star went down on Monday with its crew of nine. Rescuers said that 15 people had died "
    "in the sinking of the ferry. The owner of the vessel promised an inquiry into the loss.",
)
BOTH = (
    "Coast Wire reports that rescuers said that 12 people had died in the sinking of the ferry; "
    "Harbour News reports that rescuers said that 15 people had died in the sinking of the ferry."
)


def written(*articles: Article, model: Any = "none") -> CheckedStory:
    checked = write_story_sync(Topic(), articles, model=model)
    assert checked.story is not None
    return checked


def texts(checked: CheckedStory) -> list[str]:
    assert checked.story is not None
    return [sentence.text for sentence in checked.story.sentences]


def test_two_outlets_that_differ_are_told_in_one_sentence_that_cites_both() -> None:
    checked = written(COAST, NEWS)
    assert checked.story is not None
    assert texts(checked).count(BOTH) == 1
    told = next(s for s in checked.story.sentences if s.text == BOTH)
    assert set(told.article_ids) == {COAST.id, NEWS.id}
    verdict = next(v for v in checked.verdicts if v.text == BOTH)
    assert verdict.finding is Finding.CONFLICTING


def test_neither_side_is_told_alone() -> None:
    alone = [text for text in texts(written(COAST, NEWS)) if text.startswith("Rescuers said")]
    assert alone == []


def test_the_notice_names_who_says_what() -> None:
    notices = written(COAST, NEWS).story.notices  # type: ignore[union-attr]
    assert (
        "Sources differ on facts in this story: Coast Wire says “12 people”, "
        "Harbour News says “15 people”."
    ) in notices


def test_a_later_figure_of_days_after_is_told_alone_as_the_newest() -> None:
    later = NEWS.model_copy(update={"published_at": datetime(2026, 5, 6, 9, tzinfo=UTC)})
    told = texts(written(COAST, later))
    assert not any("12 people" in text for text in told)
    assert not any("reports that" in text for text in told)


def test_a_disagreement_that_an_article_tells_stands_behind_the_fact_in_the_demo_story() -> None:
    checked = written(*read_articles(EXAMPLES / "trilateral-2024.jsonl").articles)
    told = texts(checked)
    place = next(i for i, text in enumerate(told) if text.startswith("Some reports called"))
    assert told[place - 1].endswith("the first time that the three have met in the country.")
    verdicts = [v for v in checked.verdicts if v.finding is Finding.CONFLICTING]
    assert [verdict.text for verdict in verdicts] == [told[place]]
    assert (
        "Notice: Sources differ on facts in this story: some reports called the Tokyo talks the first "
        "of their kind in 15 years, the official statement says that no such meeting had been held in "
        "Japan before."
    ) in render_story(checked, "text")


def test_what_later_articles_supersede_is_no_disagreement_in_the_demo_story() -> None:
    checked = written(*read_articles(EXAMPLES / "key-bridge-2024.jsonl").articles)
    assert {verdict.finding for verdict in checked.verdicts} == {Finding.SUPPORTED}
    assert checked.story is not None
    assert not any("differ" in notice for notice in checked.story.notices)
    assert not any("should be finished by the end of April" in text for text in texts(checked))


def scripted(sentence: str, labels: list[str]) -> ScriptedModel:
    return ScriptedModel(
        {
            "summarizer/plan": {"paragraphs": [{"aim": "the dead", "passages": ["1"]}]},
            "summarizer/paragraph": {"sentences": [{"text": sentence, "citations": labels}]},
            "summarizer/headline": {"headline": "Deaths in the sinking of the ferry"},
            "checker/judge": {
                "verdict": "supports",
                "quote": "people had died in the sinking of the ferry",
                "reason": "so",
            },
        }
    )


def prompt_of(model: ScriptedModel) -> Prompt:
    return next(prompt for prompt in model.calls if prompt.name == "summarizer/paragraph")


def test_a_model_is_shown_both_sides_and_asked_to_tell_who_reports_what() -> None:
    model = scripted(BOTH, ["A", "B"])
    checked = written(COAST, NEWS, model=model)
    user = prompt_of(model).user
    assert "15 people had died" in user
    assert "12 people had died" in user
    assert "Coast Wire: 12 people" in user
    assert "Harbour News: 15 people" in user
    assert texts(checked) == [BOTH]


@pytest.mark.parametrize("number", ["12", "15"])
def test_a_model_that_takes_a_side_is_overruled(number: str) -> None:
    one_sided = f"Rescuers said that {number} people had died in the sinking of the ferry."
    model = scripted(one_sided, ["A", "B"])
    told = texts(written(COAST, NEWS, model=model))
    assert BOTH in told


def place(article: Article, words: str) -> Passage:
    start = article.text.index(words)
    return Passage(article_id=article.id, start=start, end=start + len(words))


def cited(article: Article, words: str) -> Citation:
    return Citation(article_id=article.id, spans=(place(article, words).span,))


SIDES = (
    (COAST, "Rescuers said that 12 people had died in the sinking of the ferry."),
    (NEWS, "Rescuers said that 15 people had died in the sinking of the ferry."),
)
DISPUTE = Disagreement(
    kind="figure",
    accounts=(
        Account(teller="Coast Wire", told="12 people", citation=cited(*SIDES[0])),
        Account(teller="Harbour News", told="15 people", citation=cited(*SIDES[1])),
    ),
    sentence=Sentence(text=BOTH, citations=(cited(*SIDES[0]), cited(*SIDES[1]))),
)


def told(*paragraphs: list[tuple[Article, str]]) -> list[list[str]]:
    """Return the sentences after telling; every paragraph's plan has the dispute."""
    store = open_store("sqlite://")
    store.put([COAST, NEWS])
    plans, drafts = [], []
    for index, sentences in enumerate(paragraphs):
        passages = tuple(place(*sentence) for sentence in sentences)
        plan = ParagraphPlan(index=index, aim="x", passages=passages, disagreements=(DISPUTE,))
        plans.append(plan)
        printed = tuple(Sentence(text=t, citations=(cited(a, t),)) for a, t in sentences)
        drafts.append((index, Paragraph(sentences=printed)))
    kept = Teller(store).told(drafts, Plan(paragraphs=tuple(plans)))
    return [[sentence.text for sentence in paragraph.sentences] for _, paragraph in kept]


CAPTAIN = (COAST, "The captain was rescued by a fishing boat and taken to hospital.")


def test_the_sentence_of_both_sides_takes_the_place_of_one_side() -> None:
    assert told([SIDES[0], CAPTAIN]) == [[BOTH, CAPTAIN[1]]]


def test_what_was_reported_once_is_not_told_again_by_one_side() -> None:
    assert told([SIDES[0], CAPTAIN], [SIDES[1]]) == [[BOTH, CAPTAIN[1]]]


def test_a_paragraph_that_does_not_tell_the_fact_stays_as_it_is() -> None:
    assert told([CAPTAIN]) == [[CAPTAIN[1]]]
