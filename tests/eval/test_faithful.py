"""Is one text faithful to its sources, sentence by sentence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.faithful import Faithfulness, Fault, faithfulness
from groundwood.eval.samples import Source
from groundwood.nouns import (
    Article,
    CheckedStory,
    Citation,
    Finding,
    Outcome,
    Paragraph,
    Sentence,
    Story,
)

DAM = "The dam of Harrow held all night. Nobody was hurt."
MAYOR = "The mayor of Harrow resigned at noon."
SOURCES = ({"id": "dam", "text": DAM}, MAYOR)


def check(text: Any, judge: Any, sources: Any = SOURCES) -> Faithfulness:
    return faithfulness(text, sources, judge)


def findings(text: Any, judge: Any, sources: Any = SOURCES) -> list[Finding]:
    return [fault.finding for fault in check(text, judge, sources).faults]


def test_a_text_that_its_sources_support_has_no_fault(word_for_word: Any) -> None:
    found = check(f"The dam of Harrow held all night [1]. {MAYOR} [2] Why?", word_for_word)
    assert found == Faithfulness("word for word 1", sentences=2)
    assert found.complaint() == ""


@pytest.mark.parametrize(
    ("sentence", "finding"),
    [
        ("The mayor of Harrow resigned at noon [1].", Finding.MISATTRIBUTED),
        ("The mayor of Harrow resigned at noon.", Finding.UNCITED),
        ("The mayor of Harrow resigned at noon [2][9].", Finding.UNKNOWN_SOURCE),
        ("The mayor of Harrow resigned at noon [?].", Finding.UNKNOWN_SOURCE),
        ("Seven ships sank in the storm [2].", Finding.UNSUPPORTED),
        (
            "The mayor of Harrow resigned at noon and seven ships sank off the coast [2].",
            Finding.PARTLY_SUPPORTED,
        ),
        ("The moon is made of green cheese [3].", Finding.CONTRADICTED),
        ("The server is broken once again [1].", Finding.NOT_CHECKED),
    ],
)
def test_each_fault_has_its_finding(word_for_word: Any, sentence: str, finding: Finding) -> None:
    word_for_word.broken = "broken"
    denies = "Experts say: not The moon is made of green cheese"
    assert findings(sentence, _Denies(word_for_word), [DAM, MAYOR, denies]) == [finding]


class _Denies:
    """The judge, which finds a claim denied where "not" stands before it."""

    def __init__(self, judge: Any) -> None:
        self.judge = judge
        self.name, self.version, self.threshold = judge.name, judge.version, judge.threshold

    def score(self, pairs: Any) -> Any:
        found = self.judge.score(pairs)
        return [
            score.model_copy(update={"supported": 0.1, "contradicted": 0.8, "neutral": 0.1})
            if f"not {pair.claim.rstrip('.')}" in " ".join(pair.evidence)
            else score
            for pair, score in zip(pairs, found, strict=True)
        ]

    async def ascore(self, pairs: Any) -> Any:
        return self.score(pairs)


def test_a_fault_tells_place_labels_reason_and_the_nearest_passage(word_for_word: Any) -> None:
    text = (
        "The dam of Harrow held all night [1].\n\nIt rained. The mayor of Harrow left at noon [7]."
    )
    (fault,) = check(text, word_for_word).faults
    assert fault == Fault(
        paragraph=2,
        sentence=2,
        text="The mayor of Harrow left at noon.",
        labels=("7",),
        finding=Finding.UNKNOWN_SOURCE,
        reason="there is no [7]",
        source="2",
        passage=MAYOR,
    )


def test_the_complaint_lists_each_fault_with_its_nearest_passage(word_for_word: Any) -> None:
    text = "The dam of Harrow broke at night [dam]. Nobody was hurt [dam]. Quite odd things occur."
    assert check(text, word_for_word).complaint() == (
        "2 of 3 sentences are not faithful to their sources "
        "(share 0.333, wanted 1.000; judge word for word 1)\n"
        "  1.1 unsupported: The dam of Harrow broke at night. [dam]\n"
        "      nearest, in dam: The dam of Harrow held all night.\n"
        "  1.3 uncited: Quite odd things occur."
    )


def test_a_judge_that_fails_is_told_with_its_cause_and_is_no_pass(word_for_word: Any) -> None:
    word_for_word.broken = "mayor"
    found = check(f"{MAYOR} [2]", word_for_word)
    assert "1.1 not checked (the server is away): The mayor" in found.complaint()


def test_a_share_of_the_sentences_may_fail_where_the_caller_says_so(word_for_word: Any) -> None:
    found = check(f"{MAYOR} [2] Seven ships sank in the storm [2].", word_for_word)
    assert found.complaint(0.5) == ""
    assert found.complaint(0.51)


def test_an_invented_source_fails_at_any_share_but_may_be_allowed(word_for_word: Any) -> None:
    found = check(f"{MAYOR} [2] Seven ships sank in the storm [9].", word_for_word)
    assert found.complaint(0.0)
    assert found.complaint(1.0, {Finding.UNKNOWN_SOURCE}) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "nothing to check: empty: there is no sentence in it"),
        ("Why?", "nothing to check: no sentence that calls for a citation"),
    ],
)
def test_a_text_that_has_nothing_to_check_does_not_hold(
    word_for_word: Any, text: str, told: str
) -> None:
    assert check(text, word_for_word).complaint(0.0) == told


def story(*sentences: tuple[str, Article]) -> Story:
    told = tuple(
        Sentence(text=text, citations=(Citation(article_id=article.id),))
        for text, article in sentences
    )
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Story(title="Harrow", updated_at=now, paragraphs=(Paragraph(sentences=told),))


def test_stories_of_ours_are_checked_against_articles(word_for_word: Any) -> None:
    articles = [Article(text=DAM), Article(text=MAYOR)]
    right = story(("Nobody was hurt.", articles[0]), (MAYOR, articles[1]))
    wrong = story(("Nobody was hurt.", articles[1]), (MAYOR, articles[1]))
    assert findings(right, word_for_word, articles) == []
    checked = CheckedStory(outcome=Outcome(status="published"), story=wrong)
    assert findings(checked, word_for_word, articles) == [Finding.MISATTRIBUTED]


def test_a_run_without_a_story_does_not_hold(word_for_word: Any) -> None:
    checked = CheckedStory(outcome=Outcome(status="abstained", reason="too little is left"))
    told = "nothing to check: there is no story (abstained: too little is left)"
    assert check(checked, word_for_word).complaint() == told


def test_sources_are_articles_texts_or_fields_and_one_may_stand_alone(word_for_word: Any) -> None:
    for sources in (MAYOR, {"text": MAYOR}, Source(id="x", text=MAYOR), [Article(text=MAYOR)]):
        assert findings(f"{MAYOR} [1]", word_for_word, sources) == []


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ([MAYOR, {"id": "x"}], "source 2: text: Field required"),
        ([MAYOR, {"text": "x", "txt": "y"}], "source 2: txt: Extra inputs are not permitted"),
        ([{"id": "x", "text": ""}, {"id": "x", "text": ""}], "source 2: 'x' is the id of an earlie"),
    ],
)  # fmt: skip
def test_a_source_that_is_none_is_named_by_its_place(
    word_for_word: Any, sources: Any, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        check("Rain fell [1].", word_for_word, sources)
