"""The hand-written suites of minimal pairs: what they hold, and how the checker is measured on them.

The rows measure. No judge may be trained or tuned on them.
"""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents.checker.comparing.comparison import problem
from groundwood.agents.checker.comparing.words import NEGATION
from groundwood.agents.retriever.terms import content_terms
from groundwood.errors import InputError
from groundwood.eval.relations import (
    Row,
    checker_refuses,
    judge_refuses,
    main,
    rates,
    read_rows,
    report,
    table,
)

HERE = Path(__file__).parent
RELATIONS = read_rows(HERE / "relations.tsv")
STRICTNESS = read_rows(HERE / "strictness.tsv")
CLASSES = [
    "role swap",
    "negation",
    "modality",
    "near-antonym verb",
    "quantity word",
    "time order",
    "cause and effect",
    "attribution moved",
    "part for whole",
    "location",
]
BOTH = pytest.mark.parametrize("rows", [RELATIONS, STRICTNESS], ids=["relations", "strictness"])
FAITHFUL = [row for row in (*RELATIONS, *STRICTNESS) if row.is_supported]
FALSE_FIGURES = [row for row in STRICTNESS if not row.is_supported]
HEADER = "id\tclass\tlabel\tevidence\tclaim"
Measure = Callable[[Row], float]


def words(row: Row) -> float:
    return len(re.findall(r"\w+", row.claim))


def characters(row: Row) -> float:
    return len(row.claim)


def negated(row: Row) -> float:
    return bool(NEGATION.search(row.claim))


def overlap(row: Row) -> float:
    ours = content_terms(row.claim)
    return len(ours & content_terms(row.evidence)) / len(ours)


def best_rule(rows: Sequence[Row], measure: Measure) -> float:
    """The balanced accuracy of the best threshold on the measure, whichever side is called true."""
    true = [measure(row) for row in rows if row.is_supported]
    false = [measure(row) for row in rows if not row.is_supported]
    return max(
        0.5 + abs(sum(v >= cut for v in true) / len(true) - sum(v >= cut for v in false) / len(false)) / 2
        for cut in {*true, *false}
    )  # fmt: skip


def ranked_above(rows: Sequence[Row], measure: Measure) -> float:
    """The chance that a faithful claim has more of the measure than a false one (AUC)."""
    true = [measure(row) for row in rows if row.is_supported]
    false = [measure(row) for row in rows if not row.is_supported]
    wins = sum((a > b) + (a == b) / 2 for a in true for b in false)
    return wins / (len(true) * len(false))


def test_there_are_ten_classes_of_relations_with_twelve_pairs_each() -> None:
    counts = Counter((row.kind, row.label) for row in RELATIONS)
    assert counts == {(kind, label): 12 for kind in CLASSES for label in ("supported", "unsupported")}  # fmt: skip


def test_each_passage_has_one_faithful_claim_and_one_false_one() -> None:
    labels = defaultdict(list)
    for row in RELATIONS:
        labels[row.evidence].append(row.label)
    assert set(map(tuple, labels.values())) == {("supported", "unsupported")}


def test_the_suite_of_strictness_has_more_than_60_faithful_claims_and_more_than_40_false_ones() -> (
    None
):
    counts = Counter(row.label for row in STRICTNESS)
    assert counts["supported"] >= 60
    assert counts["unsupported"] >= 40


@BOTH
def test_no_claim_stands_twice(rows: list[Row]) -> None:
    assert max(Counter(row.claim for row in rows).values()) == 1


@BOTH
def test_no_claim_repeats_its_evidence(rows: list[Row]) -> None:
    assert [row.id for row in rows if row.claim in row.evidence] == []


def test_no_two_passages_are_of_one_mould() -> None:
    passages = {row.evidence: content_terms(row.evidence) for row in RELATIONS}
    alike = [
        (one, other)
        for (one, a), (other, b) in combinations(passages.items(), 2)
        if len(a & b) / len(a | b) > 0.25 or one.split()[:3] == other.split()[:3]
    ]
    assert alike == []


@BOTH
@pytest.mark.parametrize("length", [words, characters])
def test_the_length_of_a_claim_tells_nothing(length: Measure, rows: list[Row]) -> None:
    assert best_rule(rows, length) < 0.56
    assert 0.45 < ranked_above(rows, length) < 0.55


@BOTH
def test_a_negation_in_a_claim_tells_nothing(rows: list[Row]) -> None:
    assert best_rule(rows, negated) < 0.52


@pytest.mark.parametrize("kind", CLASSES)
def test_a_negation_in_a_claim_tells_little_within_a_class(kind: str) -> None:
    assert best_rule([row for row in RELATIONS if row.kind == kind], negated) < 0.63


