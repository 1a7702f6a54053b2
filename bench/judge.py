"""How fast the built-in judge is, and how much memory it takes, without a network.

    python bench/judge.py [--pairs 256] [--json]

- *pairs of 128 tokens*: what the cross-encoder that ships reads in a second of wall clock time, with
  the threads that it takes by itself;
- *one at a time*: the same pairs, each in a call of its own, which leaves all threads but one idle;
- *judged*: pairs of an example article and one of its sentences through the whole judge: cutting
  the article, reading up to two excerpts, comparing, weighing;
- *memory*: the most that the process ever held, Python and all libraries counted.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from groundwood.agents import load_judge
from groundwood.agents.checker.judges.encoder import load_encoder
from groundwood.agents.checker.judges.judge import Pair
from groundwood.ingest import read_articles
from groundwood.text.sentences import sentences

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
TOKENS = 128


def of_128_tokens(texts: list[str], count: int) -> list[tuple[str, str]]:
    """Return pairs of a text and a claim that have 128 tokens together, markers included."""
    encode = load_encoder().tokenizer
    words = " ".join(texts).split()
    claims = [s for text in texts for s in sentences(text) if len(s.split()) < 40]
    pairs = []
    for i in range(count):
        claim, start = claims[i % len(claims)], i * 7 % (len(words) - TOKENS)
        end = start + TOKENS
        while len(encode.encode(claim, " ".join(words[start:end])).ids) > TOKENS:
            end -= 1
        pairs.append((" ".join(words[start:end]), claim))
    return pairs


def rate(count: int, work: Callable[[], object]) -> float:
    """Return how many of ``count`` things get done in a second: the median of three rounds."""
    work()
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return count / sorted(seconds)[1]


def main() -> None:
    """Print one line a kind of work."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pairs", type=int, default=256)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    texts = [
        a.text for file in sorted(EXAMPLES.glob("*.jsonl")) for a in read_articles(file).articles
    ]
    encoder, judge = load_encoder(), load_judge("builtin")
    pairs = of_128_tokens(texts, options.pairs)
    whole = [Pair(evidence=(text,), claim=s) for text in texts for s in sentences(text)]
    whole = whole[: options.pairs]
    found = {
        "pairs of 128 tokens/s": rate(len(pairs), lambda: encoder.probabilities(pairs)),
        "one at a time/s": rate(32, lambda: [encoder.probabilities([pair]) for pair in pairs[:32]]),
        "judged/s": rate(len(whole), lambda: judge.score(whole)),
        "memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if options.json:
        print(json.dumps({name: round(value) for name, value in found.items()}))
    else:
        for name, value in found.items():
            print(f"{name:<22} {value:8,.0f}")


if __name__ == "__main__":
    main()
