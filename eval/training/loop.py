"""The training loop: seeded, in bfloat16, a checkpoint every few minutes, resumed where it was."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from groundwood.eval.training.batches import Batch, batch, order, tokenizer
from groundwood.eval.training.corpus import SUPPORTS, Example
from groundwood.eval.training.encoder import CrossEncoder, loss

SECONDS_BETWEEN_CHECKPOINTS = 240.0


@dataclass(frozen=True)
class Plan:
    """How to train: ``rate`` is the highest learning rate, reached after ``warm_up`` of all steps."""

    base: Path
    checkpoint: Path
    epochs: int
    rate: float
    size: int = 32
    warm_up: float = 0.06
    decay: float = 0.01
    seed: int = 7


def train(
    examples: Sequence[Example],
    held_out: Sequence[Example],
    plan: Plan,
    say: Callable[[str], None],
    start: Path | None = None,
) -> CrossEncoder:
    """Train and return the model; go on from the checkpoint where there is one.

    ``start`` is a checkpoint of an earlier stage whose weights a new training begins with.
    """
    torch.manual_seed(plan.seed)
    model = CrossEncoder(plan.base)
    if start is not None:
        model.load_state_dict(torch.load(start, weights_only=True)["model"])
    batches = [b for epoch in range(plan.epochs) for b in order(examples, plan.size, epoch)]
    steps = len(batches)
    optimizer = torch.optim.AdamW(
        model.parameters(), plan.rate, weight_decay=plan.decay, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: _rate(s, steps, plan.warm_up))
    done = _resumed(plan.checkpoint, model, optimizer, schedule)
    encode = tokenizer(plan.base)
    model.train()
    saved, mean = time.monotonic(), 0.0
    for step in range(done, steps):
        torch.manual_seed(plan.seed * 1_000_003 + step)
        data = batch([examples[i] for i in batches[step]], encode)
        value = _step(model, data, optimizer)
        schedule.step()
        mean = value if step == done else 0.98 * mean + 0.02 * value
        if (step + 1) % 50 == 0:
            say(f"step {step + 1}/{steps}  loss {mean:.4f}")
        if time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS or step + 1 == steps:
            _save(plan.checkpoint, model, optimizer, schedule, step + 1)
            saved = time.monotonic()
        if (step + 1) % 800 == 0 or step + 1 == steps:
            say(f"step {step + 1}: {accuracy(model, held_out, plan)}")
    return model


def _step(model: CrossEncoder, data: Batch, optimizer: torch.optim.Optimizer) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(data.input_ids, data.attention_mask, data.token_type_ids)
    value = loss(logits, data.labels)
    optimizer.zero_grad(set_to_none=True)
    value.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(value.item())


def predict(
    model: CrossEncoder, examples: Sequence[Example], base: Path, size: int = 64
) -> torch.Tensor:
    """Return the probabilities of the three classes for each example, of shape (examples, 3)."""
    encode = tokenizer(base)
    places = sorted(range(len(examples)), key=lambda i: len(examples[i].evidence))
    found = torch.zeros(len(examples), 3)
    model.eval()
    for start in range(0, len(places), size):
        these = places[start : start + size]
        data = batch([examples[i] for i in these], encode)
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(data.input_ids, data.attention_mask, data.token_type_ids)
        found[these] = torch.softmax(logits.float(), dim=-1)
    model.train()
    return found


def accuracy(model: CrossEncoder, examples: Sequence[Example], plan: Plan) -> str:
    """Return the balanced accuracy of "supports" on each set of the held-out examples, in words."""
    said = predict(model, examples, plan.base)[:, SUPPORTS] >= 0.5
    truth = torch.tensor([e.label == SUPPORTS for e in examples])
    lines = []
    for name in sorted({e.dataset for e in examples}):
        rows = torch.tensor([e.dataset == name for e in examples])
        yes, no = rows & truth, rows & ~truth
        if yes.any() and no.any():
            value = (said[yes].float().mean() + (~said[no]).float().mean()) / 2
            lines.append(f"{name} {100 * value:.1f}")
    return ", ".join(lines)


def _rate(step: int, steps: int, warm_up: float) -> float:
    rise = max(1, int(steps * warm_up))
    return step / rise if step < rise else max(0.0, (steps - step) / max(1, steps - rise))


def _save(file: Path, model: Any, optimizer: Any, schedule: Any, step: int) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
    state |= {"schedule": schedule.state_dict(), "step": step}
    aside = file.with_suffix(".part")
    torch.save(state, aside)
    os.replace(aside, file)


def _resumed(file: Path, model: Any, optimizer: Any, schedule: Any) -> int:
    if not file.is_file():
        return 0
    state = torch.load(file, weights_only=True)
    for part, name in ((model, "model"), (optimizer, "optimizer"), (schedule, "schedule")):
        part.load_state_dict(state[name])
    return int(state["step"])
