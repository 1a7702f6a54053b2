"""The main metrics on parts of a run."""

from groundwood.eval.marking import Marked, Marking
from groundwood.eval.reports.slices import MOST_TAGS, Cut, Shapes
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import Row, Scored
from groundwood.eval.values import Value

ONE = Marked(text="It is.", paragraph=0, start=0, end=1)


def cuts(*samples: tuple[int, int, tuple[str, ...], str]) -> dict[str, Cut]:
    """Return the cuts of samples with so many sources and sentences, tags and a system."""
    shapes, rows = Shapes(), []
    for number, (sources, sentences, tags, system) in enumerate(samples):
        given = tuple(Source(id=f"s{n}", text="x") for n in range(sources))
        sample = Sample(id=f"{number}", text="", sources=given, system=system, tags=tags)
        shapes.add(Scored(sample, Marking(sample=sample.id, sentences=(ONE,) * sentences)), ())
        value = {"recall": Value(number=number / 10)}
        rows.append(Row(sample=sample.id, group=sample.id, system=system, tags=tags, values=value))
    return {cut.by: cut for cut in shapes.cuts(rows, ["recall"])}


def names(cut: Cut) -> dict[str, list[tuple[str, int, str]]]:
    return {
        one.name: [(line.system, line.samples, line.cells[0].number) for line in one.lines]
        for one in cut.slices
    }


def test_sources_are_cut_at_one_three_and_seven() -> None:
    found = cuts(*((n, 1, (), "") for n in (0, 1, 2, 3, 4, 7, 8, 30)))
    assert names(found["number of sources"]) == {
        "no source": [("", 1, "0.000")],
        "1 source": [("", 1, "0.100")],
        "2 to 3 sources": [("", 2, "0.250")],
        "4 to 7 sources": [("", 2, "0.450")],
        "8 sources or more": [("", 2, "0.650")],
    }


def test_lengths_are_cut_into_thirds_of_the_samples() -> None:
    found = cuts(*((1, n, (), "") for n in (0, 1, 2, 5, 6, 9)))
    assert {name: line[0][1] for name, line in names(found["length"]).items()} == {
        "0 to 1 sentences": 2,
        "2 to 5 sentences": 2,
        "6 to 9 sentences": 2,
    }


def test_thirds_that_cannot_be_parted_are_one() -> None:
    found = cuts(*((1, n, (), "") for n in (3, 3, 3, 3, 4)))
    assert list(names(found["length"])) == ["3 sentences", "4 sentences"]


def test_a_sample_counts_under_each_of_its_tags() -> None:
    found = cuts((1, 1, ("a", "b"), ""), (1, 1, ("a",), ""), (1, 1, (), ""))
    assert {name: line[0][1] for name, line in names(found["tag"]).items()} == {
        "a": 2,
        "b": 1,
        "none of these": 1,
    }


def test_only_the_most_common_tags_have_a_slice() -> None:
    many = [(1, 1, (f"t{n}",), "") for n in range(MOST_TAGS + 3)]
    assert len(cuts(*many, (1, 1, ("t0",), ""))["tag"].slices) == MOST_TAGS + 1


def test_each_system_has_a_line_in_each_slice_that_it_has_samples_in() -> None:
    found = cuts((1, 1, (), "x"), (1, 1, (), "y"), (5, 1, (), "y"))
    assert names(found["number of sources"]) == {
        "1 source": [("x", 1, "0.000"), ("y", 1, "0.100")],
        "4 to 7 sources": [("y", 1, "0.200")],
    }


def test_what_does_not_part_the_samples_is_left_out() -> None:
    assert cuts((1, 2, ("a",), ""), (1, 2, ("a",), "")) == {}
