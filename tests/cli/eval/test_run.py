"""``groundwood eval run`` and ``probe``: stories written to be scored, and taken apart."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Run = Callable[..., CompletedProcess[str]]
JUDGED = ("--judge", "lexical", "--allow-uncalibrated")


@pytest.fixture(scope="module")
def written(
    run_in: Run, articles: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, CompletedProcess[str]]:
    """Return the folder in which a run of two systems was made, and what was printed."""
    folder = tmp_path_factory.mktemp("written")
    systems = ("--system", "none/lexical", "--system", "none/off", "--at-once", "1")
    return folder, run_in(folder, "eval", "run", articles, *systems, *JUDGED, "--out", "mine")


def test_each_system_writes_each_cluster_and_stands_in_the_table(
    written: tuple[Path, CompletedProcess[str]],
) -> None:
    folder, found = written
    assert found.returncode == 0, found.stderr
    head = found.stdout.splitlines()[0]
    assert head.index("none/lexical") < head.index("none/off") < head.index("shortcut: lead")
    lines = (folder / "mine" / "samples.jsonl").read_text().splitlines()
    samples = [json.loads(line) for line in lines]
    assert [sample["system"] for sample in samples] == ["none/lexical", "none/off"]
    assert "Kept in mine" in found.stderr


def test_a_run_that_is_whole_is_not_written_again(
    written: tuple[Path, CompletedProcess[str]], run_in: Run, articles: Path
) -> None:
    folder, _ = written
    before = (folder / "mine" / "samples.jsonl").read_bytes()
    found = run_in(
        folder, "eval", "run", articles, "--system", "none/off", *JUDGED, "--out", "mine"
    )
    assert found.returncode == 0, found.stderr
    assert (folder / "mine" / "samples.jsonl").read_bytes() == before
    assert ", 0 pairs judged now" in found.stderr


def test_where_the_money_is_spent_before_a_story_the_run_says_so(
    run_in: Run, articles: Path, tmp_path: Path
) -> None:
    found = run_in(
        tmp_path, "eval", "run", articles, "--system", "none/off", *JUDGED, "--max-cost", "0"
    )
    assert found.returncode == 1
    assert found.stderr.splitlines()[-1] == (
        "groundwood: runs/run: no story was written before --max-cost 0 was reached"
    )


PRICED = {"GROUNDWOOD_PRICE_IN": "1", "GROUNDWOOD_PRICE_OUT": "1"}
FACT = "The {0} of Harrow held all night."


def says(name: str) -> dict[str, object]:
    """Return what the mock model writes of the place."""
    told = {"sentences": [{"text": FACT.format(name), "citations": ["A"]}]}
    return {"match": f"The passages:.*The {name} ", "json": told}


def test_a_run_that_its_cost_stopped_ends_like_a_batch_that_has_topics_left_and_goes_on(
    run: Run, mock: Any, tmp_path: Path
) -> None:
    """What there is has been scored, but whoever called it must see that it is not all."""
    for name in ("dam", "bridge"):
        text = f"{FACT.format(name)} The mayor of Harrow spoke of the {name} on Monday at noon."
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"text": text, "source": "Paper"}))
    plan = {"paragraphs": [{"aim": "tell", "passages": ["1"]}]}
    headline = {"match": "Write the headline", "json": {"headline": "What held in Harrow"}}
    planned = {"match": "Plan a news story", "json": plan}
    mock.config.replies = [planned, headline, says("dam"), says("bridge")]
    written = ("eval", "run", ".", "--system", f"{mock.base_url}#mock/lexical", *JUDGED)
    options = (*written, "--at-once", "1", "--max-cost", "0.000001", "--quiet")
    told = "Stopped at --max-cost 1e-06: run it again to go on\n"
    found = run(*options, **PRICED)
    assert (found.returncode, found.stderr.endswith(told)) == (6, True)
    assert len((tmp_path / "runs/run/samples.jsonl").read_text().splitlines()) == 1
    assert "citation_recall" in found.stdout
    assert run(*options, **PRICED).returncode == 0
    assert len((tmp_path / "runs/run/samples.jsonl").read_text().splitlines()) == 2


def test_a_story_that_could_not_be_written_is_named_and_the_exit_code_says_so(
    run: Run, mock: Any, articles: Path
) -> None:
    mock.config.plan = ["401"] * 9
    system = f"{mock.base_url}#mock"
    found = run("eval", "run", articles, "--system", system, *JUDGED, "--quiet")
    assert found.returncode == 3
    told = f"1 not written, the first: {system}, {articles.stem}: {system}: prompt summarizer/plan "
    assert found.stderr.splitlines()[-1].startswith(told)


def test_started_again_a_run_writes_what_failed_and_each_sample_is_there_once(
    run: Run, mock: Any, tmp_path: Path
) -> None:
    """Exit code 3 is cured by starting again; as long as it is not, the failure stands."""
    held = f"{FACT.format('dam')} The mayor of Harrow spoke of the dam on Monday at noon."
    (tmp_path / "dam.jsonl").write_text(json.dumps({"text": held, "source": "Paper"}))
    plan = {"paragraphs": [{"aim": "tell", "passages": ["1"]}]}
    headline = {"match": "Write the headline", "json": {"headline": "What held in Harrow"}}
    mock.config.replies = [{"match": "Plan a news story", "json": plan}, headline, says("dam")]
    mock.config.plan = ["401"] * 2
    command = ("eval", "run", ".", "--system", f"{mock.base_url}#mock/lexical", *JUDGED)

    def samples() -> list[Any]:
        lines = (tmp_path / "runs/run/samples.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    for _ in range(2):
        assert run(*command).returncode == 3
        assert [sample["gold"]["outcome"]["status"] for sample in samples()] == ["failed"]
    assert run(*command).returncode == 0
    assert [sample["gold"]["outcome"]["status"] for sample in samples()] == ["published"]


def test_a_failure_that_is_not_tried_again_for_want_of_money_is_work_left(
    run: Run, mock: Any, articles: Path, tmp_path: Path
) -> None:
    mock.config.plan = ["401"]
    systems = ("--system", "none/off", "--system", f"{mock.base_url}#mock")
    command = ("eval", "run", articles, *systems, *JUDGED)
    assert run(*command).returncode == 3
    before = (tmp_path / "runs/run/samples.jsonl").read_text()
    assert run(*command, "--max-cost", "0").returncode == 6
    assert (tmp_path / "runs/run/samples.jsonl").read_text() == before


def test_an_unfit_judge_is_refused_before_anything_is_written(
    run_in: Run, articles: Path, tmp_path: Path
) -> None:
    found = run_in(tmp_path, "eval", "run", articles, "--system", "none", "--judge", "lexical")
    assert found.returncode == 2
    assert "--allow-uncalibrated scores all the same" in found.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_without_articles_is_named(run_in: Run, tmp_path: Path) -> None:
    found = run_in(tmp_path, "eval", "run", ".", "--system", "none", *JUDGED)
    assert found.returncode == 1
    assert found.stderr == "groundwood: .: no *.jsonl with articles\n"


def test_a_probe_tells_what_sentences_owe_to_their_source(
    run_in: Run, articles: Path, tmp_path: Path
) -> None:
    found = run_in(
        tmp_path, "eval", "probe", articles, "--system", "none/lexical", "--sources", "1"
    )
    assert found.returncode == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[1] == "changed without the source that they cite      1.000"
    assert lines[3].startswith("difference: what they owe to the cited source")
