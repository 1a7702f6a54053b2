"""The second stage: news-like pairs, long evidence, and false variants made of true claims.

A false variant differs from a true claim in one place. So that the altered words themselves give
nothing away, the same alteration is also made in claim and evidence alike, which keeps the pair
true; and a claim is also put beside its text without the sentence that says so.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from groundwood.agents.checker.judges.excerpts import excerpts
from groundwood.agents.checker.mutations.make import Mutation, MutationPool, mutations, pool_of
from groundwood.eval.picks import digest
from groundwood.eval.training.corpus import (
    CONTRADICTS,
    NEITHER,
    REFUSED,
    SUPPORTS,
    Example,
    balanced,
)
from groundwood.text.sentences import sentences

CONTRADICTING = frozenset({"number", "unit", "date", "negation", "antonym", "quantity"})
"""Kinds of mutation that say the opposite; of others it is only known that they are not told."""
OFTEN = {
    "negation": 0.15,
    "quantity": 2.0,
    "antonym": 1.0,
    "number": 1.0,
    "name": 1.0,
    "date": 1.0,
    "location": 2.0,
}
"""How the kinds that can be made of most sentences weigh beside the rare ones, which weigh 5."""
MADE_FALSE = 0.6
"""The share of true claims of the sets of which a false variant is made."""
TURNED = 0.3
"""How often the unaltered claim is also put beside the altered evidence."""
LONE_NEGATIONS = 0.3
"""How often a negated claim stays of which the evidence cannot be negated alike: were all to stay,
a negation would give a false claim away."""
PADDED = 0.4
"""The share of short evidence that is put among sentences of other texts."""
LONG = 60
"""Words of evidence from which it is long."""
ROOM = 700
"""Characters of the sentences around padded evidence, so that none of it is cut."""
SECOND = 0.15
"""How often a claim is put beside the second excerpt of a long text."""
_FEWEST_WORDS, _MOST_WORDS = 8, 40


def news(
    pool: dict[str, list[Example]], texts: Sequence[str], counts: dict[str, int], seed: int
) -> list[Example]:
    """Return the examples of the second stage: ``counts`` says how many of each set.

    ``texts`` are whole articles that may be used freely; sentences of theirs become claims.
    """
    spread = random.Random(seed)
    picked = balanced(pool, counts, seed)
    shown = [_shown(e, picked, spread) for e in picked]
    true = [e for e in shown if e.label == SUPPORTS and len(e.claim.split()) >= _FEWEST_WORDS // 2]
    told = list(_told(texts, spread))
    altered = [
        made
        for example in true
        if spread.random() < MADE_FALSE
        for made in _altered(example, pool_of([example.evidence, example.claim]), spread)
    ]
    examples = shown + altered + told
    spread.shuffle(examples)
    return examples


def _shown(example: Example, others: Sequence[Example], spread: random.Random) -> Example:
    """Return the example with the evidence as the judge would see it, or padded where short."""
    if len(example.evidence.split()) >= LONG:
        return _read(example, spread)
    if spread.random() < PADDED:
        return replace(example, evidence=_padded(example.evidence, others, spread))
    return example


def _read(example: Example, spread: random.Random) -> Example:
    """Return the example with an excerpt of its evidence, and the label that is sure of that one.

    What supports a claim may be missing from the second excerpt, and so may what contradicts it.
    """
    first, *second = excerpts(example.claim, [example.evidence])
    if not second or example.label == SUPPORTS or spread.random() >= SECOND:
        return replace(example, evidence=first)
    label = REFUSED if example.label == CONTRADICTS else example.label
    return replace(example, evidence=second[0], label=label)


def _padded(evidence: str, others: Sequence[Example], spread: random.Random) -> str:
    around = [s for e in spread.sample(others, 4) for s in sentences(e.evidence)[:2]]
    while sum(map(len, around)) > ROOM:
        around.pop()
    place = spread.randrange(len(around) + 1)
    return " ".join([*around[:place], evidence, *around[place:]])


def _altered(example: Example, pool: MutationPool, spread: random.Random) -> Iterator[Example]:
    made = mutations(example.claim, pool, seed=spread.randrange(1 << 30))
    if not made:
        return
    mutation = spread.choices(made, [OFTEN.get(m.kind, 5.0) for m in made])[0]
    label = CONTRADICTS if mutation.kind in CONTRADICTING else REFUSED
    both = _in_both(example, mutation)
    if both is None and mutation.kind == "negation" and spread.random() > LONE_NEGATIONS:
        return
    altered = replace(example, claim=mutation.text, label=label, dataset=f"altered {mutation.kind}")
    yield altered
    if both is not None:
        yield replace(altered, evidence=both, label=SUPPORTS, dataset=f"kept {mutation.kind}")
        if spread.random() < TURNED:
            yield replace(example, evidence=both, label=label, dataset=f"turned {mutation.kind}")


def _in_both(example: Example, mutation: Mutation) -> str | None:
    """Return the evidence with the claim's alteration made in it too, where it can be."""
    if example.claim in example.evidence:
        return example.evidence.replace(example.claim, mutation.text)
    if not mutation.old or not mutation.new:
        return None
    there = re.compile(rf"(?<!\w){re.escape(mutation.old)}(?!\w)")
    if not there.search(example.evidence):
        return None
    return there.sub(lambda _: mutation.new, example.evidence)


def _told(texts: Iterable[str], spread: random.Random) -> Iterator[Example]:
    """Yield sentences of the texts: told, altered, and beside a text that lacks them."""
    for text in texts:
        found = [" ".join(s.split()) for s in sentences(text)]
        fit = [i for i, s in enumerate(found) if _FEWEST_WORDS <= len(s.split()) <= _MOST_WORDS]
        for at in spread.sample(fit, min(2, len(fit))):
            near = found[max(0, at - 12) : at + 13]
            pool = pool_of(near)
            claim, document = found[at], digest(text)
            true = Example(claim, excerpts(claim, near)[0], SUPPORTS, "told", document)
            if spread.random() < 0.5:
                yield true
            rest = [s for s in near if s != claim]
            if spread.random() < 0.4 and rest:
                yield Example(claim, excerpts(claim, rest)[0], NEITHER, "left out", document)
            yield from _altered(true, pool, spread)
