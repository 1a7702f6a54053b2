"""Do stories rely on the sources that they cite?"""

import asyncio
import json
from pathlib import Path

import pytest

from groundwood.eval.causal import Ablation, ablations, reliance
from groundwood.eval.writing import System, read_clusters
from groundwood.settings import load_settings

GOLDEN = Path(__file__).parent / "golden_metrics.json"
EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"


def ablation(tested: int, changed: int, *, is_cited: bool) -> Ablation:
    return Ablation(sample="s", source="a", is_cited=is_cited, tested=tested, changed=changed)


def test_reliance_is_that_of_the_worked_example() -> None:
    cases = {case["id"]: case for case in json.loads(GOLDEN.read_text())["cases"]}
    given, expected = cases["G36"]["input"], cases["G36"]["expected"]
    cited, other = given["cited_source_ablated"], given["uncited_source_ablated"]
    found = reliance(
        [
            ablation(cited["tested"], cited["sentence_changed"], is_cited=True),
            ablation(other["tested"], other["sentence_changed"], is_cited=False),
        ]
    )
    numbers = {"raw": found.raw, "control": found.control, "net": found.net}
    assert {name: value.number for name, value in numbers.items()} == expected


def test_without_a_control_there_is_no_difference() -> None:
    found = reliance([ablation(4, 4, is_cited=True)])
    assert (found.raw.number, found.net.number) == (1.0, None)
    assert found.net.reason == "there is no control"


def test_a_story_taken_from_its_sources_loses_a_sentence_with_its_source() -> None:
    (cluster,) = read_clusters(EXAMPLES / "key-bridge-2024.jsonl")

    async def all_() -> list[Ablation]:
        system = System("none/lexical")
        return [one async for one in ablations(cluster, system, load_settings(), most=1)]

    cited, control = asyncio.run(all_())
    assert cited.is_cited
    assert cited.tested == cited.changed > 0
    assert control.source != cited.source
    assert control.changed < control.tested


@pytest.mark.parametrize("count", [0, 3])
def test_nothing_looked_at_is_no_number(count: int) -> None:
    found = reliance([ablation(0, 0, is_cited=True)] * count)
    assert found.raw.number is None
