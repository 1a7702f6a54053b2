"""Texts that need no writer."""

from groundwood.eval.marking import marking
from groundwood.eval.samples import Sample, Source
from groundwood.eval.shortcuts import shortcuts

SOURCES = (
    Source(id="a", title="Dam", text="The dam held all night. Rain fell on Harrow."),
    Source(id="b", title="None", text=""),
    Source(id="c", title="Mayor", text="The mayor of Harrow resigned at noon [sic]. He left."),
)
SAMPLE = Sample(
    id="s",
    text="# Rain in Harrow\n\nThe dam held [a]. Rain fell [a].\n\nThe mayor left [c].",
    sources=SOURCES,
    question="Did the mayor of Harrow resign?",
    system="ours",
)


def read(name: str, sample: Sample = SAMPLE) -> list[tuple[str, tuple[str, ...]]]:
    made = {one.system: one for one in shortcuts(sample, marking(sample))}
    return [(s.text, s.sources) for s in marking(made[f"shortcut: {name}"]).sentences]


def test_the_lead_cites_the_first_sentence_of_each_source_that_has_one() -> None:
    assert read("lead") == [
        ("The dam held all night.", ("a",)),
        ("The mayor of Harrow resigned at noon (sic).", ("c",)),
    ]


def test_the_top_passage_cites_what_comes_nearest_to_the_question() -> None:
    assert read("top passage")[0] == ("The mayor of Harrow resigned at noon (sic).", ("c",))


def test_without_a_question_the_title_is_what_the_top_passage_is_about() -> None:
    asked = SAMPLE.model_copy(update={"question": ""})
    assert read("top passage", asked)[0] == ("Rain fell on Harrow.", ("a",))


def test_cite_everything_puts_every_source_behind_every_sentence() -> None:
    told = ["The dam held.", "Rain fell.", "The mayor left."]
    assert read("cite everything") == [(sentence, ("a", "b", "c")) for sentence in told]


def test_cite_nothing_keeps_the_sentences_alone() -> None:
    told = ["The dam held.", "Rain fell.", "The mayor left."]
    assert read("cite nothing") == [(sentence, ()) for sentence in told]


def test_the_empty_text_has_no_sentence() -> None:
    assert read("empty") == []


def test_every_shortcut_keeps_the_sample_and_its_group() -> None:
    made = list(shortcuts(SAMPLE, marking(SAMPLE)))
    assert {(one.id, one.group) for one in made} == {("s", "s")}
    assert len({one.system for one in made}) == 5


def test_what_was_judged_of_the_text_is_not_said_of_a_shortcut() -> None:
    """Somebody's judgement of one text is no judgement of another one."""
    gold = {
        "insights": [{"insight_id": "i"}],
        "eval_summaries": [{"insight_id": "i", "coverage": "FULL_COVERAGE"}],
        "statements": [{"statement": "x"}],
        "nuggets": [{"text": "x", "assignment": "support"}],
    }
    sample = SAMPLE.model_copy(update={"gold": gold})
    for one in shortcuts(sample, marking(sample)):
        assert one.gold == {"insights": gold["insights"], "nuggets": [{"text": "x"}]}
