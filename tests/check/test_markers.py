"""What is a marker, what it names, and which sentence it covers."""

from collections.abc import Callable

import pytest

from groundwood.text.citations import marks

Told = Callable[..., list[tuple[str, list[str]]]]


def named(text: str, *known: str) -> list[str]:
    return [label for mark in marks(text, known.__contains__) for label in mark.labels]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("It is [a3a17192].", ["a3a17192"]),
        ("It is [a3a17192][e6cda50b].", ["a3a17192", "e6cda50b"]),
        ("It is [a3a17192, e6cda50b].", ["a3a17192", "e6cda50b"]),
        ("It is [1].", ["1"]),
        ("It is [1, 2].", ["1", "2"]),
        ("It is [1;2].", ["1", "2"]),
        ("It is [1-3].", ["1", "2", "3"]),
        ("It is [1–3, 7].", ["1", "2", "3", "7"]),
        ("It is [1 and 3].", ["1", "3"]),
        ("It is [^1].", ["1"]),
        ("It is [^note].", ["note"]),
        ("It is [^1][^2].", ["1", "2"]),
        ("It is¹.", ["1"]),
        ("It is.¹²", ["12"]),
        ("It is.¹,²", ["1", "2"]),
        ("It was so in 2024¹.", ["1"]),
        ("It is<sup>1</sup>.", ["1"]),
        ("It is<sup>[1, 2]</sup>.", ["1", "2"]),
        ("It is (Source 1).", ["1"]),
        ("It is (Sources 1 and 3).", ["1", "3"]),
        ("It is (Sources 1, 2, and 3).", ["1", "2", "3"]),
        ("It is (sources: 1, 2).", ["1", "2"]),
        ("It is (Source: a3a17192).", ["a3a17192"]),
        ("It is [Source 1].", ["1"]),
        ("It is [Doc 2].", ["2"]),
        ("It is [Source 1, Source 2].", ["1", "2"]),
        ("It is 【1】.", ["1"]),
        ("It is 【3†source】.", ["3"]),
        ("It is \\[1\\].", ["1"]),
        ("It is [[1]].", ["1"]),
        ("It is [see [1]].", ["1"]),
    ],
)
def test_every_style_of_marker_is_read(text: str, labels: list[str]) -> None:
    assert named(text) == labels


@pytest.mark.parametrize(
    "text",
    [
        "It was [2024] then.",
        "It lasted [1914-1918] then.",
        "It lasted [2019–2021] then.",
        "He said it [sic] then.",
        "He said [the minister] would.",
        "He said […] it would.",
        "He gave [10 million] away.",
        "An area of 5 km² here.",
        "An area of 10⁵ here.",
        "So x² grows.",
        "It is (1) cheap and (2) good.",
        "Article 5 (Article 5) of the treaty.",
        "It is so (Source: Reuters).",
        "It is so (sources close to the minister).",
        "It is [20240818] then.",
        "It is [3-1] then.",
        "It is array[0] then.",
        "It is [1-400] then.",
        "It is [] or [ ] or [,].",
        "It is [DEADBEEF] or [a3a1719].",
        "No bracket [1 closes.",
        "None [1\n] over lines.",
    ],
)
def test_years_asides_powers_and_words_in_brackets_are_no_markers(text: str) -> None:
    assert named(text) == []


def test_any_words_are_a_marker_where_they_are_known_as_a_label() -> None:
    assert named("It is [art-17] or [2024].", "art-17", "2024") == ["art-17", "2024"]


@pytest.mark.parametrize(
    "text",
    [
        "It began [1]. It ended [2].",
        "It began.[1] It ended.[2]",
        "It began. [1] It ended. [2]",
        "It began¹. It ended².",
        "It began.¹ It ended.²",
        "It began (Source 1). It ended (Source 2).",
        "It began. (Source 1) It ended. (Source 2)",
        "It began.[1]It ended.[2]",
        "It began\n[1]. It ended\n[2].",
        "It began ([1]). It ended ([2]).",
        "It began **[1]**. It ended **[2]**.",
    ],
)
def test_a_marker_covers_the_sentence_it_stands_in_or_directly_behind(
    labels: Told, text: str
) -> None:
    assert labels(text) == [("It began.", ["1"]), ("It ended.", ["2"])]


def test_two_markers_in_a_sentence_both_cover_it(labels: Told) -> None:
    assert labels("It began [1], and it ended [2][3].") == [
        ("It began, and it ended.", ["1", "2", "3"])
    ]


def test_what_no_marker_covers_is_uncited(labels: Told) -> None:
    told = labels("It began. It went on [1]. It ended.")
    assert told == [("It began.", []), ("It went on.", ["1"]), ("It ended.", [])]


def test_in_runs_a_marker_covers_what_stands_before_it_too(labels: Told) -> None:
    told = labels("It began. It went on [1]. It ended.", covers="run")
    assert told == [("It began.", ["1"]), ("It went on.", ["1"]), ("It ended.", [])]


def test_a_marker_on_a_line_of_its_own_belongs_to_the_sentence_before(labels: Told) -> None:
    assert labels("It began.\n\n[1]\n\nIt ended.") == [("It began.", ["1"]), ("It ended.", [])]


def test_a_link_is_no_marker_unless_its_words_are_a_number(labels: Told) -> None:
    text = "It [began](https://a.example/x) [1](https://b.example/y). It [ended](#1)."
    assert labels(text) == [("It began.", ["1"]), ("It ended.", [])]


def test_code_holds_no_marker(labels: Told) -> None:
    assert labels("The value `list[1]` is set [2].") == [("The value list[1] is set.", ["2"])]


def test_the_sentence_is_told_without_markup(labels: Told) -> None:
    text = "*He* said **so**, AT&amp;T \\$5 <b>now</b>, 5*3 snake_case ![x](y.png)~~no~~ [1]."
    assert labels(text) == [("He said so, AT&T $5 now, 5*3 snake_case no.", ["1"])]


def test_offsets_lead_back_to_the_sentence_with_its_markers(read: Callable[..., object]) -> None:
    text = "# T\n\n> It **began**\n> [1]. It ended.[2] Then (Source 3)!\n"
    cited = read(text)
    assert [text[s.start : s.end] for s in cited.sentences] == [  # type: ignore[attr-defined]
        "It **began**\n> [1].",
        "It ended.[2]",
        "Then (Source 3)!",
    ]
    assert [text[m.start : m.end] for m in cited.markers] == [  # type: ignore[attr-defined]
        "[1]",
        "[2]",
        "(Source 3)",
    ]
