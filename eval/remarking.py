"""Markings that hold for another scoring: of the same samples, by the same rules and the same code.

The key of a run's markings is the SHA-256 of all that they rest on: the digest of the samples, the
rules, whether there are shortcuts, the Python files of the packages that mark, and the versions of
Python and of what splits sentences. Where one of these has changed, or the file of markings has, the
samples are marked anew.
"""

import json
import platform
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files

from groundwood.errors import InputError
from groundwood.eval.marking import MarkerRules, Marking, marking
from groundwood.eval.runs import MARKINGS, Run
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import Scored
from groundwood.eval.shortcuts import shortcuts

PACKAGES = (
    "groundwood",
    "groundwood.agents",
    "groundwood.agents.checker",
    "groundwood.agents.checker.facts",
    "groundwood.agents.retriever",
    "groundwood.eval",
    "groundwood.ingest",
    "groundwood.nouns",
    "groundwood.render",
    "groundwood.store",
    "groundwood.text",
)
"""Where the code stands that marks; each file of them counts, whether it has a part in it or not."""
SPLITTER = "sentencex"


def marking_key(digest: str, rules: MarkerRules, *, with_shortcuts: bool) -> str:
    """Return the key of the markings of samples with this digest."""
    parts = [digest, rules.covers, rules.patterns, with_shortcuts, _code()]
    return sha256(json.dumps(parts).encode()).hexdigest()


def kept_markings(run: Run, key: str) -> Iterator[Marking] | None:
    """Return the markings of a run where they have this key and are as they were written."""
    try:
        about = run.about()
        is_same = about.marking_key == key and run.digest(MARKINGS) == about.markings_digest
    except InputError:  # it was not scored yet, or its files are damaged: they are made anew
        return None
    return run.markings() if is_same else None


def stories(
    samples: Iterable[Sample],
    rules: MarkerRules,
    kept: Iterator[Marking] | None = None,
    *,
    with_shortcuts: bool = False,
) -> Iterator[Scored]:
    """Yield the samples with their markings, and behind the first of each id its shortcuts.

    Markings that are kept are taken in their order; without them each sample is marked.
    """

    def mark(sample: Sample) -> Marking:
        return marking(sample, rules) if kept is None else next(kept)

    seen: set[str] = set()
    for sample in samples:
        story = Scored(sample, mark(sample))
        yield story
        if with_shortcuts and sample.id not in seen:
            seen.add(sample.id)
            yield from (Scored(one, mark(one)) for one in shortcuts(sample, story.marking))


@cache
def _code() -> str:
    found = sha256(f"{platform.python_version()} {version(SPLITTER)}".encode())
    for package in PACKAGES:
        for file in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".py"):
                found.update(file.read_bytes())
    return found.hexdigest()
