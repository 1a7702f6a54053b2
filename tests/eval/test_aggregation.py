"""What the shares of facts and sentence come to on labelled pairs."""

import gzip
import json
from pathlib import Path

import pytest

from groundwood.eval import aggregation

TEXT = "The mill closed in spring and laid off its staff. Nobody was rehired."
PAIRS = [
    ("The mill closed in spring and laid off its staff.", 1),
    ("The harbour burnt in autumn and its fleet of ferries sank.", 0),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "mills.jsonl.gz", "wt", encoding="utf-8") as lines:
        for claim, label in PAIRS:
            row = {"dataset": "mills", "claim": claim, "evidence": TEXT, "label": label}
            lines.write(json.dumps(row | {"meta": {"doc_key": "1"}}) + "\n")
    return tmp_path


def test_every_pair_of_shares_and_every_bound_has_a_row(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["aggregation", "lexical", str(folder)])
    aggregation.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 of 2 claims hold several facts"
    assert lines.count("| 0.5 | 0.75 | 100.00 |") == 1
    shares = len(aggregation.FACT_SHARES) * len(aggregation.WHOLE_SHARES)
    assert len(lines) == 3 + shares + 1 + 2 + len(aggregation.BOUNDS)
