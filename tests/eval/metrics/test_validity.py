"""Do the citations lead anywhere."""

import json
from pathlib import Path

from groundwood.eval.marking import Cited, Marked, Standing, marking
from groundwood.eval.metrics.validity import Validity, measured, uncited_rate, validity
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import Scored
from groundwood.eval.values import Value, none

GOLDEN = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
}


def marked(text: str, cited: tuple[Cited, ...] = (), worthy: bool = True) -> Marked:
    return Marked(text=text, paragraph=0, start=0, end=1, citations=cited, is_checkworthy=worthy)


def test_citations_split_into_valid_nonexistent_not_retrieved_and_malformed() -> None:
    given, expected = GOLDEN["G13"]["input"], GOLDEN["G13"]["expected"]

    def standing(label: str) -> Standing:
        if not label.isalnum():
            return Standing.MALFORMED
        if label in given["retrieved"]:
            return Standing.VALID
        return Standing.NOT_RETRIEVED if label in given["corpus"] else Standing.NONEXISTENT

    found = validity(Cited(label=label, standing=standing(label)) for label in given["markers"])
    assert found.valid.number == expected["valid"]
    assert found.nonexistent.number == expected["nonexistent"]
    assert found.not_retrieved.number == expected["exists_not_retrieved"]
    assert found.malformed.number == expected["malformed"]
    assert found.hallucinated.number == expected["hallucinated_citation_rate"]


def test_of_two_citations_that_lead_somewhere_and_one_that_does_not_a_third_is_invented() -> None:
    case = GOLDEN["G02"]
    labels = [n for row in case["input"]["sentences"] for n in row["cites"]]
    standings = [
        Standing.VALID if n <= case["input"]["n_docs"] else Standing.NONEXISTENT for n in labels
    ]
    found = validity(Cited(label="n", standing=standing) for standing in standings)
    assert found.hallucinated.number == case["expected"]["hallucinated_citation_rate"]


def test_only_checkworthy_sentences_stand_in_the_uncited_rate() -> None:
    given, expected = GOLDEN["G14"]["input"], GOLDEN["G14"]["expected"]
    cite = (Cited(label="a", standing=Standing.VALID, source="a"),)
    cited = [marked("x", cite)] * (given["checkworthy"] - given["checkworthy_uncited"])
    uncited = [marked("y")] * given["checkworthy_uncited"]
    other = [marked("z", worthy=False)] * given["non_checkworthy"]
    assert uncited_rate(cited + uncited + other).number == expected["uncited_sentence_rate"]


def test_without_citations_or_sentences_there_is_a_reason() -> None:
    nothing = none("no citation")
    assert validity([]) == Validity(nothing, nothing, nothing, nothing, nothing)
    assert uncited_rate([marked("z", worthy=False)]) == none("no check-worthy sentence")


def test_a_sample_has_its_shares() -> None:
    text = "The dam held all night [dam]. The mayor resigned at noon [77aa88bb]. It rained all day."
    sample = Sample(id="s", text=text, sources=(Source(id="dam", text="The dam held."),))
    values = measured(Scored(sample, marking(sample)))
    assert values == {
        "valid_citations": Value(number=0.5),
        "nonexistent_citations": Value(number=0.5),
        "not_retrieved_citations": Value(number=0),
        "malformed_citations": Value(number=0),
        "hallucinated_citations": Value(number=0.5),
        "uncited_sentences": Value(number=1 / 3),
    }
