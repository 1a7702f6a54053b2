"""Known-false variants of a sentence, to train a judge on and to test a checker with.

Every rule is a closed list or a pattern: no model, the same variants for the same seed. A variant
is dropped when a sentence around it may say the same, so that a false one is not true by chance.
"""

from collections.abc import Callable, Iterator, Mapping
from random import Random

from groundwood.agents.checker.mutations import figures, names, roles, structure
from groundwood.agents.checker.mutations import words as wording
from groundwood.agents.checker.mutations.edit import Mutation
from groundwood.agents.checker.mutations.pool import MutationPool, pool_of, words_of

__all__ = ["KINDS", "Mutation", "MutationPool", "mutations", "pool_of"]

Maker = Callable[[str, MutationPool, Random], Iterator[Mutation]]

_MAKERS: Mapping[str, Maker] = {
    "number": figures.numbers,
    "unit": figures.magnitudes,
    "date": figures.dates,
    "attribution": names.attributions,
    "name": names.names,
    "location": names.places,
    "role swap": roles.role_swaps,
    "negation": structure.negations,
    "splice": structure.splices,
    "antonym": wording.antonyms,
    "modality": wording.modality,
    "quantity": wording.quantities,
    "time order": wording.time_order,
    "cause": wording.causes,
    "part": wording.parts,
}
KINDS = tuple(_MAKERS)
"""The kinds of mutations, in the order in which they are made."""
LONGEST = 1_000
"""A longer sentence is no sentence and has no mutations, in characters."""


def mutations(
    sentence: str, pool: MutationPool, seed: int = 0, *, per_kind: int = 2
) -> list[Mutation]:
    """Return false variants of the sentence, at most ``per_kind`` of each kind, each text once.

    The list is the same for the same sentence, pool and seed. It is empty where nothing of the
    sentence can be changed safely.
    """
    if len(sentence) > LONGEST:
        return []
    found: dict[str, Mutation] = {}
    for kind, make in _MAKERS.items():
        rng = Random(f"{seed}:{kind}:{sentence}")
        made = [m for m in make(sentence, pool, rng) if _is_false(sentence, m, pool)]
        for mutation in rng.sample(made, min(per_kind, len(made))):
            found.setdefault(mutation.text, mutation)
    return list(found.values())


def _is_false(sentence: str, mutation: Mutation, pool: MutationPool) -> bool:
    """Say whether the variant differs in more than spelling and nothing around it says it."""
    if mutation.text.casefold() == sentence.casefold() or not mutation.text.strip():
        return False
    if mutation.new:
        return not pool.tells(mutation.text, mutation.new)
    is_same = words_of(mutation.text) == words_of(sentence)
    return mutation.text not in pool.sentences and (
        is_same or not any(words_of(mutation.text) <= bag for bag in pool.bags)
    )
