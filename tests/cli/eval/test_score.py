"""``groundwood eval score``: texts and sources in, a run and its table out."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from groundwood.eval.judging import asked_model, open_judge
from groundwood.eval.runs import Run
from groundwood.settings import load_settings

SCORE = ("score", "outputs.jsonl", "--out", "run", "--allow-uncalibrated")
FEW = (*SCORE, "--metric", "citations", "--no-shortcuts")
FILES = ["markings.jsonl", "metrics.jsonl", "run.json", "samples.jsonl", "verdicts.sqlite"]


def cells(told: str, metric: str) -> list[str]:
    """Return the numbers of a metric in a table, without their intervals."""
    line = next(line for line in told.splitlines() if line.startswith(f"{metric} "))
    return [cell.split()[0] for cell in line.removeprefix(metric).split("  ") if cell.strip()]


def test_a_scored_file_is_a_table_on_standard_output_and_a_run_in_a_folder(
    evaluate: Any, written: Path
) -> None:
    ended = evaluate(*SCORE)
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[0].split("  ")[-1] == "shortcut: empty"
    assert ended.stdout.splitlines()[0].split()[:2] == ["good", "bad"]
    assert cells(ended.stdout, "citation_recall")[:2] == ["1.000", "0.333"]
    assert cells(ended.stdout, "hallucinated_citations")[:2] == ["0.000", "0.167"]
    assert "outputs.jsonl: taken for outputs (" in ended.stderr
    assert "\n21 samples, judge lexical " in ended.stderr
    assert ended.stderr.endswith("Kept in run\n")
    assert sorted(file.name for file in (written.parent / "run").iterdir()) == FILES


def test_a_run_that_is_scored_again_tells_the_same_and_judges_nothing_anew(
    evaluate: Any, written: Path
) -> None:
    first = evaluate(*FEW)
    again = evaluate("score", "run", "--allow-uncalibrated", *FEW[-3:])
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert ", 0 pairs judged now\n" in again.stderr


def test_only_the_metrics_that_were_named_are_measured(evaluate: Any, written: Path) -> None:
    ended = evaluate(*SCORE, "--no-shortcuts", "--metric", "validity", "--quiet")
    assert ended.stdout.splitlines()[1].startswith("valid_citations ")
    assert "citation_recall" not in ended.stdout


def test_without_an_out_the_run_is_named_for_its_file(evaluate: Any, written: Path) -> None:
    evaluate("score", "outputs.jsonl", *FEW[4:])
    assert (written.parent / "runs" / "outputs" / "run.json").is_file()


def test_markers_of_ones_own_are_read_by_a_pattern(evaluate: Any, tmp_path: Path) -> None:
    row = {"output": "Rain fell on Harrow again {ref:r1}.", "docs": [{"id": "r1", "text": "x"}]}
    (tmp_path / "outputs.jsonl").write_text(json.dumps(row), encoding="utf-8")
    options = (*SCORE, "--metric", "validity", "--no-shortcuts")
    plain = evaluate(*options)
    ours = evaluate(*options, "--pattern", r"\{ref:(?P<label>\w+)\}")
    assert cells(plain.stdout, "uncited_sentences") == ["1.000"]
    assert cells(ours.stdout, "uncited_sentences") == ["0.000"]


def test_a_marker_covers_what_it_is_said_to_cover(evaluate: Any, tmp_path: Path) -> None:
    row = {"output": "Rain fell on Harrow again. The dam held all night [1].", "docs": ["x"]}
    (tmp_path / "outputs.jsonl").write_text(json.dumps(row), encoding="utf-8")
    options = (*SCORE, "--metric", "validity", "--no-shortcuts")
    assert cells(evaluate(*options).stdout, "uncited_sentences") == ["0.500"]
    told = evaluate(*options, "--covers", "run").stdout
    assert cells(told, "uncited_sentences") == ["0.000"]


def test_a_story_of_ours_is_scored_with_its_articles(
    evaluate: Any, write: Any, articles: Path
) -> None:
    assert write("--articles", articles, "--out", "out", "--quiet").returncode == 0
    options = ("--sources", articles, "--allow-uncalibrated", *FEW[-3:])
    ended = evaluate("score", "out/story.md", *options)
    assert "out/story.md: taken for text (" in ended.stderr
    assert cells(ended.stdout, "citation_recall") == ["1.000"]


def test_a_judge_that_is_not_fit_to_measure_is_refused_before_anything_is_written(
    fails: Any, written: Path
) -> None:
    told = fails(2, "score", "outputs.jsonl")
    assert told.startswith("--judge: ")
    assert " lexical " in told
    assert told.endswith("; --allow-uncalibrated scores all the same")
    assert list(written.parent.iterdir()) == [written]


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("nowhere.jsonl",), 1, "nowhere.jsonl: No such file or directory"),
        (("outputs.jsonl", "--metric", "beauty"), 2, "--metric: there is no metric 'beauty'; there"),
        (("outputs.jsonl", "--pattern", "("), 1, "marker pattern '(': no regular expression: "),
        (("outputs.jsonl", "--pattern", "x"), 1, "marker pattern 'x': it has no group (?P<label>…)"),
        (("outputs.jsonl", "--judge", "jury"), 2, "--judge: there is no judge 'jury'; there are: "),
        (("outputs.jsonl", "--kind", "poem"), 1, "there is no kind 'poem'; there are: auto, "),
        (("outputs.jsonl", "--sources", "x"), 1, "sources: records of question, docs and output: "),
        (("theirs.md",), 1, "sources: texts with citation markers need the articles"),
        (("broken.jsonl",), 1, "broken.jsonl:2: docs: is missing"),
        (("twice.jsonl",), 1, "a: two samples of this id and system"),
        (("outputs.jsonl", "--out", "other"), 1, "other: holds other files, and no samples.jsonl"),
        (("outputs.jsonl", "--out", "theirs.md"), 1, "theirs.md: File exists"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)  # fmt: skip
def test_what_fails_ends_in_one_line_and_leaves_no_run(
    fails: Any, written: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    folder, line = written.parent, written.read_text(encoding="utf-8").partition("\n")[0]
    (folder / "theirs.md").write_text("Rain fell on Harrow [1].", encoding="utf-8")
    (folder / "broken.jsonl").write_text(f'{line}\n{{"output": "x"}}\n', encoding="utf-8")
    (folder / "twice.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")
    (folder / "other").mkdir()
    (folder / "other" / "letters.txt").write_text("x", encoding="utf-8")
    assert fails(code, "score", *options, "--allow-uncalibrated", "--quiet").startswith(told)
    assert not [file for file in folder.rglob("*") if file.name in FILES or "samples" in file.name]


def test_a_run_that_cannot_be_made_anew_stays_as_it_was(
    evaluate: Any, fails: Any, written: Path
) -> None:
    assert evaluate(*FEW, "--quiet").returncode == 0
    folder = written.parent / "run"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    written.write_text('{"output": "x", "docs": []}\nnonsense', encoding="utf-8")
    assert fails(1, *FEW, "--quiet").startswith("outputs.jsonl:2: ")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.fixture
def served() -> Iterator[Any]:
    """A judge behind a URL, which believes everything and has a version."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            said = {"name": "mini", "version": server.version}
            is_refused = any(server.refuses(pair["claim"]) for pair in body["pairs"])
            answer = json.dumps({**said, "scores": [0.9 for _ in body["pairs"]]}).encode()
            self.send_response(400 if is_refused else 200)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.version, server.refuses = "7", lambda claim: False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_served_judge_says_who_it_is_before_its_verdicts_are_kept(
    evaluate: Any, written: Path, served: Any
) -> None:
    url = f"http://127.0.0.1:{served.server_address[1]}/score"
    options = (*FEW, "--quiet", "--judge", "http", "--judge-url", url)
    for served.version in ("7", "8"):
        assert evaluate(*options).returncode == 0
    with closing(sqlite3.connect(written.parent / "run" / "verdicts.sqlite")) as rows:
        found = rows.execute("SELECT judge, version, count(*) FROM verdicts GROUP BY 1, 2")
        (first, second) = found.fetchall()
    assert (first[:2], second[:2]) == (("http:mini", "7"), ("http:mini", "8"))
    assert first[2] == second[2]


