"""The minimal pairs of the small grammar."""

from collections import Counter

from groundwood.eval.training.corpus import SUPPORTS
from groundwood.eval.training.grammar import grammar


def test_the_same_seed_gives_the_same_pairs_and_another_seed_others() -> None:
    assert grammar(40, seed=1) == grammar(40, seed=1) != grammar(40, seed=2)


def test_every_text_has_one_true_claim_and_one_false_one() -> None:
    pairs = grammar(400, seed=3)
    for one, other in zip(pairs[::2], pairs[1::2], strict=True):
        assert one.evidence == other.evidence
        assert (one.label == SUPPORTS) > (other.label == SUPPORTS)
        assert one.claim != other.claim


def test_each_kind_has_as_many_true_claims_as_false_ones() -> None:
    count = Counter((e.dataset, e.label == SUPPORTS) for e in grammar(1_000, seed=4))
    assert all(count[name, True] == count[name, False] for name, _ in count)
    assert len({name for name, _ in count}) == 11


def test_no_place_is_left_unfilled() -> None:
    text = " ".join(f"{e.evidence} {e.claim}" for e in grammar(1_000, seed=5))
    assert not set("{}") & set(text)


def test_a_true_claim_says_no_more_than_its_text() -> None:
    stronger = ("managed to", "in the end", "failed to", "declined to", "refused to", "never")
    true = [e for e in grammar(4_000, seed=6) if e.label == SUPPORTS]
    told = [e for e in true if e.dataset in ("grammar polarity", "grammar doubt")]
    assert len(told) > 100
    assert not [e.claim for e in told if any(word in e.claim for word in stronger)]
