"""The waterfall of faithfulness."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.eval.asking import Answer, Question, settled
from groundwood.eval.marking import marking
from groundwood.eval.metrics.waterfall import (
    FAITHFUL,
    Fate,
    faithful_share,
    fate,
    measured,
    shares,
)
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import Scored
from groundwood.eval.values import Value, none

GOLDEN = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
}
YES, NO = Answer(supported=True), Answer(supported=False)
DENIED = Answer(supported=False, contradicted=True)
ERROR = Answer(supported=None, error="away")


def placed(
    said: Mapping[tuple[str, ...], Answer],
    cited: Sequence[str],
    facts: Sequence[str] = (),
    of_fact: Mapping[str, Answer] | None = None,
) -> Fate:
    def answers(questions: Sequence[Question]) -> list[Answer]:
        return [(of_fact or {}).get(q.claim) or said[q.sources] for q in questions]

    return settled([fate("claim", cited, ["a", "b", "c"], facts)], answers)[0]


def test_the_shares_are_those_worked_by_hand() -> None:
    given_, expected = GOLDEN["G11"]["input"], dict(GOLDEN["G11"]["expected"])
    fates = [Fate(name.replace("_", " ")) for name in given_["sentences"]]
    faithful = expected.pop("faithful_share")
    found = {
        name.replace(" ", "_"): value.number
        for name, value in shares(fates).items()
        if value.number
    }
    assert found == expected
    assert faithful_share(fates) == Value(number=faithful, low=faithful, high=0.7)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (YES, NO, Fate.CITED_SUPPORTED),
        (YES, YES, Fate.CITED_SUPPORTED),
        (NO, YES, Fate.MISATTRIBUTED),
        (NO, NO, Fate.UNSUPPORTED),
        (DENIED, NO, Fate.CONTRADICTED),
        (NO, DENIED, Fate.CONTRADICTED),
        (YES, DENIED, Fate.CONFLICTING),
        (DENIED, YES, Fate.CONFLICTING),
        (ERROR, YES, Fate.JUDGE_ERROR),
        (YES, ERROR, Fate.JUDGE_ERROR),
    ],
)
def test_a_cited_sentence_falls_by_what_its_own_and_the_other_sources_say(
    own: Answer, other: Answer, expected: Fate
) -> None:
    assert placed({("a",): own, ("b", "c"): other}, ["a"]) is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (YES, Fate.UNCITED_SUPPORTED),
        (NO, Fate.UNCITED_UNSUPPORTED),
        (DENIED, Fate.CONTRADICTED),
        (ERROR, Fate.JUDGE_ERROR),
    ],
)
def test_an_uncited_sentence_falls_by_what_was_given(answer: Answer, expected: Fate) -> None:
    assert placed({("a", "b", "c"): answer}, []) is expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [(YES, Fate.PARTLY_SUPPORTED), (NO, Fate.UNSUPPORTED), (ERROR, Fate.JUDGE_ERROR)],
)
def test_an_unsupported_sentence_is_partly_supported_when_a_fact_of_it_is(
    second: Answer, expected: Fate
) -> None:
    said = {("a",): NO, ("b", "c"): NO}
    found = placed(said, ["a"], ["first", "second"], {"first": NO, "second": second})
    assert found is expected


def test_without_any_source_nothing_is_asked() -> None:
    def unasked(questions: Sequence[Question]) -> list[Answer]:
        raise AssertionError(questions)

    assert settled([fate("claim", [], [])], unasked) == [Fate.UNCITED_UNSUPPORTED]


def test_without_sentences_there_is_a_reason() -> None:
    nothing = none("no sentence that calls for a citation")
    assert faithful_share([]) == nothing
    assert set(map(repr, shares([]).values())) == {repr(nothing)}


@given(st.lists(st.sampled_from(Fate), min_size=1))
def test_every_sentence_is_in_one_class_and_the_shares_add_to_one(fates: list[Fate]) -> None:
    found = shares(fates)
    assert list(found) == list(Fate)
    assert sum(value.number or 0 for value in found.values()) == pytest.approx(1)
    faithful = faithful_share(fates).number
    assert faithful == pytest.approx(sum(found[one].number or 0 for one in FAITHFUL))


def test_a_sample_leaves_out_what_states_nothing() -> None:
    sources = (Source(id="dam", text="x"), Source(id="mayor", text="y"))
    text = "Did the dam hold all night? The dam held all night [dam]. It rained in the hills."
    sample = Sample(id="s", text=text, sources=sources)

    def answers(questions: Sequence[Question]) -> list[Answer]:
        return [YES if "dam" in q.claim and q.sources == ("dam",) else NO for q in questions]

    (values,) = settled([measured(Scored(sample, marking(sample)))], answers)
    assert {name: value.number for name, value in values.items() if value.number} == {
        "fate: cited supported": 0.5,
        "fate: uncited unsupported": 0.5,
        "faithful_share": 0.5,
    }


def test_a_sample_has_sentences_that_are_supported_in_part(measure: Any) -> None:
    """Its facts are asked one by one where no source supports the whole sentence."""
    text = "The dam of Harrow held all night and the mayor resigned at noon [dam]."
    sources = (Source(id="dam", text="The dam of Harrow held all night."),)
    values = measure("waterfall", Sample(id="s", text=text, sources=sources))
    assert {name: value.number for name, value in values.items() if value.number} == {
        "fate: partly supported": 1.0
    }
