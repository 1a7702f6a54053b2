"""Rates corrected for the judge's known error."""

import pytest

from groundwood.eval.asking import Answer
from groundwood.eval.marking import Cited, Marked, Marking, Standing
from groundwood.eval.metrics.waterfall import Fate
from groundwood.eval.reports.correcting import Said
from groundwood.eval.reports.walk import Judged
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import Scored
from groundwood.eval.statistics.confusion import Confusion

JUDGE = Confusion(tp=90, fn=10, tn=80, fp=20)


def judged(supported: bool | None, *, is_cited: bool = True) -> Judged:
    cited = (Cited(label="1", standing=Standing.VALID, source="a"),) if is_cited else ()
    sentence = Marked(text="It is.", paragraph=0, start=0, end=1, citations=cited)
    error = "" if supported is not None else "away"
    return Judged(sentence, Fate.UNSUPPORTED, Answer(supported, error=error))


def said(*answers: bool | None, system: str = "", group: str = "g") -> Said:
    found = Said()
    for number, answer in enumerate(answers):
        sample = Sample(id=f"{number}", text="", system=system, group=f"{group}{number}")
        found.add(Scored(sample, Marking(sample=sample.id)), [judged(answer)])
    return found


def test_the_rate_is_corrected_by_sensitivity_and_specificity_of_the_card() -> None:
    supported, _ = said(*[True] * 6, *[False] * 4).rates(JUDGE)
    assert (supported.sentences, supported.said) == (10, 0.6)
    assert supported.corrected.rate.number == pytest.approx((0.6 + 0.8 - 1) / (0.9 + 0.8 - 1))
    assert not supported.corrected.is_clipped
    low, high = supported.corrected_interval.low, supported.corrected_interval.high
    assert low is not None
    assert high is not None
    assert 0 <= low < 0.571 < high <= 1


def test_what_is_supported_and_what_is_not_add_to_one_also_when_corrected() -> None:
    supported, unsupported = said(*[True] * 6, *[False] * 4).rates(JUDGE)
    assert supported.said + unsupported.said == 1
    first, second = supported.corrected.rate.number, unsupported.corrected.rate.number
    assert first is not None
    assert second is not None
    assert first + second == pytest.approx(1)


def test_uncited_sentences_and_failures_of_the_judge_are_left_out() -> None:
    found = said(True, None)
    sample = Sample(id="x", text="")
    found.add(Scored(sample, Marking(sample="x")), [judged(False, is_cited=False)])
    assert [rate.sentences for rate in found.rates(JUDGE)] == [1, 1]


def test_a_judge_at_chance_corrects_nothing_and_it_is_said() -> None:
    supported, _ = said(True, False).rates(Confusion(tp=5, fn=5, tn=5, fp=5))
    assert "tells nothing" in supported.corrected.rate.reason


def test_a_system_without_such_sentences_has_no_rates() -> None:
    assert said(None).rates(JUDGE) == []
    assert Said().rates(JUDGE) == []
