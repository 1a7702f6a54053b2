"""The files of a run: whole or not there, and named where they are damaged."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.asking import Question
from groundwood.eval.marking import Marking
from groundwood.eval.runs import About, JudgeName, Run, judge_of
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import Row
from groundwood.eval.values import Value, none
from groundwood.eval.verdicts import VerdictBook, digest_of_source
from groundwood.nouns import Article
from groundwood.nouns.verdict import Usage

SAMPLES = [
    Sample(
        id="a",
        text="Rain fell\r\n\u2028on “Harrow” [1].",
        sources=(Source(id="1", text="Rain.", published_at="2026-01-01T00:00:00Z"),),
        group="g",
        system="x",
        tags=("t",),
        corpus=frozenset({"z"}),
        gold={"labels": [1, None]},
        usage={"writer": Usage(calls=1, cost=0.5)},
        seconds=1.5,
    ),
    Sample(id="b", text=""),
]
ROW = Row(sample="a", group="g", values={"m": Value(number=0.1, low=0.0, high=1.0), "n": none("x")})
ABOUT = About(judge=None, metrics=("m",), samples=1, digest="d")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    made = Run(tmp_path / "deep" / "run")
    made.make()
    return made


def test_what_a_run_keeps_it_gives_back(run: Run) -> None:
    assert run.keep(SAMPLES) == 2
    with run.scoring() as out:
        out.add(Marking(sample="a", problem="empty"), ROW)
    run.describe(ABOUT)
    assert list(run.samples()) == SAMPLES
    assert list(run.markings()) == [Marking(sample="a", problem="empty")]
    assert list(run.rows()) == [ROW]
    assert run.about() == ABOUT


def test_the_digest_is_the_sha256_of_the_file_of_samples(run: Run) -> None:
    run.keep(SAMPLES)
    text = (run.folder / "samples.jsonl").read_bytes()
    assert run.digest() == sha256(text).hexdigest()


def test_samples_that_break_off_leave_those_that_were_there(run: Run) -> None:
    def breaks() -> Iterator[Sample]:
        yield SAMPLES[1]
        raise InputError("line 2 is broken")

    run.keep(SAMPLES)
    with pytest.raises(InputError, match="line 2 is broken"):
        run.keep(breaks())
    assert list(run.samples()) == SAMPLES
    assert [file.name for file in run.folder.iterdir()] == ["samples.jsonl"]


def test_a_scoring_that_breaks_off_leaves_the_one_before_it(run: Run) -> None:
    with run.scoring() as out:
        out.add(Marking(sample="a"), ROW)
    with pytest.raises(AttributeError), run.scoring() as out:
        out.add(Marking(sample="b"), None)  # type: ignore[arg-type]
    assert [row.sample for row in run.rows()] == ["a"]
    assert [marking.sample for marking in run.markings()] == ["a"]


def test_one_id_of_one_system_stands_for_one_sample(run: Run) -> None:
    with pytest.raises(InputError, match="b: two samples of this id and system"):
        run.keep([SAMPLES[1], SAMPLES[1]])
    assert run.keep([SAMPLES[1], SAMPLES[1].model_copy(update={"system": "y"})]) == 2


def test_a_run_has_samples(run: Run) -> None:
    with pytest.raises(InputError, match="no samples to score"):
        run.keep([])
    assert not list(run.folder.iterdir())


def test_samples_are_put_into_the_order_that_was_asked_for(run: Run) -> None:
    """What is written side by side is finished in any order, and told in the user's."""
    run.keep([*SAMPLES, SAMPLES[1].model_copy(update={"id": "c"})])
    run.arrange([("c", ""), ("a", "x")])
    assert [sample.id for sample in run.samples()] == ["b", "c", "a"]
    assert list(run.samples())[2] == SAMPLES[0]
    assert [file.name for file in run.folder.iterdir()] == ["samples.jsonl"]


def test_a_folder_of_other_things_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("x")
    with pytest.raises(InputError, match=r"holds other files, and no samples\.jsonl: no run"):
        Run(tmp_path).make()
    with pytest.raises(InputError, match=r"letters\.txt: File exists"):
        Run(tmp_path / "letters.txt").make()


def test_a_run_that_exists_is_made_again_as_it_is(run: Run) -> None:
    run.keep(SAMPLES)
    run.make()
    assert list(run.samples()) == SAMPLES


@pytest.mark.parametrize(
    ("name", "read", "told"),
    [
        ("samples.jsonl", Run.samples, "samples.jsonl:2: id: Field required"),
        ("markings.jsonl", Run.markings, "markings.jsonl:2: sample: Field required"),
        ("metrics.jsonl", Run.rows, "metrics.jsonl:2: sample: Field required"),
    ],
)
def test_a_damaged_line_is_named_with_its_field(run: Run, name: str, read: Any, told: str) -> None:
    first = {"samples.jsonl": SAMPLES[1], "markings.jsonl": Marking(sample="a")}.get(name, ROW)
    (run.folder / name).write_text(f"{first.model_dump_json()}\n{{}}\n")
    with pytest.raises(InputError) as failed:
        list(read(run))
    assert str(failed.value) == f"{run.folder}/{told}"


@pytest.mark.parametrize("text", ["", "{"], ids=["empty", "cut"])
def test_a_damaged_description_is_named(run: Run, text: str) -> None:
    (run.folder / "run.json").write_text(text)
    with pytest.raises(InputError, match=r"run\.json"):
        run.about()


def test_what_was_not_scored_is_named(run: Run) -> None:
    run.keep(SAMPLES)
    for read in (run.about, lambda: next(run.rows()), lambda: next(run.markings())):
        with pytest.raises(
            InputError, match="No such file or directory: not a run that was scored"
        ):
            read()


def test_the_judge_of_a_run_is_the_one_that_judged_last(run: Run, word_for_word: Any) -> None:
    assert judge_of(run.verdicts) is None
    article = Article(text="Rain fell.")
    for version in ("2", "1"):
        word_for_word.version = version
        with VerdictBook(run.verdicts, word_for_word) as book:
            key = digest_of_source(article)
            book.answers({key: article})([Question("Rain fell.", (key,))])
    assert judge_of(run.verdicts) == JudgeName(name="word for word", version="1", threshold=0.5)
