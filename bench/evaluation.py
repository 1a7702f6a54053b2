"""How fast a run is scored again from the verdicts that it has, and whether memory stays flat.

    python bench/evaluation.py [--samples 1000] [--json]

Samples are made up: ten cited sentences each, five sources of twelve sentences. A judge that only
looks for the words gives the first verdicts; measured is what follows, without a judge:

- *again*: seconds to score all samples again by all metrics, and those that the processor worked,
  which other programs on the machine change less;
- *memory*: the most that a process holds that scores all of them, against one that scores a tenth;
- *table*: seconds to make the table of all metrics, with its bootstrap intervals.
"""

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from groundwood.agents.checker.judges.judge import Given, Score, as_pairs
from groundwood.eval.harness import score_run, score_samples, table_of
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample, Source

WORDS = """harbour mayor bridge council report storm river company union vote budget tunnel airline
museum court dam flood train school road"""


@dataclass(frozen=True)
class Finds:
    """Supports a claim whose words stand in the evidence."""

    name: str = "finds"
    version: str = "1"
    threshold: float = 0.5

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Return 1 or 0 for each pair."""
        found = [float(pair.claim[:-1] in " ".join(pair.evidence)) for pair in as_pairs(pairs)]
        return [Score(supported=f, contradicted=0.0, neutral=1 - f) for f in found]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `score` does."""
        return self.score(pairs)


def samples(count: int) -> Iterator[Sample]:
    """Yield made-up samples, the same ones each time."""
    random = Random(1)
    for number in range(count):
        told = [[_sentence(random) for _ in range(12)] for _ in range(5)]
        text = " ".join(f"{told[k % 5][k % 12][:-1]} [{k % 5 + 1}]." for k in range(10))
        sources = tuple(Source(id=str(i), text=" ".join(s)) for i, s in enumerate(told, 1))
        yield Sample(id=str(number), text=text, sources=sources)


def _sentence(random: Random) -> str:
    words = " ".join(random.choice(WORDS.split()) for _ in range(14))
    return f"The {words} in {random.randrange(1900, 2020)}."


def again(folder: str, count: int) -> dict[str, float]:
    """Make a run of so many samples and return the seconds and megabytes of scoring it again."""
    run = score_samples(samples(count), folder, Finds(), with_shortcuts=False)
    seconds, worked, peak = _in_a_process(folder)
    began = time.perf_counter()
    table_of(run).summaries()
    table = time.perf_counter() - began
    return {"again": seconds, "worked": worked, "memory": peak, "table": table}


def _in_a_process(folder: str) -> tuple[float, float, float]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_scored, (folder,))


def _scored(folder: str) -> tuple[float, float, float]:
    score_run(Run(Path(folder)), None, metrics=("answered",), with_shortcuts=False)
    began, worked = time.perf_counter(), time.process_time()
    score_run(Run(Path(folder)), None, with_shortcuts=False)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    return seconds, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few = again(f"{folder}/few", options.samples // 10)
        all_ = again(f"{folder}/all", options.samples)
    found = {
        "sentences": options.samples * 10,
        "again_seconds": round(all_["again"], 2),
        "again_processor_seconds": round(all_["worked"], 2),
        "sentences_a_second": round(options.samples * 10 / all_["again"]),
        "memory_mb": round(all_["memory"]),
        "memory_mb_of_a_tenth": round(few["memory"]),
        "table_seconds": round(all_["table"], 2),
    }
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name.replace('_', ' '):24} {value:,}")


if __name__ == "__main__":
    main()
