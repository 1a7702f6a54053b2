"""How many independent outlets support a sentence."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from groundwood.agents.checker.corroboration import MOST_UNCITED, outlet
from groundwood.nouns import Article, Finding

Check = Callable[..., Any]
CLAIM = "The captain of the ferry was taken to a hospital in Arden."


def article(text: str, source: str | None, hour: int = 9, **changes: Any) -> Article:
    given = {
        "url": f"https://{hour}.invalid/",
        "published_at": datetime(2024, 5, 9, hour, tzinfo=UTC),
    }
    return Article(text=text, source=source, **{**given, **changes})


COAST = article(f"{CLAIM} The wind dropped at noon.", "Coast Wire", 9)
NEWS = article(
    "Taken to a hospital in Arden, the ferry's captain slept. Trains ran.", "Harbour News", 10
)
POST = article(
    "A hospital in Arden took the captain of the ferry. Schools closed.", "Isle Post", 11
)
OTHER = article("The council of Bell met to speak about its budget for roads.", "Bell Times", 12)


def test_uncited_outlets_that_the_judge_is_sure_of_count_and_are_cited_apart(
    check: Check, word_judge: Any
) -> None:
    (verdict,) = check([COAST, NEWS, POST, OTHER], (CLAIM, [COAST]), judge=word_judge("captain"))
    assert verdict.outlets == ("Coast Wire", "Harbour News", "Isle Post")
    assert [c.article_id for c in verdict.corroboration] == [NEWS.id, POST.id]
    assert [c.article_id for c in verdict.evidence] == [COAST.id]


def test_an_uncited_outlet_that_the_judge_does_not_support_does_not_count(
    check: Check, word_judge: Any
) -> None:
    (verdict,) = check([COAST, NEWS, POST], (CLAIM, [COAST]), judge=word_judge("no such word"))
    assert (verdict.outlets, verdict.corroboration) == (("Coast Wire",), ())


def test_a_known_copy_counts_for_the_outlet_of_its_original_alone(check: Check) -> None:
    copy = article(f"{CLAIM} The wind dropped by noon.", "Echo", 15)
    (verdict,) = check([COAST, copy], (CLAIM, [COAST, copy]), copies={COAST.id: (copy.id,)})
    assert verdict.outlets == ("Coast Wire",)


def test_a_copy_that_nobody_named_is_seen_as_one(check: Check) -> None:
    copy = article(COAST.text, "Echo", 15)
    (verdict,) = check([COAST, copy], (CLAIM, [COAST, copy]))
    assert verdict.outlets == ("Coast Wire",)


def test_outlets_that_say_it_in_the_very_same_words_count_once_for_the_earliest(
    check: Check,
) -> None:
    later = article(
        f"Schools closed early in Bell on that day. {CLAIM} Trains ran late.", "Echo", 15
    )
    (verdict,) = check([later, COAST], (CLAIM, [later, COAST]))
    assert verdict.outlets == ("Coast Wire",)


def test_two_articles_of_one_outlet_count_once(check: Check, word_judge: Any) -> None:
    again = article(POST.text, "Coast Wire", 15)
    (verdict,) = check([COAST, again], (CLAIM, [COAST, again]), judge=word_judge("captain"))
    assert verdict.outlets == ("Coast Wire",)


def test_without_outlet_the_address_counts_and_nameless_articles_count_as_one() -> None:
    assert outlet(article(CLAIM, None, url="https://news.invalid/a")) == "news.invalid"
    assert outlet(article(CLAIM, None, url=None)) == outlet(article(COAST.text, " ", url=None))


def test_of_many_uncited_articles_the_nearest_few_are_put_to_the_judge(
    check: Check, word_judge: Any
) -> None:
    many = [article(f"{POST.text} Note {n}.", f"Outlet {n}", n) for n in range(10, 20)]
    judge = word_judge("captain")
    (verdict,) = check([COAST, *many], (CLAIM, [COAST]), judge=judge)
    assert len(verdict.corroboration) == MOST_UNCITED


def test_a_refused_sentence_has_no_corroboration(check: Check, word_judge: Any) -> None:
    (verdict,) = check([OTHER, NEWS], ("Nine boats burned.", [OTHER]), judge=word_judge("captain"))
    assert verdict.finding is not Finding.SUPPORTED
    assert (verdict.outlets, verdict.corroboration) == ((), ())
