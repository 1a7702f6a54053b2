"""Stories written to be scored."""

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError, SettingsError
from groundwood.eval.gold import REFERENCE
from groundwood.eval.marking import Standing, marking
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample, Source
from groundwood.eval.writing import LetsPass, System, read_clusters, wanted, write_samples
from groundwood.settings import load_settings

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"


def write(clusters: Iterable[Sample], *systems: str, **options: object) -> list[Sample]:
    async def all_() -> list[Sample]:
        named = [System(name) for name in systems]
        return [s async for s in write_samples(clusters, named, load_settings(), **options)]  # type: ignore[arg-type]

    return asyncio.run(all_())


@pytest.fixture(scope="module")
def cluster() -> Sample:
    (found,) = read_clusters(EXAMPLES / "key-bridge-2024.jsonl")
    return found


def test_a_story_is_a_sample_whose_citations_are_of_its_own_sources(cluster: Sample) -> None:
    (sample,) = write([cluster], "none/lexical")
    assert sample.system == "none/lexical"
    assert sample.gold["outcome"]["status"] == "published"  # type: ignore[call-overload, index]
    cited = [one for s in marking(sample).sentences for one in s.citations]
    assert cited
    assert {one.standing for one in cited} == {Standing.VALID}


def test_a_cluster_without_enough_to_say_is_a_sample_with_its_outcome() -> None:
    thin = Sample(
        id="thin", text="", sources=(Source(id="1", text="Rain."), Source(id="2", text=""))
    )
    (sample,) = write([thin], "none/lexical")
    assert sample.text == ""
    assert sample.gold["outcome"]["status"] == "abstained"  # type: ignore[call-overload, index]


def test_a_system_that_cannot_be_had_stops_the_run(cluster: Sample) -> None:
    with pytest.raises(SettingsError, match=r"there is no judge|model"):
        write([cluster], "no such model")


def test_what_is_done_already_is_not_written_again(cluster: Sample) -> None:
    done = frozenset({(cluster.id, "none/off")})
    assert write([cluster], "none/off", done=done) == []


@pytest.fixture
def paid(
    mock: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: Sample
) -> tuple[list[Sample], str]:
    """Two clusters, and a system that plans each for money and is refused the rest."""
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("GROUNDWOOD_PRICE_IN", "1")
    plan = {"paragraphs": [{"aim": "tell", "passages": ["1"]}]}
    mock.config.replies = [{"match": "Plan a news story", "json": plan}]
    mock.config.plan = ["ok", "401"] * 2
    clusters = [cluster, cluster.model_copy(update={"id": "another"})]
    return clusters, f"{mock.base_url}#mock/off"


def test_what_a_story_took_that_failed_is_kept_with_it(paid: tuple[list[Sample], str]) -> None:
    clusters, system = paid
    (sample,) = write(clusters[:1], system)
    assert sample.gold["outcome"]["status"] == "failed"  # type: ignore[call-overload, index]
    usage = sample.usage["summarizer"]
    assert usage.calls == 1
    assert usage.cost == usage.tokens_in / 1e6 > 0


def test_what_failed_stories_cost_counts_for_the_most_that_all_may(
    paid: tuple[list[Sample], str],
) -> None:
    clusters, system = paid
    (sample,) = write(clusters, system, at_once=1, most_cost=1e-9)
    assert sample.id == clusters[0].id


def test_once_the_money_is_spent_no_story_is_begun(cluster: Sample) -> None:
    assert write([cluster], "none/off", most_cost=0.0) == []


@pytest.mark.parametrize(
    ("name", "model", "judge"),
    [
        ("none", "none", None),
        ("none/lexical", "none", "lexical"),
        ("http://127.0.0.1:1/v1#m", "http://127.0.0.1:1/v1#m", None),
        ("http://127.0.0.1:1/v1#m/llm", "http://127.0.0.1:1/v1#m", "llm"),
        ("local/off", "local", LetsPass()),
    ],
)
def test_a_system_is_a_model_and_perhaps_a_judge(name: str, model: str, judge: object) -> None:
    assert (System(name).model, System(name).judge) == (model, judge)


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \*\.jsonl"):
        list(read_clusters(tmp_path))


def test_rows_of_a_cluster_that_stand_apart_are_an_error_and_no_cluster_of_their_own(
    tmp_path: Path,
) -> None:
    rows = [{"id": f"{n}", "text": "It rained.", "cluster": c} for n, c in enumerate("aba")]
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with pytest.raises(InputError, match="the rows of 'a' do not stand together"):
        list(read_clusters(file))


def test_a_run_that_was_killed_in_the_middle_of_a_line_goes_on(tmp_path: Path) -> None:
    run = Run(tmp_path / "run")
    run.make()
    assert run.done() == frozenset()
    for name in ("a", "b"):
        run.add(Sample(id=name, text="It rained.", system="x"))
    file = run.folder / "samples.jsonl"
    file.write_text(file.read_text() + '{"id": "c", "te')
    assert run.done() == {("a", "x"), ("b", "x")}
    run.add(Sample(id="c", text="It rained.", system="x"))
    assert [sample.id for sample in run.samples()] == ["a", "b", "c"]


FAILED = {"outcome": {"status": "failed", "error": "no model"}}


def test_a_story_that_failed_is_still_to_be_written_and_takes_the_place_of_its_failure(
    tmp_path: Path,
) -> None:
    run = Run(tmp_path / "run")
    run.make()
    for name, gold in (("a", FAILED), ("b", {}), ("c", FAILED)):
        run.add(Sample(id=name, text="", system="x", gold=gold))
    run.add(Sample(id="a", text="", system="y", gold=FAILED))
    assert (run.done(), len(run.failed())) == ({("b", "x")}, 3)
    again = Sample(id="a", text="It rained.", system="x")
    run.replace(again)
    assert (run.done(), run.failed()) == ({("a", "x"), ("b", "x")}, {("c", "x"), ("a", "y")})
    found = [(sample.id, sample.system) for sample in run.samples()]
    assert found == [("b", "x"), ("c", "x"), ("a", "y"), ("a", "x")]
    assert list(run.samples())[-1] == again
    assert [file.name for file in run.folder.iterdir()] == ["samples.jsonl"]


def test_a_reference_is_wanted_only_of_clusters_that_have_one() -> None:
    """A cluster that nobody summarised is written by the other systems alone."""
    bare = Sample(id="bare", text="")
    told = Sample(id="told", text="", references=("People wrote this.",))
    pairs = wanted([bare, told], [System("none"), System(REFERENCE)])
    assert [(cluster.id, system.name) for cluster, system in pairs] == [
        ("bare", "none"),
        ("told", "none"),
        ("told", REFERENCE),
    ]


def test_references_that_no_cluster_has_are_an_error() -> None:
    """To compare with people where there is nothing of theirs is refused."""
    with pytest.raises(InputError, match=r"^--system reference: no cluster has a reference$"):
        wanted([Sample(id="bare", text="")], [System("none"), System(REFERENCE)])
