"""``groundwood eval meta``: how wrong is a judge?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.eval.options import Json, open_judge
from groundwood.cli.options import JudgeName, JudgeUrl, ModelName, ResultsOnly, Votes

if TYPE_CHECKING:
    from groundwood.eval.meta import JudgeCard
    from groundwood.eval.pairs import LabelledPair

_Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Labelled pairs: *.jsonl.gz, or a public data set.")
]
_Dataset = Annotated[
    str | None, typer.Option(help="The public data set whose files the folder holds.")
]
_Most = Annotated[int, typer.Option(min=1, help="Pairs of each set, always the same ones.")]
_Verdicts = Annotated[
    Path | None, typer.Option(help="Where verdicts are kept; default: beside the cards.")
]


def meta(
    folder: _Folder,
    dataset: _Dataset = None,
    model: ModelName = None,
    judge: JudgeName = None,
    judge_url: JudgeUrl = None,
    votes: Votes = None,
    most: _Most = 400,
    verdicts: _Verdicts = None,
    json_: Json = False,
    quiet: ResultsOnly = False,
) -> None:
    """Measure a judge on pairs that people have labelled, and keep its card.

    A run is bound to the card of its judge: one without a card, or with a poor one, is refused.
    """
    from groundwood.cli.eval.progress import counting
    from groundwood.eval.judge_cards import FOLDER, keep_card
    from groundwood.eval.meta import judge_card
    from groundwood.eval.picks import sample
    from groundwood.settings import load_settings

    settings = load_settings(model=model, judge=judge, judge_url=judge_url, votes=votes)
    judging = open_judge(settings)
    sets = {name: sample(pairs, most) for name, pairs in _sets(folder, dataset).items()}
    kept = verdicts or settings.cache_dir / FOLDER / "verdicts.sqlite"
    kept.parent.mkdir(parents=True, exist_ok=True)
    done = 0
    with counting("pairs", quiet=quiet) as progress:

        def tell(name: str, count: int) -> None:
            nonlocal done
            done += count
            progress(done)

        card = judge_card(judging, sets, kept, progress=tell)
    file = keep_card(card, settings.cache_dir)
    typer.echo(card.model_dump_json(indent=1) if json_ else "\n".join(lines(card)))
    if not quiet:
        typer.echo(f"Kept in {file}", err=True)


def lines(card: "JudgeCard") -> list[str]:
    """Return the card as a table of text."""
    found = [f"{card.judge} {card.version}, threshold {card.threshold:g}"]
    for each in card.sets:
        low, high = each.interval.low, each.interval.high
        interval = "" if low is None or high is None else f" [{low:.3f}, {high:.3f}]"
        number = each.balanced_accuracy.number
        told = each.balanced_accuracy.reason if number is None else f"{number:.3f}{interval}"
        kappa = "" if each.kappa.number is None else f"kappa {each.kappa.number:+.2f}"
        bias = "" if each.bias.number is None else f"bias {each.bias.number:+.2f}"
        found.append(f"{each.name:34} {each.pairs:5}  {told:24} {kappa}  {bias}")
    tried = sum(kind.tried for kind in card.mutations)
    detected = sum(kind.detected for kind in card.mutations)
    found.append(f"known-false variants refused: {detected} of {tried}")
    macro, of_sets = card.balanced_accuracy, card.interval
    if macro.number is None or of_sets.low is None:
        found.append(f"balanced accuracy: {macro.reason or of_sets.reason}")
    else:
        ends = f"[{of_sets.low:.3f}, {of_sets.high:.3f}]"
        found.append(f"balanced accuracy, mean of the sets: {macro.number:.3f} {ends}")
    return found


def _sets(folder: Path, dataset: str | None) -> "dict[str, list[LabelledPair]]":
    from groundwood.errors import SettingsError
    from groundwood.eval.pairs import read_pairs
    from groundwood.eval.reading import PAIR_SETS

    if dataset is None:
        return read_pairs(folder)
    if dataset not in PAIR_SETS:
        known = ", ".join(sorted(PAIR_SETS))
        raise SettingsError(f"--dataset: no labelled set {dataset!r}; there are: {known}")
    found: dict[str, list[LabelledPair]] = {}
    for pair in PAIR_SETS[dataset].rows(folder):
        found.setdefault(pair.dataset, []).append(pair)
    return found