def test_where_the_judge_fails_on_some_the_table_has_bounds_and_the_exit_code_says_so(
    evaluate: Any, written: Path, served: Any
) -> None:
    """A number that leaves something out must not look like one that does not."""
    url = f"http://127.0.0.1:{served.server_address[1]}/score"
    served.refuses = lambda claim: "council" in claim
    ended = evaluate(*FEW, "--judge", "http", "--judge-url", url)
    assert ended.returncode == 3
    (recall,) = (line for line in ended.stdout.splitlines() if line.startswith("citation_recall"))
    assert "(0.833 to 1.000)" in recall
    assert "1 questions could not be judged: in round brackets stand the bounds" in ended.stderr
    assert evaluate("show", "run").stdout == ended.stdout


def test_a_judge_that_fails_on_everything_ends_it_and_leaves_the_samples(
    fails: Any, evaluate: Any, written: Path, served: Any
) -> None:
    """A table of dashes is no result; what was read is kept, and the line says how to go on."""
    url = f"http://127.0.0.1:{served.server_address[1]}/score"
    options = ("--quiet", "--judge", "http", "--judge-url", url)
    served.refuses = lambda claim: "Paper" not in claim
    told = fails(1, *FEW, *options)
    assert told.startswith("run: the judge failed on all ")
    assert told.endswith("the samples are kept: groundwood eval score run")
    folder = written.parent / "run"
    assert sorted(file.name for file in folder.iterdir()) == ["samples.jsonl", "verdicts.sqlite"]
    served.refuses = lambda claim: False
    assert evaluate("score", "run", *options, *FEW[-4:]).returncode == 0


