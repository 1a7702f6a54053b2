from collections.abc import Callable

from groundwood.agents.retriever.duplicates import ALL_PAIRS, collapse
from groundwood.nouns import Article

REPORT = (
    "The defence ministers of Japan, the United States and South Korea signed a memorandum in Tokyo "
    "on July 28. It sets up a framework for consultations, information sharing and exercises. "
    "The ministers said that the framework had taken effect. They will meet again next year."
)


def test_six_versions_of_a_wire_story_are_one_report(
    read: Callable[[str], tuple[Article, ...]],
) -> None:
    groups = collapse(read("near_duplicates"))
    assert groups == {
        "abc7b466": ("42c6813b", "7b0b1794", "f8202024", "f29b40ef", "5e86b8ac"),
        "faff8cc9": (),
    }


def test_the_same_text_under_three_outlets_is_one_report(
    read: Callable[[str], tuple[Article, ...]],
) -> None:
    groups = collapse(read("syndicated"))
    assert groups == {"1c116b1a": ("80cea151", "cca00273"), "9ecc71e4": ()}


def test_reports_whose_figures_differ_are_no_copies(
    read: Callable[[str], tuple[Article, ...]],
) -> None:
    groups = collapse(read("contradictions"))
    assert list(groups.values()) == [(), (), (), ()]


def test_the_earliest_stands_and_undated_copies_come_last(
    article: Callable[..., Article],
) -> None:
    undated = article(REPORT)
    late = article(REPORT.upper(), published_at="2024-07-29T00:00:00Z")
    early = article(f"TOKYO (Wire) - {REPORT}", published_at="2024-07-28T09:00:00Z")
    assert collapse([undated, late, early]) == {early.id: (late.id, undated.id)}


def test_an_update_with_a_new_figure_stands(article: Callable[..., Article]) -> None:
    first = article(REPORT, published_at="2024-07-28T09:00:00Z")
    update = article(f"{REPORT} It has 14 parts.", published_at="2024-07-28T10:00:00Z")
    assert collapse([first, update]) == {first.id: (), update.id: ()}


def test_an_update_that_denies_something_stands(article: Callable[..., Article]) -> None:
    first = article(REPORT, published_at="2024-07-28T09:00:00Z")
    denial = article(
        REPORT.replace("had taken", "had not taken"), published_at="2024-07-28T10:00:00Z"
    )
    assert collapse([first, denial]) == {first.id: (), denial.id: ()}


def test_a_fuller_later_report_stands(article: Callable[..., Article]) -> None:
    first = article(REPORT, published_at="2024-07-28T09:00:00Z")
    more = " ".join(f"The word {chr(97 + i)}{chr(97 + i)} is new here." for i in range(12))
    fuller = article(f"{REPORT} {more}", published_at="2024-07-28T10:00:00Z")
    assert collapse([first, fuller]) == {first.id: (), fuller.id: ()}


def test_copies_are_found_among_many_articles_too(article: Callable[..., Article]) -> None:
    others = [
        article(" ".join(f"w{i}x{k}" for k in range(60)), published_at="2024-01-01T00:00:00Z")
        for i in range(ALL_PAIRS + 10)
    ]
    first = article(REPORT, published_at="2024-07-28T09:00:00Z")
    copy = article(f"TOKYO - {REPORT}", published_at="2024-07-28T10:00:00Z")
    groups = collapse([*others, copy, first])
    assert groups[first.id] == (copy.id,)
    assert len(groups) == len(others) + 1


def test_japanese_copies_are_found(article: Callable[..., Article]) -> None:
    text = "日米韓の防衛相は東京で覚書に署名した。協議と情報共有と訓練の枠組みを定めるものだ。"
    first = article(text, published_at="2024-07-28T09:00:00Z")
    copy = article(f"東京発 {text}", published_at="2024-07-28T10:00:00Z")
    assert collapse([copy, first]) == {first.id: (copy.id,)}


def test_articles_without_a_word_are_no_copies_of_each_other(
    article: Callable[..., Article],
) -> None:
    one, other = article("…"), article("!!!")
    assert set(collapse([one, other])) == {one.id, other.id}


def test_nothing_collapses_to_nothing() -> None:
    assert collapse([]) == {}
