"""What each system cost and how long it took."""

from groundwood.eval.asking import Answer
from groundwood.eval.marking import Cited, Marked, Marking, Standing
from groundwood.eval.metrics.waterfall import Fate
from groundwood.eval.reports.bills import Bills
from groundwood.eval.reports.walk import Judged, walked
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import Scored
from groundwood.nouns import Usage

CITED = (Cited(label="1", standing=Standing.VALID, source="a"),)
SUPPORTED = Judged(
    Marked(text="It is.", paragraph=0, start=0, end=1, citations=CITED),
    Fate.CITED_SUPPORTED,
    Answer(supported=True),
)
UNCITED = Judged(
    Marked(text="It is.", paragraph=0, start=0, end=1),
    Fate.UNCITED_SUPPORTED,
    Answer(supported=True),
)


def story(key: str, usage: Usage | None = None, seconds: float | None = None) -> Scored:
    used = {"writer": usage} if usage else {}
    return Scored(Sample(id=key, text="", usage=used, seconds=seconds), Marking(sample=key))


def test_costs_and_seconds_are_summed_by_system(run: Run) -> None:
    bills = Bills()
    for one, judged in walked(run, run.about()):
        bills.add(one, judged)
    alpha, beta = bills.known()
    assert (alpha.system, alpha.samples, alpha.used, alpha.priced) == ("alpha", 3, 3, 0)
    assert alpha.cost_per_sample.reason == "no prices are known"
    assert alpha.cost_per_supported.reason == "no prices are known"
    assert alpha.per_sample(alpha.usage.tokens_in).number == 100
    assert alpha.seconds_per_supported.number == 6.0 / 2
    assert beta.cost_per_sample.number == 0.02
    assert beta.cost_per_supported.number == 0.06 / 4
    assert (beta.latency.p50.number, beta.latency.p95.number) == (3.0, 3.0)


def test_a_supported_sentence_counts_only_where_the_price_of_its_text_is_known() -> None:
    bills = Bills()
    bills.add(story("a", Usage(calls=1, cost=1.0)), [SUPPORTED, SUPPORTED])
    bills.add(story("b", Usage(calls=1)), [SUPPORTED] * 8)
    bills.add(story("c"), [SUPPORTED] * 8)
    (bill,) = bills.known()
    assert (bill.samples, bill.used, bill.priced) == (3, 2, 1)
    assert bill.cost_per_supported.number == 0.5


def test_a_sentence_that_cites_nothing_is_not_paid_for_as_supported() -> None:
    bills = Bills()
    bills.add(story("a", Usage(cost=1.0), seconds=4.0), [UNCITED])
    (bill,) = bills.known()
    assert bill.cost_per_supported.reason == "no sentence is supported"
    assert bill.seconds_per_supported.reason == "no sentence is supported"


def test_of_a_system_of_which_nothing_is_known_there_is_no_bill() -> None:
    bills = Bills()
    bills.add(story("a"), [SUPPORTED])
    assert bills.known() == []
