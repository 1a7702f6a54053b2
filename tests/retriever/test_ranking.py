import gzip
import json
from math import log2
from pathlib import Path

import pytest

from groundwood.errors import InputError
from groundwood.eval.ranking import main, ndcg, read_collection, recall, reciprocal_rank


def test_ndcg_is_what_the_formula_gives_by_hand() -> None:
    grades = {"a": 2, "b": 1, "c": 0}
    gained = 1 / log2(2) + 3 / log2(4)
    ideal = 3 / log2(2) + 1 / log2(3)
    assert ndcg(["b", "x", "a"], grades) == pytest.approx(gained / ideal)


def test_ndcg_looks_no_deeper_than_it_is_told() -> None:
    assert ndcg(["x", "a"], {"a": 1}, depth=1) == 0.0
    assert ndcg(["a", "b"], {"a": 1, "b": 1, "c": 1}, depth=2) == 1.0


def test_recall_is_the_share_found() -> None:
    assert recall(["a", "x", "b"], {"a": 1, "b": 1, "c": 1, "d": 0}, depth=2) == pytest.approx(
        1 / 3
    )


def test_reciprocal_rank_is_of_the_first_relevant() -> None:
    assert reciprocal_rank(["x", "y", "a"], {"a": 1, "x": 0}) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"], {"a": 1}) == 0.0


def test_without_a_relevant_document_nothing_is_measured() -> None:
    assert ndcg(["a"], {"a": 0}) is None
    assert recall(["a"], {"a": 0}) is None
    assert reciprocal_rank(["a"], {}) is None


def _collection(folder: Path) -> Path:
    rows = [
        {
            "id": "0000000a",
            "url": "https://sample.invalid/a",
            "title": None,
            "text": "A pact was signed by ministers.",
        },
        {
            "id": "0000000b",
            "url": "https://sample.invalid/b",
            "title": "Frog",
            "text": "A frog was seen in a pond today.",
        },
    ]
    with gzip.open(folder / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    (folder / "queries.tsv").write_text('query_id\ttext\nq1\tpact "signed\nq2\tunjudged\n')
    (folder / "qrels.tsv").write_text("query_id\tdoc_id\trel\nq1\t0000000a\t1\n")
    return folder


def test_a_collection_keeps_the_judged_queries(tmp_path: Path) -> None:
    collection = read_collection(_collection(tmp_path))
    assert collection.queries == {"q1": 'pact "signed'}
    assert collection.grades == {"q1": {"0000000a": 1}}
    assert [article.id for article in collection.articles] == ["0000000a", "0000000b"]


def test_the_command_prints_a_line_a_ranker(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(_collection(tmp_path))])
    assert capsys.readouterr().out == (
        "store      1 queries  nDCG@10 1.000  recall@10 1.000  MRR 1.000\n"
        "retriever  1 queries  nDCG@10 1.000  recall@10 1.000  MRR 1.000\n"
    )


@pytest.mark.parametrize("name", ["queries.tsv", "qrels.tsv", "articles.jsonl.gz"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (_collection(tmp_path) / name).unlink()
    with pytest.raises(InputError, match=r"jsonl|" + name):
        read_collection(tmp_path)