@BOTH
def test_the_words_that_a_claim_shares_with_its_evidence_tell_nothing(rows: list[Row]) -> None:
    assert best_rule(rows, overlap) < 0.57
    assert 0.45 < ranked_above(rows, overlap) < 0.55


@pytest.mark.parametrize("row", FAITHFUL, ids=lambda row: row.id)
def test_comparison_refuses_no_faithful_claim(row: Row) -> None:
    assert problem(row.claim, [row.article]) is None


@pytest.mark.parametrize("row", FALSE_FIGURES, ids=lambda row: row.id)
def test_comparison_refuses_false_figures_dates_and_names(row: Row) -> None:
    assert problem(row.claim, [row.article]) is not None


FILE = f"""{HEADER}
a\tswap\tsupported\tThe cat chased the dog.\tA dog was hunted by the power of a cat.
b\tswap\tunsupported\tThe cat chased the power dog.\tA dog hunted the cat.
c\tswap\tunsupported\tThe cat slept all day.\tAll day long a cat was awake.
d\tplace\tsupported\tThe ship lies in the river.\tThe river holds a ship.
e\tplace\tsupported\tThe power ship lies in the bay.\tThe bay holds a ship.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "own.tsv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_the_rates_count_false_claims_and_faithful_ones_apart(
    file: Path, word_judge: Callable[..., Any]
) -> None:
    rows = read_rows(file)
    refused = asyncio.run(checker_refuses(rows, word_judge("power")))
    assert refused == [True, False, True, True, False]
    assert table(rates(rows, refused)).splitlines() == [
        "| class | n | detection | false alarms |",
        "|---|---:|---:|---:|",
        "| swap | 3 | 50.0 | 100.0 |",
        "| place | 2 | none | 50.0 |",
        "| macro-average | 5 | 50.0 | 75.0 |",
    ]


def test_comparison_refuses_what_the_judge_alone_lets_pass(
    tmp_path: Path, word_judge: Callable[..., Any]
) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(f"{HEADER}\na\tn\tunsupported\tSix boats sank.\tNine boats sank.\n")
    rows, judge = read_rows(path), word_judge("boats")
    assert asyncio.run(checker_refuses(rows, judge)) == [True]
    assert asyncio.run(judge_refuses(rows, judge)) == [False]


def test_the_report_shows_the_whole_checker_and_then_the_judge_alone(
    file: Path, word_judge: Callable[..., Any]
) -> None:
    shown = asyncio.run(report([file], word_judge("power"))).split("\n\n")
    assert shown[::2] == ["own.tsv, checker with words 1:", "own.tsv, words 1 alone:"]


def test_the_day_and_title_before_the_evidence_are_those_of_the_article(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    head = "[Published 2024-03-28. Fire in Hale]"
    path.write_text(f"{HEADER}\na\td\tsupported\t{head} It burned.\tA fire.\n")
    (row,) = read_rows(path)
    assert (row.article.title, row.article.text) == ("Fire in Hale", "It burned.")
    assert f"{row.article.published_at:%Y-%m-%d}" == "2024-03-28"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id\tclaim\n", ":1: the columns are not id, class, label, evidence, claim"),
        (f"{HEADER}\n", ": no rows"),
        (f"{HEADER}\na\tb\n", ":2: 2 columns, not 5"),
        (f"{HEADER}\na\tb\tsupported\te\tc\na\tb\tsupported\te\tc\n", ":3: id: 'a' stands in line 2 too"),
        (f"{HEADER}\na\tb\ttrue\te\tc\n", ":2: label: input should be 'supported' or 'unsupported'"),
        (f"{HEADER}\na\tb\tsupported\te\t\n", ":2: claim: string should have at least 1 character"),
        (
            f"{HEADER}\na\tb\tsupported\t[Published 2024-13-01. T] e\tc\n",
            ":2: row a: evidence: no day 2024-13-01",
        ),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_by_file_and_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_rows(path)
    assert str(caught.value) == f"{path}{message}"


def test_the_command_prints_the_tables(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(file), "--judge", "lexical"])
    assert capsys.readouterr().out.count("| macro-average | 5 |") == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.tsv", "--judge", "lexical"], "missing.tsv: cannot be read"),
        (["missing.tsv", "--judge", "oracle"], "--judge: there is no judge 'oracle'"),
    ],
)
def test_the_command_ends_with_one_line_that_says_what_is_wrong(
    arguments: list[str], message: str
) -> None:
    with pytest.raises(SystemExit, match=message):
        main(arguments)
