"""A batch in this process: what is done once, what is kept, what is told."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from groundwood.errors import GroundwoodError, InputError, StoreBusy, StoreError
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.schema import schema_text
from groundwood.pipelines.batch.stages import Unwatched
from groundwood.pipelines.batch.summary import BatchSummary

RUN = "storm-2024-06-02"
WRITTEN = {"t0": "published", "t1": "published", "t2": "published"}


class Recorder(Unwatched):
    """Remembers what it sees."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def at(self, stage: Any, row: TopicRun | None = None) -> None:
        self.seen.append((stage, row.slug if row else ""))


def test_every_topic_gets_its_story_its_row_and_its_files(newsroom: Any) -> None:
    ended = newsroom.run(newsroom.plan())
    assert (ended.code, ended.run.status, ended.run.id) == (0, "finished", RUN)
    assert newsroom.rows() == WRITTEN
    assert [record.slug for record in newsroom.store.stories.records()] == ["t0", "t1", "t2"]
    files = sorted(str(f.relative_to(newsroom.folder)) for f in newsroom.folder.glob("out/*/*"))
    endings = ("html", "json", "md", "txt")
    assert files == [f"out/2024-06-02/t{n}.{ending}" for n in range(3) for ending in endings]


def test_run_again_it_does_nothing_and_ends_the_same(newsroom: Any) -> None:
    plan, second = newsroom.plan(), Recorder()
    first = newsroom.run(plan)
    again = newsroom.run(plan, watch=second)
    assert [stage for stage, _ in second.seen] == ["begun", "made up", "summed", "ended"]
    assert (again.code, again.run) == (first.code, first.run)


def test_stages_come_in_order_and_a_topic_is_filed_only_after_it_is_settled(newsroom: Any) -> None:
    watch = Recorder()
    newsroom.run(newsroom.plan(topics=1), watch=watch)
    assert watch.seen == [
        ("begun", ""), ("made up", ""), ("claimed", "t0"), ("written", "t0"), ("publishing", "t0"),
        ("settled", "t0"), *[("filed", "t0")] * 4, ("summed", ""), ("ended", ""),
    ]  # fmt: skip


def test_files_that_are_missing_are_made_again_and_the_others_are_left_alone(newsroom: Any) -> None:
    plan, watch = newsroom.plan(), Recorder()
    newsroom.run(plan)
    folder = newsroom.folder / "out" / "2024-06-02"
    text = (folder / "t1.md").read_text()
    (folder / "t1.md").unlink()
    kept = {file: file.stat().st_ino for file in folder.iterdir() if not file.name.startswith("t1")}
    newsroom.run(plan, watch=watch)
    assert (folder / "t1.md").read_text() == text
    assert {file: file.stat().st_ino for file in kept} == kept
    assert [slug for stage, slug in watch.seen if stage == "filed"] == ["t1"] * 4


