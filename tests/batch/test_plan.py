"""A plan's file: what it may hold, and how errors in it are told."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import SettingsError
from groundwood.pipelines.batch.plan import BatchPlan
from groundwood.pipelines.batch.reading import line_of, read_plan
from groundwood.pipelines.batch.run import run_id_of

WHOLE = """
name = "nightly"
store = "sqlite:///news.db"
articles = ["in"]
model = "none"
judge = "lexical"
window = "last 24 hours"
timezone = "Europe/Paris"
day_starts = "12:00"
attempts = 5
patience = "10 minutes"
on_finish = ["notify", "--done"]

[[topics]]
slug = "bridge"
query = "the bridge"
tags = ["Shipping"]
window = "7 days"

[[topics]]
slug = "ferry"
since = 2024-05-01T00:00:00Z

[by_tag]
least = 2
most = 5
without = ["sport"]

[output]
folder = "out"
path = "{plan}/{date}/{slug}"
formats = ["json"]

[concurrency]
stories = 4
requests = 2
requests_per_minute = 60

[budget]
at_end = "degrade"

[budget.run]
tokens = 1_000_000
cost = 2.5
time = "2 hours"

[budget.story]
calls = 20
"""
MOMENT = datetime(2024, 6, 2, 3, tzinfo=UTC)


def read(folder: Path, text: str, **options: Any) -> BatchPlan:
    file = folder / "plan.toml"
    file.write_text(text, encoding="utf-8")
    return read_plan(file, **options)


def refused(folder: Path, text: str) -> str:
    """Return how the plan is refused, without the name of its folder."""
    with pytest.raises(SettingsError) as error:
        read(folder, text)
    return str(error.value).replace(f"{folder}/", "")


def test_a_whole_plan_is_read_with_its_paths_seen_from_its_own_folder(tmp_path: Path) -> None:
    plan = read(tmp_path, WHOLE)
    assert plan.store == f"sqlite:///{tmp_path}/news.db"
    assert plan.articles == (tmp_path / "in",)
    assert plan.output.folder == tmp_path / "out"
    assert plan.patience == 600
    assert plan.budget.run.time == 7200
    assert plan.topic(plan.topics[0], MOMENT).model_dump(mode="json") == {
        "slug": "bridge",
        "query": "the bridge",
        "tags": ["shipping"],
        "since": "2024-05-26T03:00:00Z",
        "until": "2024-06-02T03:00:00Z",
    }
    assert plan.topic(plan.topics[1], MOMENT).until is None


def test_options_stand_in_place_of_fields_and_their_paths_are_seen_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    plan = read(tmp_path, WHOLE, model="local", store=None, out=Path("files"))
    assert (plan.model, plan.store) == ("local", f"sqlite:///{tmp_path}/news.db")
    assert plan.output.folder == tmp_path / "here" / "files"
    assert plan.output.path == "{plan}/{date}/{slug}"


def test_a_night_is_one_run_where_the_day_starts_at_noon(tmp_path: Path) -> None:
    plan = read(tmp_path, WHOLE)
    evening = datetime(2024, 6, 1, 21, tzinfo=UTC)
    assert run_id_of(plan, MOMENT) == run_id_of(plan, evening) == "nightly-2024-06-01"
    assert run_id_of(plan, datetime(2024, 6, 2, 10, 1, tzinfo=UTC)) == "nightly-2024-06-02"


def test_the_digest_is_of_what_is_written_and_not_of_how(tmp_path: Path) -> None:
    plan = read(tmp_path, WHOLE)
    for old, new in (("stories = 4", "stories = 9"), ('"out"', '"elsewhere"'), ("2.5", "9.5")):
        assert read(tmp_path, WHOLE.replace(old, new)).digest == plan.digest
    for old, new in (
        ("the bridge", "the bridges"),
        ('"7 days"', '"8 days"'),
        ('"none"', '"local"'),
    ):
        assert read(tmp_path, WHOLE.replace(old, new)).digest != plan.digest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = [", "plan.toml: is not TOML: Invalid value (at end of document)"),
        ("\n\nname = \n", "plan.toml: is not TOML: Invalid value (at line 3, column 8)"),
        ('name = "n"', "plan.toml: no topics: there is no [[topics]], [by_tag] or [discover]"),
        ("[by_tag]", "plan.toml: name: is missing"),
        (
            'name = "n"\n\n[[topics]]\nslug = "a"\n\n[[topics]]\nslug = "b"\nquerry = "x"',
            "plan.toml:8: [[topics]] 2 querry: there is no such field; the nearest is 'query'",
        ),
        (
            'name = "n"\nmodle = "x"\n[by_tag]',
            "plan.toml:2: modle: there is no such field; the nearest is 'model'",
        ),
        (
            'name = "n"\n[by_tag]\n[budget.run]\ntoken = 3',
            "plan.toml:4: [budget.run] token: there is no such field; the nearest is 'tokens'",
        ),
        (
            'name = "n"\n[by_tag]\nzzz = 3',
            (
                "plan.toml:3: [by_tag] zzz: there is no such field; "
                "there are tags, without, least, most, window"
            ),
        ),
        (
            'name = "n"\n[by_tag]\n[output]\npath = "{day}/{slug}"',
            "plan.toml:4: [output] path: there is no {day}; there are {date}, {plan}, {run}, {slug}",
        ),
        (
            'name = "n"\n[by_tag]\n[output]\npath = "../{slug}"',
            "plan.toml:4: [output] path: '../{slug}' must hold {slug} and stay inside the folder",
        ),
        (
            'name = "n"\nwindow = "soon"\n[by_tag]',
            (
                "plan.toml:2: window: 'soon' is no window like 'last 24 hours', '7 days', 'today', "
                "'yesterday', 'since yesterday', 'since 18:00', 'all'"
            ),
        ),
        (
            'name = "n"\n[[topics]]\nslug = "a"\n[[topics]]\nslug = "a"',
            "plan.toml: two topics are called 'a'",
        ),
        (
            'name = "n"\n[by_tag]\n[budget]\nat_end = "beg"',
            "plan.toml:4: [budget] at_end: input should be 'degrade' or 'stop'",
        ),
        (
            'name = "n"\nstore = "postgresql://me:secret@host/news"\n[by_tag]',
            "plan.toml:2: store: no place for a password: it comes from the environment",
        ),
        (
            'name = "n"\ntimezone = "Mars"\n[by_tag]',
            "plan.toml:2: timezone: 'Mars' is no time zone like 'UTC' or 'Europe/Paris'",
        ),
    ],
)
def test_an_error_names_file_line_table_and_field(tmp_path: Path, text: str, told: str) -> None:
    assert refused(tmp_path, text) == told


def test_several_errors_are_told_at_once(tmp_path: Path) -> None:
    told = refused(tmp_path, 'name = ""\nmodle = 1\n[by_tag]\nleast = 0')
    assert [part.partition(":")[2].split(":")[0] for part in told.split("; plan")] == [
        "1",
        "4",
        "2",
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nothing\.toml: No such file or directory"):
        read_plan(tmp_path / "nothing.toml")


def test_the_line_of_a_field_in_a_dotted_table_is_found_and_of_an_inline_one_is_the_nearest() -> (
    None
):
    text = 'name = "n"\nbudget = {run = {tokens = 0}}\n'
    assert line_of(WHOLE, ("budget", "run", "cost")) == WHOLE[: WHOLE.index("cost")].count("\n") + 1
    assert line_of(text, ("budget", "run", "tokens")) is None
