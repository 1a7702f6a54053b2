"""Which card belongs to a judge: those that ship, and those that a user has measured."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from groundwood.errors import InputError, SettingsError
from groundwood.eval.asking import Named
from groundwood.eval.meta import LEAST_LOWER_BOUND, JudgeCard, read_card
from groundwood.eval.runs import whole_file

FOLDER = "judge-cards"
"""The folder of a user's own cards, in the cache folder."""


def find_card(judge: Named, cache: Path) -> JudgeCard | None:
    """Return the newest card of this very judge, or none.

    Raises:
        InputError: a card of the user's is damaged; it is named.
    """
    found = [card for card in _cards(cache) if card.is_of(judge)]
    return max(found, key=lambda card: card.measured_at, default=None)


def required_card(
    judge: Named, cache: Path, *, allow_uncalibrated: bool = False
) -> JudgeCard | None:
    """Return the card of a judge that is fit to measure with.

    Raises:
        SettingsError: it has none, or its lower bound is under `LEAST_LOWER_BOUND`, and
            ``allow_uncalibrated`` is not given.
    """
    card = find_card(judge, cache)
    if allow_uncalibrated or (card is not None and card.is_fit):
        return card
    raise SettingsError(f"--judge: {_why(judge, card)}; --allow-uncalibrated scores all the same")


def keep_card(card: JudgeCard, cache: Path) -> Path:
    """Write the card among the user's own and return its file.

    Raises:
        InputError: the folder cannot be written.
    """
    folder = cache / FOLDER
    name = "".join(c if c.isalnum() or c in ".+-" else "_" for c in f"{card.judge} {card.version}")
    file = folder / f"{name}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as out:
            out.write(card.model_dump_json(indent=1))
    except OSError as exc:
        raise InputError(f"{file}: {exc.strerror}") from exc
    return file


def _cards(cache: Path) -> Iterator[JudgeCard]:
    for entry in files("groundwood.eval.cards").iterdir():
        if entry.name.endswith(".json"):
            yield JudgeCard.model_validate_json(entry.read_text(encoding="utf-8"))
    folder = cache / FOLDER
    for file in sorted(folder.glob("*.json")):
        yield read_card(file)


def _why(judge: Named, card: JudgeCard | None) -> str:
    who = f"{judge.name} {judge.version}".strip()
    if card is None:
        return (
            f"{who} has no judge card, so nobody knows how wrong it is: measure it with eval meta"
        )
    low = card.interval.low
    if low is None:
        return f"the balanced accuracy of {who} is not known: {card.interval.reason}"
    return f"the balanced accuracy of {who} may be as low as {low:.3f}, under {LEAST_LOWER_BOUND}"
