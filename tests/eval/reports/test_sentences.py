"""The sentences that a report shows."""

import gc
from pathlib import Path
from typing import Any

from groundwood.eval.asking import Answer
from groundwood.eval.marking import Marked, Marking
from groundwood.eval.metrics.waterfall import Fate
from groundwood.eval.reports.sentences import CONFLICTS, FAULTS, WORST, Exhibit, Sentences, Shown
from groundwood.eval.reports.walk import Judged, walked
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import Scored


def read(run: Run, system: str) -> Sentences:
    found = Sentences(system)
    for story, judged in walked(run, run.about()):
        found.add(story, judged)
    return found


def fate_of(fate: Fate, score: float | None, text: str = "It is so.") -> Judged:
    answer = None if score is None else Answer(supported=False, score=score)
    return Judged(Marked(text=text, paragraph=0, start=0, end=1), fate, answer)


def story(system: str = "", *sources: Source) -> Scored:
    return Scored(Sample(id="s", text="", system=system, sources=sources), Marking(sample="s"))


def marked(shown: Shown | None) -> list[str]:
    assert shown is not None
    return [piece.text for piece in shown.pieces if piece.is_marked]


def test_the_worst_come_first_by_fate_and_then_by_the_lowest_score() -> None:
    found = Sentences("")
    found.add(
        story(),
        [
            fate_of(Fate.UNCITED_SUPPORTED, 0.0),
            fate_of(Fate.UNSUPPORTED, 0.4),
            fate_of(Fate.UNSUPPORTED, None),
            fate_of(Fate.CITED_SUPPORTED, 0.9),
        ],
    )
    found.add(
        story(),
        [
            fate_of(Fate.JUDGE_ERROR, None),
            fate_of(Fate.MISATTRIBUTED, 0.0),
            fate_of(Fate.UNSUPPORTED, 0.2),
            fate_of(Fate.CONTRADICTED, 0.5),
        ],
    )
    assert [(one.fate, one.score) for one in found.worst()] == [
        (Fate.CONTRADICTED, 0.5),
        (Fate.UNSUPPORTED, 0.2),
        (Fate.UNSUPPORTED, 0.4),
        (Fate.UNSUPPORTED, None),
        (Fate.MISATTRIBUTED, 0.0),
        (Fate.UNCITED_SUPPORTED, 0.0),
    ]
    assert found.faults == 6


def test_no_more_than_the_worst_are_kept_but_all_are_counted() -> None:
    found = Sentences("")
    for number in range(100):
        found.add(story(), [fate_of(Fate.UNSUPPORTED, number / 100)])
    assert [one.score for one in found.worst()] == [n / 100 for n in range(WORST)]
    assert found.faults == 100


def test_of_thousands_of_samples_only_those_of_the_worst_sentences_stay_in_memory() -> None:
    found = Sentences("")
    for _ in range(1000):
        found.add(story(), [fate_of(Fate.UNSUPPORTED, 0.5), fate_of(Fate.CONFLICTING, 0.5)])
    gc.collect()
    alive = sum(isinstance(one, Scored) for one in gc.get_objects())
    assert alive <= WORST + CONFLICTS


def test_other_systems_are_not_looked_at() -> None:
    found = Sentences("alpha")
    found.add(story("beta"), [fate_of(Fate.UNSUPPORTED, 0.1)])
    assert (found.worst(), found.faults) == ((), 0)


def test_conflicts_are_kept_apart_from_faults() -> None:
    assert Fate.CONFLICTING not in FAULTS
    found = Sentences("")
    found.add(story(), [fate_of(Fate.CONFLICTING, 0.9)] * (CONFLICTS + 1))
    assert not found.worst()
    assert len(found.conflicts()) == CONFLICTS
    assert found.fates[Fate.CONFLICTING] == CONFLICTS + 1


def test_a_sentence_stands_with_its_citations_and_the_marked_passages(run: Run) -> None:
    worst = {one.fate: one for one in read(run, "alpha").worst()}
    contradicted = worst[Fate.CONTRADICTED]
    assert (contradicted.sample, contradicted.question) == ("flood", "What of flood?")
    assert [cited.label for cited in contradicted.citations] == ["mayor"]
    assert marked(contradicted.cited[0]) == ["Denied: The dam broke."]
    misattributed = worst[Fate.MISATTRIBUTED]
    assert misattributed.cited[0].source.id == "dam"
    assert misattributed.cited[0].pieces == ()
    assert misattributed.uncited is not None
    assert misattributed.uncited.source.id == "mayor"
    assert marked(misattributed.uncited) == ["The mayor resigned at noon."]


def test_a_conflict_shows_both_sides(run: Run) -> None:
    (conflict,) = read(run, "alpha").conflicts()
    assert conflict.text == "Nobody was hurt."
    assert marked(conflict.cited[0]) == ["Nobody was hurt."]
    assert marked(conflict.uncited) == ["Denied: Nobody was hurt."]


def test_only_the_paragraphs_of_what_is_marked_are_shown() -> None:
    text = "One.\n\nHere before. The dam held. Here behind.\n\nAnother."
    found = Sentences("")
    found.add(
        story("", Source(id="x", text=text)), [fate_of(Fate.UNSUPPORTED, 0.1, "The dam held.")]
    )
    (one,) = found.worst()
    assert one.uncited is not None
    told = "".join(piece.text for piece in one.uncited.pieces)
    assert told == "Here before. The dam held. Here behind."


def test_a_source_that_shares_no_word_is_no_evidence(tmp_path: Path, scored: Any) -> None:
    sources = (Source(id="a", text="Elephants swim."), Source(id="b", text=""))
    sample = Sample(id="s", text="The mayor resigned [b].", sources=sources)
    (one,) = read(scored("other", sample), "").worst()
    assert isinstance(one, Exhibit)
    assert (one.fate, one.tone) == (Fate.UNSUPPORTED, "bad")
    assert one.cited[0].pieces == ()
    assert one.uncited is None