def test_checkpoints_are_kept_while_a_topic_is_open_or_failed_and_no_longer(
    newsroom: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, folder = newsroom.plan(), newsroom.folder / "cache" / "runs"
    with monkeypatch.context() as patch:
        broken(newsroom, patch, "t1")
        newsroom.run(plan)
    assert (folder / f"batch_{RUN}.sqlite").exists()
    newsroom.run(plan, again=(RUN, "failed"))
    assert list(folder.iterdir()) == []


def test_story_and_row_are_published_together_or_not_at_all(newsroom: Any, failing: Any) -> None:
    plan = newsroom.plan(topics=1)
    with pytest.raises(GroundwoodError, match="the disk is full"):
        newsroom.run(plan, watch=failing("publishing", "t0", StoreError("the disk is full")))
    assert newsroom.store.stories.records() == []
    assert newsroom.rows() == {"t0": "pending"}
    assert newsroom.run(plan).code == 0
    assert newsroom.rows() == {"t0": "published"}


def test_the_next_night_a_story_without_news_is_unchanged_and_its_files_stand(
    newsroom: Any,
) -> None:
    plan = newsroom.plan()
    newsroom.run(plan)
    tomorrow = newsroom.run(plan, moment=newsroom.moment + timedelta(days=1))
    assert newsroom.rows("storm-2024-06-03") == dict.fromkeys(WRITTEN, "unchanged")
    assert tomorrow.code == 0
    folders = [newsroom.folder / "out" / f"2024-06-0{day}" for day in (2, 3)]
    texts = [{file.name: file.read_text() for file in folder.iterdir()} for folder in folders]
    assert texts[0] == texts[1]


def test_a_topic_without_evidence_abstains_and_leaves_no_file(newsroom: Any) -> None:
    plan = newsroom.plan(topics=4)
    assert newsroom.run(plan).code == 0
    assert newsroom.rows() == {**WRITTEN, "t3": "abstained"}
    assert not list(newsroom.folder.glob("out/*/t3.*"))


def test_where_every_topic_abstains_it_ends_with_4(newsroom: Any) -> None:
    plan = newsroom.plan('window = "since 2024-06-02"\n')
    assert newsroom.run(plan).code == 4
    assert newsroom.rows() == dict.fromkeys(WRITTEN, "abstained")


def broken(
    newsroom: Any,
    monkeypatch: pytest.MonkeyPatch,
    *slugs: str,
    error: str = "a fault of the program",
) -> None:
    """Let the store fail when evidence for one of the topics is looked for."""
    select = type(newsroom.store).select

    def fail(store: Any, topic: Any, **options: Any) -> Any:
        if topic.slug in slugs:
            raise ZeroDivisionError(error)
        return select(store, topic, **options)

    monkeypatch.setattr(type(newsroom.store), "select", fail)


def test_a_topic_that_fails_by_a_fault_of_the_program_takes_no_other_with_it(
    newsroom: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken(newsroom, monkeypatch, "t1")
    ended = newsroom.run(newsroom.plan())
    (failed,) = newsroom.store.runs.topics(RUN, "failed")
    assert ended.code == 3
    assert newsroom.rows() == {**WRITTEN, "t1": "failed"}
    assert (failed.error, failed.error_class) == ("a fault of the program", "ZeroDivisionError")
    assert "topic t1: a fault of the program" in caplog.text


def test_where_every_topic_fails_it_ends_with_1(
    newsroom: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(newsroom, monkeypatch, *WRITTEN)
    assert newsroom.run(newsroom.plan()).code == 1


def test_a_failed_topic_is_done_again_only_when_it_is_asked_for(
    newsroom: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = newsroom.plan()
    with monkeypatch.context() as patch:
        broken(newsroom, patch, "t1")
        newsroom.run(plan)
    assert newsroom.run(plan).code == 3
    assert newsroom.run(plan, again=(RUN, "failed")).code == 0
    (row,) = [row for row in newsroom.store.runs.topics(RUN) if row.slug == "t1"]
    assert (row.status, row.error, row.error_class, row.attempts) == ("published", "", "", 1)


def test_a_failed_update_leaves_the_last_version_and_its_files(
    newsroom: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = newsroom.plan('[output]\npath = "{slug}"\n')
    newsroom.run(plan)
    before = {file: file.read_bytes() for file in newsroom.folder.glob("out/t*")}
    newsroom.put(
        text="The library closed for two weeks after water came in on Tuesday.",
        tags=["topic 0"],
        published_at="2024-06-02T08:00:00Z",
    )
    with monkeypatch.context() as patch:
        patch.setattr("groundwood.pipelines.batch.desk.keep_story", lambda *_, **__: 1 / 0)
        ended = newsroom.run(plan, moment=newsroom.moment + timedelta(days=1))
    assert ended.code == 1
    assert len(before) == 12
    assert {file: file.read_bytes() for file in newsroom.folder.glob("out/t*")} == before
    assert [record.version for record in newsroom.store.stories.records()] == ["0.01"] * 3


def test_a_topic_on_which_work_began_too_often_has_failed(newsroom: Any, failing: Any) -> None:
    plan = newsroom.plan("attempts = 2\n", topics=1).model_copy(update={"attempts": 2})
    for _ in range(2):
        with pytest.raises(GroundwoodError):
            newsroom.run(plan, watch=failing("written", "t0", StoreError("killed")))
    assert newsroom.run(plan).code == 1
    (row,) = newsroom.store.runs.topics(RUN)
    assert row.error == "work on it began 2 times and never ended"


def test_a_second_start_while_one_is_at_work_is_refused(newsroom: Any) -> None:
    plan = newsroom.plan()
    with newsroom.store.lock("batch storm"), pytest.raises(StoreBusy) as refused:
        newsroom.run(plan)
    assert str(refused.value) == "a batch of the plan 'storm' is already at work"
    assert newsroom.store.runs.runs() == []


def test_the_same_run_under_another_plan_is_refused(newsroom: Any) -> None:
    newsroom.run(newsroom.plan())
    with pytest.raises(StoreError, match=f"run '{RUN}' is of another plan"):
        newsroom.run(newsroom.plan(topics=2))


def test_a_run_that_the_ledger_does_not_have_cannot_be_done_again(newsroom: Any) -> None:
    with pytest.raises(InputError, match="the ledger has no run 'nothing'"):
        newsroom.run(newsroom.plan(), again=("nothing", "failed"))


def test_the_summary_is_a_noun_with_every_topic_and_a_page_for_people(newsroom: Any) -> None:
    ended = newsroom.run(newsroom.plan(topics=4))
    summary = BatchSummary.model_validate_json(ended.summary.read_bytes())
    assert summary.run == ended.run.model_copy(update={"document": ""})
    assert summary.counts == {"published": 3, "abstained": 1}
    assert [topic.slug for topic in summary.topics] == ["t0", "t1", "t2", "t3"]
    first = summary.topics[0]
    assert first.files[0] == "2024-06-02/t0.html"
    assert all((ended.summary.parent / file).is_file() for file in first.files)
    assert first.title == newsroom.store.stories.records()[0].title
    page = ended.markdown.read_text()
    assert page.startswith(
        f"# {RUN}\n\n4 topics: 3 published, 1 abstained.\n\n- status: finished\n"
    )
    assert "| [t0](2024-06-02/t0.html) | 0.01 |" in page
    assert page.index("## Abstained (1)") < page.index("## Published (3)")


def test_the_summary_fits_its_schema(newsroom: Any) -> None:
    """Nor is the schema an old one."""
    file = Path(__file__).resolve().parents[2] / "docs" / "batch.schema.json"
    assert file.read_text() == schema_text()
    ended = newsroom.run(newsroom.plan(topics=4))
    Draft202012Validator(json.loads(file.read_text())).validate(
        json.loads(ended.summary.read_text())
    )


def test_what_an_error_says_cannot_break_the_page(
    newsroom: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(newsroom, monkeypatch, "t1", error="a | pipe <script>\nand a line")
    page = newsroom.run(newsroom.plan()).markdown.read_text()
    (line,) = [line for line in page.splitlines() if line.startswith("| t1 ")]
    assert "ZeroDivisionError: a \\| pipe \\<script\\> and a line" in line
