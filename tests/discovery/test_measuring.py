"""The measuring of discovery: its gold, its halves, its table."""

import json
from pathlib import Path

import pytest

from groundwood.agents.discovery.likeness import Likeness
from groundwood.errors import InputError
from groundwood.eval import discovery, event_sets
from groundwood.eval.attachment import attachment
from groundwood.nouns import Article


def row(article: Article, key: str, cluster: str | None) -> str:
    moment = article.published_at
    told = {"title": article.title, "text": article.text, "tags": ["x"], "cluster": cluster}
    return json.dumps({"id": key, "published_at": moment.isoformat() if moment else None, **told})


@pytest.fixture
def folder(tmp_path: Path, ferry: list[Article], mine: list[Article], lone: Article) -> Path:
    for name in ("synthesis-dev", "demo", "dedup"):
        (tmp_path / name).mkdir()
    bridge = lone.model_copy(update={"title": "", "text": "A crane lifted the fallen girders."})
    rows = {
        "synthesis-dev/a-articles.jsonl": [
            row(one, f"0000000{place}", "ferry") for place, one in enumerate(ferry)
        ],
        "demo/real_b.jsonl": [row(bridge, "00000010", "key-bridge-collapse")],
        "dedup/c.jsonl": [
            *(row(one, f"0000002{place}", None) for place, one in enumerate(mine)),
            row(lone, "00000030", None),
            row(ferry[0], "00000031", None),
        ],
        "dedup/c_dups.jsonl": [
            json.dumps(
                {"cluster": "m", "kind": "updated", "article_ids": ["00000020", "00000021"]}
            ),
            json.dumps({"cluster": "f", "kind": "exact", "article_ids": ["00000031"]}),
        ],
    }
    for name, lines in rows.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n")
    return tmp_path


def test_clusters_versions_and_lone_articles_are_events_and_exact_copies_are_left_out(
    folder: Path,
) -> None:
    found = event_sets.read_events(folder)
    assert [(one.article.id, one.event, one.dealt) for one in found] == [
        ("00000000", "ferry", False),
        ("00000001", "ferry", False),
        ("00000002", "ferry", False),
        ("00000010", "key-bridge-2024", False),
        ("00000020", "m", True),
        ("00000021", "m", True),
        ("00000030", "single 00000030", True),
    ]
    assert all(one.article.tags == () for one in found)


def test_each_part_of_the_outlet_is_in_one_mix_of_a_kind_and_the_clusters_in_all(
    folder: Path,
) -> None:
    events = event_sets.read_events(folder)
    mixed = list(event_sets.mixes(events))
    assert [kind for kind, _ in mixed] == ["quarter"] * 4 + ["half"] * 2 + ["whole"]
    for kind in event_sets.MIXES:
        of_kind = [mix for name, mix in mixed if name == kind]
        for one in events:
            assert sum(one in mix for mix in of_kind) == (1 if one.dealt else len(of_kind))


def test_a_folder_without_the_collections_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="synthesis-dev"):
        event_sets.read_events(tmp_path)


def test_the_finder_gives_each_article_a_label_and_one_to_an_event(
    ferry: list[Article], mine: list[Article]
) -> None:
    labels = discovery.found_groups([*ferry, *mine], Likeness())(0.05)
    assert labels == [0, 0, 0, 1, 1]


def test_the_table_has_a_line_for_each_half_and_kind(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = discovery.methods(Likeness())[-1]
    monkeypatch.setattr(discovery, "methods", lambda likeness: [ours])
    discovery.main([str(folder)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "tuning: 2 events, [2, 2, 3] articles",
        "reporting: 2 events, [4, 4, 4, 4, 4, 4, 4] articles",
    ]
    assert lines[8].split()[:6] == ["event", "finder", "0.010", "reporting", "whole", "1.000"]
    assert [line.split()[0] for line in lines[9:15]] == ["attaching"] * 6
    assert lines[15].split() == ["splitting", "half", "pairs", "number", "right", "whole"]
    assert [line.split()[2:4] for line in lines[16:]] == [
        ["tuning", "any"],
        ["tuning", "nearest"],
        ["reporting", "any"],
        ["reporting", "nearest"],
    ]


def test_an_article_is_attached_to_the_story_of_its_event(folder: Path) -> None:
    mix = event_sets.read_events(folder)
    found = attachment(mix, Likeness(), 0.05)
    assert (found.precision.number, found.recall.number) == (1, 1)


def test_without_a_known_story_attaching_has_no_value(lone: Article) -> None:
    found = attachment([event_sets.Labelled(lone, "a", dealt=False)], Likeness(), 0.05)
    assert {found.precision.reason, found.recall.reason} == {
        "nothing is attached",
        "no event has a story",
    }
