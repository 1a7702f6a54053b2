"""Which sources a system relies on."""

from typing import Any

from groundwood.eval.reports.spread import MOST, Spread
from groundwood.eval.reports.walk import walked
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample, Source


def read(run: Run) -> Spread:
    found = Spread()
    for story, judged in walked(run, run.about()):
        found.add(story, judged)
    return found


def test_citations_are_counted_by_system_and_uncited_sources_are_counted_as_given(run: Run) -> None:
    alpha, beta = read(run).reliances()
    assert (alpha.system, alpha.citations, alpha.given, alpha.cited) == ("alpha", 5, 3, 2)
    assert (beta.system, beta.citations, beta.given, beta.cited) == ("beta", 4, 3, 3)
    assert alpha.spread.top_share.number == 0.8
    assert beta.spread.top_share.number == 0.5


def test_the_most_cited_are_named_with_the_counts_of_each_system(run: Run) -> None:
    told = [(one.source.id, one.counts) for one in read(run).most_cited(run)]
    assert told[0] == ("dam", (4, 2))
    assert dict(told) == {"dam": (4, 2), "mayor": (1, 1), "roads": (0, 1)}


def test_sources_of_one_address_are_one_whatever_their_id(scored: Any) -> None:
    def sample(key: str) -> Sample:
        source = Source(id=f"id-{key}", text="It rains.", url="https://sample.invalid/rain")
        return Sample(id=key, text="It rains [1].", sources=(source,))

    run = scored("rain", sample("a"), sample("b"))
    (one,) = read(run).reliances()
    assert (one.citations, one.given, one.cited) == (2, 1, 1)


def test_sources_that_differ_in_text_alone_are_two(scored: Any) -> None:
    sources = (Source(id="a", text="It rains."), Source(id="b", text="It snows."))
    sample = Sample(id="s", text="It rains [1]. It snows [2].", sources=sources)
    (one,) = read(scored("two", sample)).reliances()
    assert (one.given, one.cited) == (2, 2)


def test_only_so_many_are_named(scored: Any) -> None:
    sources = tuple(Source(id=f"s{n}", text=f"Text {n}.") for n in range(MOST + 5))
    text = " ".join(f"Text {n} [{n + 1}]." for n in range(MOST + 5))
    run = scored("many", Sample(id="s", text=text, sources=sources))
    assert len(read(run).most_cited(run)) == MOST


def test_where_nothing_is_cited_the_numbers_are_none_and_say_why(scored: Any) -> None:
    run = scored("bare", Sample(id="s", text="It rains.", sources=(Source(id="a", text="Rain."),)))
    (one,) = read(run).reliances()
    assert one.spread.effective_sources.reason == "nothing is cited"
