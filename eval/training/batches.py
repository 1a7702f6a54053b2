"""Examples to tensors: tokenised once, batches of like lengths, in an order that the seed decides."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from groundwood.agents.checker.judges.encoder import MOST_TOKENS, limited
from groundwood.eval.training.corpus import Example

_CHUNK = 50


@dataclass(frozen=True)
class Batch:
    """Tensors of shape (pairs, tokens), and the labels of shape (pairs,)."""

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor
    labels: Tensor


def tokenizer(base: Path) -> Tokenizer:
    """Return the tokenizer of the base model: claim first, evidence cut where it is too long."""
    return limited(Tokenizer.from_file(str(base / "tokenizer.json")))


def lengths(examples: Sequence[Example]) -> list[int]:
    """Return about how many tokens each example has, without tokenising it."""
    return [min(MOST_TOKENS, (len(e.claim) + len(e.evidence)) // 4) for e in examples]


def order(examples: Sequence[Example], size: int, seed: int) -> list[list[int]]:
    """Return the positions of each batch: like lengths together, batches shuffled."""
    spread = random.Random(seed)
    places = list(range(len(examples)))
    spread.shuffle(places)
    about = lengths(examples)
    batches = []
    for start in range(0, len(places), size * _CHUNK):
        chunk = sorted(places[start : start + size * _CHUNK], key=lambda i: about[i])
        batches += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    spread.shuffle(batches)
    return batches


def batch(examples: Sequence[Example], encode: Tokenizer) -> Batch:
    """Return the examples as tensors, padded to the longest."""
    rows = encode.encode_batch([(e.claim, e.evidence) for e in examples])
    width = max(len(row.ids) for row in rows)
    padded = [[*row.ids, *[0] * (width - len(row.ids))] for row in rows]
    kinds = [[*row.type_ids, *[0] * (width - len(row.ids))] for row in rows]
    mask = [[*row.attention_mask, *[0] * (width - len(row.ids))] for row in rows]
    return Batch(
        input_ids=torch.tensor(padded),
        attention_mask=torch.tensor(mask),
        token_type_ids=torch.tensor(kinds),
        labels=torch.tensor([e.label for e in examples]),
    )
