"""``groundwood check STORY@v0.01``: kept versions, by what they kept or by the store as it is now."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from groundwood.nouns import CheckedStory, Finding
from groundwood.nouns.cited import CheckedText

Run = Callable[..., CompletedProcess[str]]

WITHDRAWN = "f25ba3e5"


@pytest.fixture
def check(run: Run, articles: Path, tmp_path: Path) -> Run:
    """Run ``groundwood check`` where ``bridge`` is kept, and its article `WITHDRAWN` withdrawn."""
    lines = articles.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "two.jsonl").write_text("".join(lines[:2]), encoding="utf-8")
    run("ingest", "two.jsonl", "-q")
    assert run("write", "--keep", "--slug", "bridge", "--model", "none", "-q").returncode == 0
    run("retract", WITHDRAWN, "-q")

    def checked(*arguments: object, **options: str) -> CompletedProcess[str]:
        return run("check", *arguments, **{"GROUNDWOOD_MODEL": "none", **options})

    return checked


def read(result: CompletedProcess[str]) -> CheckedText:
    return CheckedText.model_validate_json(result.stdout)


def test_a_kept_version_is_checked_by_the_passages_that_it_kept(check: Run) -> None:
    ended = check("bridge@v0.01")
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[0].split()[:3] == ["Place", "Finding", "Score"]
    assert "Checked 6 sentences of bridge@v0.01: 6 supported" in ended.stderr
    assert ended.stderr.endswith("Note: checked by the passages that it kept\n")


def test_by_the_store_as_it_is_now_a_withdrawn_article_is_an_unknown_source(check: Run) -> None:
    ended = check("bridge", "--current", "--format", "json")
    failing = read(ended).failing()
    assert ended.returncode == 5
    assert {one.verdict.finding for one in failing} == {Finding.UNKNOWN_SOURCE}
    assert {one.verdict.reason for one in failing} == {f"there is no article {WITHDRAWN}"}
    assert len(failing) == 3
    assert "Note: checked by the articles as they are now" in ended.stderr


def test_by_the_store_as_it_is_now_a_changed_article_counts_with_its_new_text(
    check: Run, run: Run, tmp_path: Path
) -> None:
    text = (tmp_path / "two.jsonl").read_text(encoding="utf-8")
    (tmp_path / "two.jsonl").write_text(text.replace("March 27", "March 29"), encoding="utf-8")
    run("ingest", "two.jsonl", "-q")
    first = read(check("bridge", "--current", "--format", "json")).checks[0].verdict
    assert (first.finding, "March 27" in first.text) == (Finding.WRONG_NUMBER, True)


def test_the_json_the_page_and_the_table_are_those_of_the_text_form(
    check: Run, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "bridge.txt").write_text(run("show", "bridge").stdout, encoding="utf-8")
    run("retract", WITHDRAWN, "--undo", "-q")
    kept, file = (
        read(check(name, "--format", "json", *more))
        for name, more in (("bridge", ("--current",)), ("bridge.txt", ()))
    )
    assert kept.cited.model_copy(update={"notes": ()}) == file.cited
    assert kept.checks == file.checks
    check("bridge", "--format", "html", "--out", "page.html", "-q")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_show_rechecks_with_the_same_findings(check: Run, run: Run) -> None:
    checked = read(check("bridge", "--format", "json"))
    told = run("show", "bridge", "--recheck", "--format", "json", GROUNDWOOD_MODEL="none")
    verdicts = CheckedStory.model_validate_json(told.stdout).verdicts
    assert verdicts == tuple(one.verdict for one in checked.checks)


def test_a_file_goes_before_a_story_of_its_name(check: Run, tmp_path: Path) -> None:
    (tmp_path / "bridge").write_text("Nobody said so.", encoding="utf-8")
    ended = check("bridge", "--format", "json")
    assert [str(one.verdict.finding) for one in read(ended).checks] == ["uncited"]


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("nowhere.md",), 1, "nowhere.md: no such file, and no kept story: no story is called 'nowhere.md'"),
        (("brigde",), 1, "brigde: no such file, and no kept story: no story is called 'brigde'; the nearest is 'bridge'"),
        (("bridge@v0.07",), 1, "bridge@v0.07: no such file, and no kept story: bridge has no version v0.07; there are: v0.01"),
        (("folder",), 1, "folder: a folder, no file, and no kept story: no story is called 'folder'"),
        (("bridge", "--store", "sqlite:///gone.db"), 1, "bridge: no such file, and no kept story: --store: sqlite:///gone.db is not there; groundwood ingest makes it"),
        (("two.jsonl", "--current"), 2, "--current: is for a kept story, and two.jsonl is a file"),
        (("bridge", "--covers", "paragraph"), 2, "--covers: is for a file, and bridge is none"),
        (("drafts/bridge.md",), 1, "drafts/bridge.md: no such file"),
        (("bridge", "--current", "--articles", "two.jsonl"), 2, "--current: takes the articles of the store, not those of --articles"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)  # fmt: skip
def test_what_is_neither_is_told_in_one_line_that_says_both(
    check: Run, tmp_path: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    (tmp_path / "folder").mkdir()
    ended = check(*options)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert ended.stderr == f"groundwood: {told}\n"


def test_a_mistyped_file_makes_no_store(run: Run, tmp_path: Path) -> None:
    ended = run("check", "brigde.md")
    told = (
        "no kept story: --store: sqlite:///groundwood.db is not there; groundwood ingest makes it"
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"groundwood: brigde.md: no such file, and {told}\n"
    assert list(tmp_path.iterdir()) == []
