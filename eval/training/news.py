"""The second stage: news-like pairs, long evidence, and false variants made of true claims.

A false variant differs from a true claim in one place. So that the altered words themselves give
nothing away, the same alteration is also made in claim and evidence alike, which keeps the pair
true; and a claim is also put beside its text without the sentence that says so.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence

from groundwood.agents.checker.judges.excerpts import excerpts
from groundwood.agents.checker.mutations.make import Mutation, MutationPool, mutations, pool_of
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
    evidence = example.evidence
    if len(evidence.split()) < LONG:
        if spread.random() < PADDED:
            evidence = _padded(evidence, others, spread)
    else:
        read = excerpts(example.claim, [evidence])
        evidence = read[0] if spread.random() < 0.85 else read[-1]
    return Example(example.claim, evidence, example.label, example.dataset)


def _padded(evidence: str, others: Sequence[Example], spread: random.Random) -> str:
    around = [s for e in spread.sample(others, 4) for s in sentences(e.evidence)[:2]]
    place = spread.randrange(len(around) + 1)
    return " ".join([*around[:place], evidence, *around[place:]])[:1400]


def _altered(example: Example, pool: MutationPool, spread: random.Random) -> Iterator[Example]:
    made = mutations(example.claim, pool, seed=spread.randrange(1 << 30))
    if not made:
        return
    mutation = spread.choices(made, [OFTEN.get(m.kind, 5.0) for m in made])[0]
    label = CONTRADICTS if mutation.kind in CONTRADICTING else REFUSED
    both = _in_both(example, mutation)
    if both is None and mutation.kind == "negation" and spread.random() > LONE_NEGATIONS:
        return
    yield Example(mutation.text, example.evidence, label, f"altered {mutation.kind}")
    if both is not None:
        yield Example(mutation.text, both, SUPPORTS, f"kept {mutation.kind}")
        if spread.random() < TURNED:
            yield Example(example.claim, both, label, f"turned {mutation.kind}")


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
            true = Example(found[at], excerpts(found[at], near)[0], SUPPORTS, "told")
            if spread.random() < 0.5:
                yield true
            rest = [s for s in near if s != found[at]]
            if spread.random() < 0.4 and rest:
                yield Example(found[at], excerpts(found[at], rest)[0], NEITHER, "left out")
            yield from _altered(true, pool, spread)
