"""What the built-in judge learns from."""

import gzip
import json
from pathlib import Path

import pytest

from groundwood.errors import InputError
from groundwood.eval.training.balance import length_only_accuracy
from groundwood.eval.training.corpus import (
    CONTRADICTS,
    LICENCES,
    NEITHER,
    REFUSED,
    SUPPORTS,
    Example,
    balanced,
    read_pool,
)
from groundwood.eval.training.news import ROOM, news
from groundwood.eval.training.recipe import ENTAILMENT, NEWS, SEED, parted

POOL = Path(__file__).parents[3] / "shared" / "data" / "checker" / "train_pool.jsonl.gz"


def write(file: Path, *rows: dict[str, object]) -> Path:
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return file


def row(dataset: str = "mnli", label: int = 1, **more: object) -> dict[str, object]:
    return {
        "dataset": dataset,
        "claim": "It rained .",
        "evidence": "Rain fell .",
        "label": label,
    } | more


def test_a_pool_is_read_with_the_labels_of_natural_language_inference(tmp_path: Path) -> None:
    file = write(
        tmp_path / "pool.jsonl.gz",
        row(),
        row(label=0, label3="refuted"),
        row(label=0, label3="nei"),
        row(label=0),
    )
    labels = [example.label for example in read_pool(file)["mnli"]]
    assert labels == [SUPPORTS, CONTRADICTS, NEITHER, REFUSED]


def test_sets_without_a_fitting_licence_are_left_out(tmp_path: Path) -> None:
    file = write(tmp_path / "pool.jsonl.gz", row("anli"), row("sick"), row("snli"))
    assert list(read_pool(file)) == ["snli"]


def test_no_set_of_the_recipe_lacks_a_licence() -> None:
    assert {*ENTAILMENT, *NEWS} <= LICENCES.keys()


def test_spaces_of_tokenised_corpora_are_gone_and_passages_are_joined(tmp_path: Path) -> None:
    file = write(
        tmp_path / "pool.jsonl.gz", row(evidence=["Rain fell ( a lot ) .", "It stopped ."])
    )
    example = read_pool(file)["mnli"][0]
    assert (example.claim, example.evidence) == ("It rained.", "Rain fell (a lot). It stopped.")


def test_a_broken_line_of_the_pool_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "pool.jsonl.gz", row(), {"dataset": "mnli", "claim": "It rained."})
    with pytest.raises(InputError, match=r"pool\.jsonl\.gz:2: not a labelled pair"):
        read_pool(file)


def test_neither_side_of_a_set_has_more_than_its_share() -> None:
    true = [Example(f"Claim {i}.", "Text.", SUPPORTS, "mnli", 0) for i in range(20)]
    false = [Example(f"Other {i}.", "Text.", NEITHER, "mnli", 0) for i in range(200)]
    picked = balanced({"mnli": true + false}, {"mnli": 100}, seed=1)
    labels = [example.label for example in picked]
    assert (labels.count(SUPPORTS), labels.count(NEITHER)) == (20, 30)


def test_the_same_seed_picks_the_same_examples() -> None:
    pool = {"mnli": [Example(f"Claim {i}.", "Text.", i % 2, "mnli", 0) for i in range(50)]}
    assert balanced(pool, {"mnli": 10}, 3) == balanced(pool, {"mnli": 10}, 3)
    assert balanced(pool, {"mnli": 10}, 3) != balanced(pool, {"mnli": 10}, 4)


def test_a_false_variant_goes_with_its_true_claim_and_a_text_altered_alike() -> None:
    text = "The council of Harrow approved 14 new bus routes on Monday. Nobody spoke against them."
    claim = "Harrow approved 14 new bus routes."
    pool = {"mnli": [Example(claim, text, SUPPORTS, "mnli", 0)] * 8}
    pool["mnli"] += [Example("The mayor slept.", text, NEITHER, "mnli", 0)] * 8
    made = news(pool, [], {"mnli": 16}, seed=5)
    altered = [e for e in made if e.dataset.startswith("altered ")]
    kept = [e for e in made if e.dataset.startswith("kept ")]
    assert altered
    assert all(e.label != SUPPORTS and e.claim != claim for e in altered)
    assert kept
    assert all(e.label == SUPPORTS and e.claim != claim for e in kept)


def test_padded_evidence_stays_whole_and_short_enough_to_be_read() -> None:
    around = "A sentence of another text that has about so many words as this one. " * 6
    texts = [
        f"The council of Harrow approved route {i} on Monday. {around[: i % 9]}" for i in range(60)
    ]
    pool = {
        "mnli": [
            Example("Harrow approved it.", t, SUPPORTS, "mnli", i) for i, t in enumerate(texts)
        ]
    }
    pool["mnli"] += [Example("It rained.", around, NEITHER, "mnli", 99)] * 60
    shown = {
        e.document: e.evidence for e in news(pool, [], {"mnli": 120}, seed=2) if e.dataset == "mnli"
    }
    padded = [i for i, text in enumerate(texts) if i in shown and shown[i] != text.strip()]
    assert len(padded) > 10
    assert all(" ".join(texts[i].split()) in " ".join(shown[i].split()) for i in padded)
    assert max(len(shown[i]) - len(texts[i]) for i in padded) < ROOM + 10


def test_a_second_excerpt_is_never_said_to_contradict() -> None:
    long = " ".join(
        f"Line {i} of the report speaks of the harbour and its {i} boats." for i in range(40)
    )
    text = f"{long} The mayor closed the old bridge on Monday. {long}"
    pool = {
        "mnli": [Example("The mayor opened the old bridge.", text, CONTRADICTS, "mnli", 1)] * 80
    }
    pool["mnli"] += [Example("The mayor closed the old bridge.", text, SUPPORTS, "mnli", 1)] * 80
    made = [e for e in news(pool, [], {"mnli": 160}, seed=3) if e.dataset == "mnli"]
    labels = {label: {e.evidence for e in made if e.label == label} for label in range(4)}
    assert len(labels[CONTRADICTS]) == len(labels[SUPPORTS]) == len(labels[REFUSED]) == 1
    assert not labels[NEITHER]


def test_what_is_made_of_one_document_is_held_out_together() -> None:
    text = "The council of Harrow approved 14 new bus routes on Monday. Nobody spoke against them."
    pool = {
        "mnli": [
            Example(f"Harrow approved 14 routes of line {i}.", text, i % 2, "mnli", i)
            for i in range(200)
        ]
    }
    kept, held = parted(news(pool, [], {"mnli": 200}, seed=4))
    assert held
    assert not {e.document for e in kept} & {e.document for e in held}


def test_length_alone_finds_labels_that_follow_length() -> None:
    long = [Example("word " * 30, "Text.", SUPPORTS, "mnli", 0)] * 40
    short = [Example("word " * 5, "Text.", NEITHER, "mnli", 0)] * 40
    mixed = [e for pair in zip(long, short, strict=True) for e in pair for _ in "ab"]
    assert length_only_accuracy(mixed) == 1.0


@pytest.mark.skipif(not POOL.is_file(), reason="the training pool is not beside the project")
def test_length_alone_is_near_chance_on_the_first_stage() -> None:
    kept, _ = parted(balanced(read_pool(POOL), ENTAILMENT, SEED))
    assert length_only_accuracy(kept) < 0.56
