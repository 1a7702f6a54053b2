"""Which citations a sentence needs, where exactly they say so, and which it should have instead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from groundwood.agents.checker.judges.judge import Pair, Score
from groundwood.nouns import Article, Finding

Check = Callable[..., Any]
CLAIM = "A vessel without power hit the pier."
TWO = "The mill closed in May and laid off its staff."


def article(name: str, text: str) -> Article:
    return Article(title=name, text=text, url=f"https://{name}.invalid/")


@dataclass
class NeedingJudge:
    """Supports a claim when the evidence holds all words that the claim needs."""

    needs: dict[str, Sequence[str]] = field(default_factory=dict)
    otherwise: Sequence[str] = ("nowhere",)
    name: str = "needing"
    version: str = "1"
    threshold: float = 0.5

    def score(self, pairs: Sequence[Pair]) -> list[Score]:
        return [self._one(pair) for pair in pairs]

    async def ascore(self, pairs: Sequence[Pair]) -> list[Score]:
        return self.score(pairs)

    def _one(self, pair: Pair) -> Score:
        bodies = " ".join(text.rpartition("]\n\n")[2] for text in pair.evidence)
        good = all(word in bodies for word in self.needs.get(pair.claim, self.otherwise))
        return Score(supported=0.9 if good else 0.1, contradicted=0, neutral=0.1 if good else 0.9)


A = article("alpha", "The vessel lost its power. Nothing else is known of the vessel.")
B = article("beta", "The pier was hit by the vessel on the river.")
C = article("gamma", "A vessel is a ship with a pier and power of its own, it was told.")


def test_three_citations_of_which_two_are_needed_are_narrowed_to_these_two(check: Check) -> None:
    judge = NeedingJudge({CLAIM: ("lost its power", "was hit")})
    (verdict,) = check([A, B, C], (CLAIM, [A, C, B]), judge=judge)
    assert verdict.finding is Finding.SUPPORTED
    assert [citation.article_id for citation in verdict.evidence] == [A.id, B.id]
    assert verdict.reason.endswith(f"; without {C.id} too")


def test_leaving_out_goes_on_until_nothing_more_can_go(check: Check) -> None:
    more = [
        article(f"x{n}", f"A vessel with power is at the pier, as note {n} says.") for n in range(3)
    ]
    judge = NeedingJudge({CLAIM: ("lost its power", "was hit")})
    (verdict,) = check([A, B, *more], (CLAIM, [more[0], A, more[1], B, more[2]]), judge=judge)
    assert [citation.article_id for citation in verdict.evidence] == [A.id, B.id]


def test_articles_that_support_the_sentence_alone_all_stay_as_corroboration(check: Check) -> None:
    judge = NeedingJudge({CLAIM: ("vessel",)})
    (verdict,) = check([A, B, C], (CLAIM, [A, B, C]), judge=judge)
    assert [citation.article_id for citation in verdict.evidence] == [A.id, B.id, C.id]


def test_a_copy_of_a_cited_article_is_dropped_and_named_as_one(check: Check) -> None:
    judge = NeedingJudge({CLAIM: ("vessel",)})
    (verdict,) = check([A, B], (CLAIM, [A, B]), judge=judge, copies={A.id: (B.id,)}, hits=())
    assert [citation.article_id for citation in verdict.evidence] == [A.id]
    assert f"{B.id} is a copy of {A.id}" in verdict.reason


def test_an_article_of_the_same_text_is_a_copy_though_nobody_said_so(check: Check) -> None:
    judge = NeedingJudge({CLAIM: ("vessel",)})
    same = A.model_copy(update={"id": "0123abcd", "digest": "0123abcd" + "0" * 56})
    (verdict,) = check([A, same], (CLAIM, [A, same]), judge=judge)
    assert len(verdict.evidence) == 1
    assert " is a copy of " in verdict.reason


LONG = article(
    "long",
    "The pier of the vessel stood. Rain fell on Monday. A vessel had no power at the time."
    " It hit something hard. The vessel hit what was the pier.",
)


def spans(verdict: Any) -> list[str]:
    (citation,) = verdict.evidence
    return [LONG.quote(span) for span in citation.spans]


def test_the_span_is_the_one_sentence_that_decides(check: Check) -> None:
    judge = NeedingJudge({CLAIM: ("had no power",)})
    (verdict,) = check([LONG], (CLAIM, [LONG]), judge=judge)
    assert spans(verdict) == ["A vessel had no power at the time."]


def test_two_sentences_are_cited_where_one_does_not_decide(check: Check) -> None:
    judge = NeedingJudge({CLAIM: ("had no power", "was the pier")})
    (verdict,) = check([LONG], (CLAIM, [LONG]), judge=judge)
    assert spans(verdict) == [
        "A vessel had no power at the time.",
        "The vessel hit what was the pier.",
    ]


def test_what_is_printed_as_evidence_is_enough_for_the_judge(check: Check) -> None:
    judge = NeedingJudge({CLAIM: ("had no power", "hit")})
    (verdict,) = check([LONG], (CLAIM, [LONG]), judge=judge)
    text = " ".join(spans(verdict))
    assert judge.score([Pair(evidence=(text,), claim=CLAIM)])[0].supported > judge.threshold


@pytest.mark.parametrize("cited", [[A], [A, C], []])
def test_a_sentence_is_attributed_to_the_article_that_supports_it(
    cited: list[Article], check: Check
) -> None:
    judge = NeedingJudge({CLAIM: ("was hit",)})
    (verdict,) = check([A, B, C], (CLAIM, cited), judge=judge)
    assert verdict.finding is Finding.MISATTRIBUTED
    assert [citation.article_id for citation in verdict.evidence] == [B.id]
    assert f"{B.id} (beta) supports it" in verdict.reason


SHUT = article("shut", "A mill shut its gates for good when spring came.")
JOBS = article("jobs", "Staff of the mill lost their jobs, the union said.")


def test_a_sentence_of_two_sources_that_cites_one_should_cite_both(check: Check) -> None:
    judge = NeedingJudge(
        {"The mill closed in May.": ("shut",), "The mill laid off its staff.": ("lost",)}
    )
    (verdict,) = check([SHUT, JOBS], (TWO.replace(" in May", ""), [SHUT]), judge=judge)
    assert verdict.finding is Finding.UNSUPPORTED  # the judge knows the fact with its month alone
    judge.needs["The mill closed."] = ("shut",)
    (verdict,) = check([SHUT, JOBS], (TWO.replace(" in May", ""), [SHUT]), judge=judge)
    assert verdict.finding is Finding.MISATTRIBUTED
    assert [citation.article_id for citation in verdict.evidence] == [SHUT.id, JOBS.id]
    assert verdict.reason.endswith(f"The mill laid off its staff; {JOBS.id} (jobs) says that")


def test_a_fact_that_no_article_supports_leaves_the_sentence_partly_supported(
    check: Check,
) -> None:
    judge = NeedingJudge({"The mill closed.": ("shut",)})
    (verdict,) = check(
        [SHUT, JOBS], ("The mill closed and laid off its staff.", [SHUT]), judge=judge
    )
    assert verdict.finding is Finding.PARTLY_SUPPORTED


def test_whole_and_part_of_a_sentence_are_looked_for_among_many_articles_at_once(
    check: Check,
) -> None:
    many = [article(f"m{n}", f"The vessel of note {n} is at a pier with power.") for n in range(12)]
    judge = NeedingJudge({CLAIM: ("was hit",)})
    (verdict,) = check([A, *many, B], (CLAIM, [A]), judge=judge)
    assert verdict.finding in (Finding.MISATTRIBUTED, Finding.UNSUPPORTED)
