"""Citation recall and precision by the strict rules, and what each rule of ALCE's changes."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.eval.asking import Answer, Question, settled
from groundwood.eval.marking import Cited, Marked, Standing, marking
from groundwood.eval.metrics.strict import (
    ALCE,
    STRICT,
    Rules,
    Status,
    StoryScore,
    judged,
    macro,
    measured,
    micro,
    scored,
)
from groundwood.eval.metrics.tally import Tally, f1
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import Scored
from groundwood.eval.values import Value, none

GOLDEN = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
}


def cite(label: str) -> Cited:
    """Return a citation; one whose label begins with ``x`` leads nowhere."""
    if label.startswith("x"):
        return Cited(label=label, standing=Standing.NONEXISTENT)
    return Cited(label=label, standing=Standing.VALID, source=label)


def sentence(claim: str, *labels: str, worthy: bool = True, paragraph: int = 0) -> Marked:
    cited = tuple(map(cite, labels))
    return Marked(
        text=claim,
        paragraph=paragraph,
        start=0,
        end=1,
        citations=cited,
        is_checkworthy=worthy,
    )


def story(sentences: Sequence[Marked], rules: Rules = STRICT, **table: Any) -> StoryScore:
    return asked(sentences, rules, **table)[0]


def asked(
    sentences: Sequence[Marked], rules: Rules = STRICT, **table: Any
) -> tuple[StoryScore, list[Question]]:
    """Return the score and the questions; ``one="a b+c"``: supported by a, and by b with c."""
    questions: list[Question] = []

    def answers(these: Sequence[Question]) -> list[Answer]:
        questions.extend(these)
        return [answer(question) for question in these]

    def answer(question: Question) -> Answer:
        said = table.get(question.claim, "")
        if said is None or (said.startswith("?") and len(question.sources) == int(said[1:])):
            return Answer(supported=None, error="away")
        sets = [set(part.split("+")) for part in said.split()]
        return Answer(supported=any(one == set(question.sources) for one in sets))

    return settled([scored(sentences, rules)], answers)[0], questions


def numbers(found: StoryScore) -> tuple[float | None, float | None]:
    return found.recall.number, found.precision.number


def test_the_example_of_the_paper_comes_out_in_both_modes() -> None:
    case = GOLDEN["G01"]
    oracle = case["input"]["oracle_true"]
    sentences = [
        sentence(f"s{n}", *map(str, row["cites"]))
        for n, row in enumerate(case["input"]["sentences"], 1)
    ]
    table = {
        claim: " ".join("+".join(map(str, docs)) for docs in sets) for claim, sets in oracle.items()
    }
    expected = (case["expected"]["citation_recall"], case["expected"]["citation_precision"])
    assert numbers(story(sentences, STRICT, **table)) == pytest.approx(expected)
    assert numbers(story(sentences, ALCE, **table)) == pytest.approx(expected)


def test_an_invented_id_spoils_precision_in_strict_mode_and_recall_in_alces() -> None:
    case = GOLDEN["G02"]
    names = [
        [str(n) if n <= case["input"]["n_docs"] else f"x{n}" for n in row["cites"]]
        for row in case["input"]["sentences"]
    ]
    sentences = [sentence(f"s{n}", *labels) for n, labels in enumerate(names)]
    table = {"s0": "1", "s1": "2"}
    expected = case["expected"]
    strict = story(sentences, STRICT, **table)
    assert numbers(strict) == (expected["strict_recall"], expected["strict_precision"])
    alce = story(sentences, ALCE, **table)
    assert numbers(alce) == (expected["alce_recall"], expected["alce_precision"])


def test_the_mean_of_f1_is_not_the_f1_of_means() -> None:
    case = GOLDEN["G03"]
    stories = [
        story([sentence("s", "a", "x")], s="a"),
        story([sentence("s", "a"), sentence("t")], s="a"),
    ]
    given = [(row["recall"], row["precision"]) for row in case["input"]["stories"]]
    assert list(map(numbers, stories)) == given
    means = macro(stories)
    assert means.mean_f1.number == pytest.approx(case["expected"]["mean_story_f1"])
    assert means.f1_of_means.number == pytest.approx(case["expected"]["f1_of_means"])


def test_the_mean_over_stories_is_not_the_share_of_all_sentences() -> None:
    case = GOLDEN["G04"]
    stories = [
        story([sentence(f"s{n}", "a") for n in range(row["sentences"])], s0="a")
        for row in case["input"]["stories"]
    ]
    assert [s.recalled.right for s in stories] == [s["supported"] for s in case["input"]["stories"]]
    assert macro(stories).recall == Value(number=case["expected"]["macro"])
    assert micro(stories)[0] == Value(number=case["expected"]["micro"])


def test_a_judges_errors_are_bounds_and_a_rate_of_their_own() -> None:
    case = GOLDEN["G12"]
    given, expected = case["input"], case["expected"]
    table: dict[str, str | None] = {f"yes{n}": "a" for n in range(given["supported"])}
    table |= {f"no{n}": "" for n in range(given["unsupported"])}
    table |= {f"error{n}": None for n in range(given["judge_errors"])}
    found = story([sentence(claim, "a") for claim in table], **table)
    bounds = {"low": expected["lower"], "high": expected["upper"]}
    assert found.recall == found.precision == Value(number=expected["point"], **bounds)
    assert found.recalled.failure_rate == Value(number=expected["judge_error_rate"])


def test_the_presets_differ_in_every_rule() -> None:
    assert Rules() == STRICT
    assert all(getattr(STRICT, name) != getattr(ALCE, name) for name in Rules.__dataclass_fields__)


TWO = [sentence("one", "a"), sentence("two", "b", paragraph=1)]
SWITCHES: dict[str, tuple[list[Marked], dict[str, str], Any, Any]] = {
    "first_paragraph_only": (TWO, {"one": "a"}, (0.5, 0.5), (1, 1)),
    "most_citations": (
        [sentence("one", "a", "b", "c", "d")],
        {"one": "a+b+c+d d a+b+c a+b+d a+c+d b+c+d"},
        (1, 1 / 4),
        (1, 1),
    ),
    "refuse_invalid": ([sentence("one", "a", "x")], {"one": "a"}, (1, 1 / 2), (0, 0)),
    "count_invalid": ([sentence("one", "a", "x")], {"one": "a"}, (1, 1 / 2), (1, 1)),
    "collapse_repeats": (
        [sentence("one", "a", "b", "a")],
        {"one": "a a+b"},
        (1, 1 / 2),
        (1, 2 / 3),
    ),
    "count_every_sentence": (
        [sentence("one", "a"), sentence("two", worthy=False)],
        {"one": "a"},
        (1, 1),
        (1 / 2, 1),
    ),
}


@pytest.mark.parametrize("name", SWITCHES)
def test_one_switch_alone_changes_the_number(name: str) -> None:
    sentences, table, strict, switched = SWITCHES[name]
    assert numbers(story(sentences, STRICT, **table)) == pytest.approx(strict)
    rules = replace(STRICT, **{name: getattr(ALCE, name)})
    assert numbers(story(sentences, rules, **table)) == pytest.approx(switched)


def test_the_switch_for_stories_without_citations_changes_the_mean_precision() -> None:
    stories = [story([sentence("one", "a")], one="a"), story([sentence("two")]), story([])]
    assert macro(stories, STRICT).precision == Value(number=1)
    rules = replace(STRICT, uncited_story_is_zero=True)
    assert macro(stories, rules).precision == Value(number=1 / 2)
    assert macro(stories, rules).recall == macro(stories, STRICT).recall == Value(number=1 / 2)


@pytest.mark.parametrize(
    ("given", "status", "recall", "counted"),
    [
        (sentence("one", "a"), Status.JUDGED, True, 1),
        (sentence("one"), Status.UNCITED, False, 0),
        (sentence("one", worthy=False), Status.EXEMPT, False, 0),
        (sentence("one", "x1", "x2"), Status.UNFOUNDED, False, 2),
        (sentence("one", "a", "x1"), Status.JUDGED, True, 2),
    ],
)
def test_a_sentence_has_one_status(
    given: Marked, status: Status, recall: bool, counted: int
) -> None:
    found = story([given], one="a").sentences[0]
    assert (found.status, found.recall, len(found.citations)) == (status, recall, counted)


def test_a_sentence_that_need_not_cite_but_does_is_judged() -> None:
    assert numbers(story([sentence("one", "a", worthy=False)], one="")) == (0, 0)


def test_without_a_sentence_or_citation_there_is_a_reason_and_no_number() -> None:
    assert story([]).recall == none("no sentence that calls for a citation")
    assert story([sentence("one", worthy=False)]).recall.number is None
    uncited = story([sentence("one")])
    assert (uncited.precision, uncited.f1) == (none("no citation"), none("no citation"))


def test_where_all_judging_failed_the_bounds_say_everything_is_possible() -> None:
    found = story([sentence("one", "a", "b")], one=None)
    everything = Value(number=None, reason="the judge failed on all of it", low=0, high=1)
    assert found.recall == found.precision == found.f1 == everything
    assert macro([found], ALCE).precision == everything


def test_a_citation_is_settled_without_the_answer_that_does_not_matter() -> None:
    rest_no, _ = asked([sentence("one", "a", "b", "c")], one="?1")
    assert [c.precise for c in rest_no.sentences[0].citations] == [False] * 3
    joint, questions = asked([sentence("one", "a", "b")], one="a+b")
    assert [c.precise for c in joint.sentences[0].citations] == [True, True]
    assert [q.sources for q in questions] == [("a", "b"), ("a",), ("b",), ("b",), ("a",)]


def failing(*fail: tuple[str, ...]) -> Any:
    def answers(questions: Sequence[Question]) -> list[Answer]:
        return [
            Answer(supported=None, error="away")
            if q.sources in fail
            else Answer(supported=len(q.sources) > 1)
            for q in questions
        ]

    return answers


@pytest.mark.parametrize(
    ("fail", "precise"),
    [
        ([("a",)], (None, False, False)),
        ([("b", "c")], (None, False, False)),
        ([("a",), ("b", "c")], (None, False, False)),
        ([("a", "b", "c")], (None, None, None)),
        ([], (False, False, False)),
    ],
)
def test_an_error_leaves_open_only_what_hangs_on_it(
    fail: list[tuple[str, ...]], precise: tuple[bool | None, ...]
) -> None:
    work = judged("one", [cite("a"), cite("b"), cite("c")])
    (found,) = settled([work], failing(*fail))
    assert tuple(c.precise for c in found.citations) == precise


def test_a_citation_that_the_others_cannot_do_without_is_precise_though_its_own_answer_failed() -> (
    None
):
    def answers(questions: Sequence[Question]) -> list[Answer]:
        by_sources = {("a", "b"): True, ("a",): None, ("b",): False}
        return [Answer(supported=by_sources[q.sources]) for q in questions]

    (found,) = settled([judged("one", [cite("a"), cite("b")])], answers)
    assert [c.precise for c in found.citations] == [True, None]


def test_two_labels_of_one_source_are_one_citation_and_keep_their_place() -> None:
    again = Cited(label="2", standing=Standing.VALID, source="a")
    given = sentence("one", "a", "b").model_copy(
        update={"citations": (cite("a"), cite("x"), cite("b"), again, cite("x"))}
    )
    _, questions = asked([given], one="a+b")
    assert questions[0].sources == ("a", "b")
    assert numbers(story([given], one="a+b")) == (1, 2 / 3)


def test_a_sample_has_recall_precision_and_f1() -> None:
    sources = (Source(id="dam", text="The dam held."), Source(id="mayor", text=""))
    text = "The dam held all night [dam]. The mayor resigned at noon [mayor]."
    sample = Sample(id="s", text=text, sources=sources)

    def answers(questions: Sequence[Question]) -> list[Answer]:
        return [Answer(supported="dam" in q.sources) for q in questions]

    (values,) = settled([measured(Scored(sample, marking(sample)))], answers)
    half = Value(number=0.5)
    assert values == {
        "citation_recall": half,
        "citation_precision": half,
        "citation_f1": half,
    }


def test_f1_of_two_zeros_is_zero_and_takes_bounds_along() -> None:
    assert f1(Value(number=0), Value(number=0)) == Value(number=0)
    bounded = Value(number=1, low=0.5, high=1)
    assert f1(bounded, Value(number=1)) == Value(number=1, low=2 / 3, high=1)


MARKS = st.lists(st.sampled_from([0.0, 0.5, 1.0, None]))


@given(MARKS)
def test_the_number_of_a_tally_lies_within_its_bounds(marks: list[float | None]) -> None:
    value = Tally.of(marks).value("nothing")
    if value.low is None or value.high is None:
        assert None not in marks
    elif value.number is None:
        assert (value.low, value.high) == (0, 1)
    else:
        assert 0 <= value.low <= value.number <= value.high <= 1


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(["a", "b", "c", "x"]), max_size=5),
            st.booleans(),
        ),
        max_size=4,
    ),
    st.sampled_from([STRICT, ALCE]),
    st.sets(st.frozensets(st.sampled_from("abc"), min_size=1)),
)
def test_no_number_leaves_its_range_whatever_is_cited(
    rows: list[tuple[list[str], bool]], rules: Rules, supports: set[frozenset[str]]
) -> None:
    sentences = [sentence(str(n), *labels, worthy=w) for n, (labels, w) in enumerate(rows)]
    (found,) = settled(
        [scored(sentences, rules)],
        lambda questions: [Answer(supported=frozenset(q.sources) in supports) for q in questions],
    )
    for value in (found.recall, found.precision, found.f1):
        assert value.number is None or 0 <= value.number <= 1
    assert len(found.sentences) == len(sentences)