def test_a_judge_for_whom_nothing_is_left_stops_it_with_work_left_and_the_next_start_goes_on(
    evaluate: Any, written: Path, mock: Any
) -> None:
    said = {"verdict": "neither", "quote": "", "reason": "it says otherwise"}
    mock.config.replies = [{"match": "", "json": said}]
    judged = ("--judge", "llm", "--model", f"{mock.base_url}#mock", "--quiet")
    prices = {"GROUNDWOOD_PRICE_IN": "1", "GROUNDWOOD_PRICE_OUT": "1"}
    limited = (*judged, "--max-judge-cost", "0.0000001")
    ended = evaluate(*FEW, *limited, **prices)
    told = "groundwood: what may be spent on the judge is spent; its verdicts are kept\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (6, "", told)
    asked = mock.stats["requests"]
    again = evaluate("score", "run", "--allow-uncalibrated", *FEW[-3:], *judged, **prices)
    assert again.returncode == 0
    assert mock.stats["requests"] > asked


def test_the_model_that_judged_is_kept_with_the_run(evaluate: Any, scored: Path) -> None:
    """Who scores again must know which model to ask; a judge that asks none names none."""
    assert Run(scored).about().judge_model == ""
    settings = load_settings(model="http://127.0.0.1:1/v1#m", judge="llm")
    judge = open_judge(settings)
    assert asked_model(judge, settings) == "http://127.0.0.1:1/v1#m"


def test_a_run_has_its_own_sources_and_place(fails: Any, scored: Path) -> None:
    told = fails(2, "score", scored, "--out", "x", "--allow-uncalibrated")
    assert told == "--sources, --out: a run that is scored again has its own"
