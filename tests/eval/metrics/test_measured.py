"""Every metric on one and the same sample, and on one without a text."""

import json
from collections.abc import Generator, Sequence
from typing import Any

import pytest

from groundwood.errors import SettingsError
from groundwood.eval.asking import Answer, Question, settled
from groundwood.eval.marking import marking
from groundwood.eval.metrics import DEFAULT, METRICS, measures
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import BODY, Scored
from groundwood.nouns.verdict import Usage

DAM = "The dam held all night. Anna Berg said: “Nobody was hurt in the flood.” It cost 4 million euros."
MAYOR = "The mayor of Harrow resigned at noon. He gave no reason."
TEXT = """# The dam held

The dam held all night and the mayor resigned [1]. It cost 5 million euros [1].
“Nobody was hurt in the flood,” Anna Berg said [1]. “I am so very sorry,” said Tom Reed [2].
The mayor of Harrow resigned at noon [9].

Here is more information:

Sources:
[1] Dam
[2] Mayor
[3] Rain
"""
SAMPLE = Sample(
    id="s",
    text=TEXT,
    sources=(Source(id="d", title="Dam", text=DAM), Source(id="m", title="Mayor", text=MAYOR)),
    references=("The dam held all night. The mayor of Harrow resigned at noon.",),
    usage={"writer": Usage(calls=1, cost=0.5), "checker": Usage(calls=1, cost=0.1)},
    seconds=3.0,
)
EMPTY = Sample(id="e", text="", sources=SAMPLE.sources)
SUPPORTED = {
    ("The dam held all night.", "d"),
    ("“Nobody was hurt in the flood,” Anna Berg said.", "d"),
    ("The mayor of Harrow resigned at noon.", "m"),
    ("The dam held", BODY),
    ("The dam held", "d+m"),
    ("The dam held", "d"),
}


def said(questions: Sequence[Question]) -> list[Answer]:
    return [Answer((q.claim, "+".join(q.sources)) in SUPPORTED) for q in questions]


def measured(name: str, sample: Sample = SAMPLE) -> dict[str, Any]:
    (measure,) = measures([name])
    found = measure(Scored(sample, marking(sample)))
    values = settled([found], said)[0] if isinstance(found, Generator) else found
    return {key: value.number for key, value in values.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "citations",
            {"citation_recall": 1 / 5, "citation_precision": 1 / 5, "citation_f1": 1 / 5},
        ),
        ("claims", {"supported_claims": 2 / 5, "partly_supported_sentences": 1 / 4}),
        (
            "headline",
            {"headline_body_support": 1, "headline_source_support": 1, "headline_passes": 1},
        ),
        (
            "quotations",
            {
                "exact_quotations": 1 / 2,
                "fabricated_quotations": 1 / 2,
                "exact_and_right_speaker": 1 / 2,
            },
        ),
        ("numbers", {"wrong_numbers": 1}),
        ("names", {"known_names": 2 / 3}),
        ("concentration", {"cited_sources": 1, "top_source_share": 3 / 4}),
        ("redundancy", {"redundant_sentences": 0}),
        ("references", {"dangling_citations": 1 / 3, "orphan_references": 1 / 3}),
        ("disclaimer", {"disclaimer_completeness": 1 / 4, "format_valid": 1}),
        ("cost", {"cost": 0.6, "cost_per_supported_sentence": 0.6, "seconds": 3}),
        ("answered", {"answered": 1, "sentences": 6}),
        (
            "validity",
            {"valid_citations": 4 / 5, "nonexistent_citations": 1 / 5, "uncited_sentences": 0},
        ),
    ],
)
def test_a_metric_measures_the_sample(name: str, expected: dict[str, float]) -> None:
    found = measured(name)
    assert {key: found[key] for key in expected} == pytest.approx(expected)


def test_what_is_copied_and_what_the_references_share_lie_between_nothing_and_all() -> None:
    found = measured("copying") | measured("rouge")
    assert 0 < found["copy_coverage"] < 1
    assert 0 < found["novel_bigrams"] < 1
    assert found["longest_copied_run"] >= 7
    assert 0 < found["rouge2"] < found["rouge1"] < 1


@pytest.mark.parametrize(
    "name", [name for name in METRICS if name not in ("answered", "concentration")]
)
def test_of_an_empty_text_no_metric_has_a_number(name: str) -> None:
    assert set(measured(name, EMPTY).values()) == {None}


def test_an_empty_text_is_not_answered_and_cites_no_source() -> None:
    assert measured("answered", EMPTY) == {"answered": 0, "sentences": 0}
    assert measured("concentration", EMPTY)["cited_sources"] == 0


def test_an_unknown_metric_is_named() -> None:
    with pytest.raises(SettingsError, match="there is no metric 'blue'; there are: citations"):
        measures(["citations", "blue"])


def test_all_metrics_are_measured_by_default_and_no_two_values_share_a_name() -> None:
    assert tuple(METRICS) == DEFAULT
    names = [key for name in METRICS for key in measured(name)]
    assert len(names) == len(set(names))
    assert json.dumps(names)
