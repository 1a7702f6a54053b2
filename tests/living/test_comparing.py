"""Branches, the difference of any two versions, and the way of one sentence through them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.cli.diff_text import in_order, word_marks
from groundwood.cli.version_tree import draw_tree
from groundwood.errors import InputError
from groundwood.nouns import Article, Sentence
from groundwood.nouns.version import StoryVersion, VersionRecord
from groundwood.pipelines.living.aligning import aligned
from groundwood.pipelines.living.comparing import compare, history, sentence_place
from groundwood.pipelines.living.keep import Kept
from groundwood.pipelines.living.naming import find_version, name_of, parse_name
from groundwood.pipelines.living.update import update_story_sync
from groundwood.pipelines.write import default_agents
from groundwood.settings import Settings
from groundwood.store import Store

Keep = Callable[..., Kept]
Version = Callable[[str], StoryVersion]

DIED_14 = "Officials said 14 people had died in the city of Exampletown."
DIED_21 = "Officials said 21 people had died in the city of Exampletown."
MOURNING = "The government of Exampleland declared three days of mourning."


@pytest.fixture
def third() -> Article:
    return Article(
        title="Quake toll rises to 30",
        text="Officials said 30 people had died in the city of Exampletown. A field clinic with 40 beds "
        "was opened after the earthquake in the stadium of Exampletown.",
        source="Third Post",
        url="https://third.invalid/",
        published_at="2026-03-30T10:00:00Z",
    )


@pytest.fixture
def update(store: Store, settings: Settings) -> Keep:
    agents = default_agents(store, None, settings)

    def updated(name: str, *articles: Article) -> Kept:
        store.put(articles)
        return update_story_sync(name, store=store, agents=agents, settings=settings)

    return updated


def test_an_older_version_branches_with_the_next_free_number(
    keep: Keep, update: Keep, store: Store, first: Article, second: Article
) -> None:
    keep(first)
    keep(second)
    kept = update("quake@v0.01")
    assert kept.uuid is not None
    versions = [(one.version, one.parent) for one in store.stories.versions(kept.uuid)]
    assert versions == [("0.01", None), ("0.02", "0.01"), ("0.03", "0.01")]


def test_a_child_is_compared_as_its_version_says(
    keep: Keep, store: Store, version: Version, first: Article, second: Article
) -> None:
    keep(first)
    keep(second)
    found = compare(store, version("0.01"), version("0.02"))
    assert (found.before, found.after) == ("quake@v0.01", "quake@v0.02")
    assert {(c.kind, c.causes) for c in found.changes} == {
        (c.kind, c.causes) for c in version("0.02").changes
    }


def test_a_grandchild_is_compared_through_the_version_between(
    keep: Keep, store: Store, version: Version, first: Article, second: Article, third: Article
) -> None:
    keep(first)
    keep(second)
    keep(third)
    found = compare(store, version("0.01"), version("0.03"))
    gone = {c.before.text: c for c in found.changes if c.kind == "retired" and c.before}
    assert gone[DIED_14].causes == (second.id,)
    assert DIED_21 not in gone
    came = {c.after.text: c for c in found.changes if c.kind == "added" and c.after}
    assert came[MOURNING].causes == (second.id,)


def test_siblings_are_aligned_by_their_words(
    keep: Keep, update: Keep, store: Store, version: Version, first: Article, second: Article
) -> None:
    keep(first)
    keep(second)
    update("quake@v0.01")
    found = compare(store, version("0.02"), version("0.03"))
    assert {change.kind for change in found.changes} == {"kept"}


def test_a_later_version_can_be_compared_with_an_earlier_one(
    keep: Keep, store: Store, version: Version, first: Article, second: Article
) -> None:
    keep(first)
    keep(second)
    found = compare(store, version("0.02"), version("0.01"))
    assert DIED_14 in {c.after.text for c in found.changes if c.kind == "rewritten" and c.after}
    assert MOURNING in {c.before.text for c in found.changes if c.kind == "retired" and c.before}


def test_a_version_compared_with_itself_is_kept(
    keep: Keep, store: Store, version: Version, first: Article
) -> None:
    keep(first)
    found = compare(store, version("0.01"), version("0.01"))
    assert [change.kind for change in found.changes] == ["kept"] * 3


def test_a_sentence_is_followed_back_to_where_it_came_in(
    keep: Keep, store: Store, version: Version, first: Article, second: Article, third: Article
) -> None:
    keep(first)
    keep(second)
    keep(third)
    newest = version("0.03")
    steps = history(store, newest, sentence_place(newest, "three days of mourning"))
    assert [(step.version, step.change.kind) for step in steps] == [
        ("0.02", "added"),
        ("0.03", "kept"),
    ]
    assert steps[0].change.causes == (second.id,)


def test_a_rewritten_sentence_is_followed_through_its_rewriting(
    keep: Keep, store: Store, version: Version, first: Article
) -> None:
    keep(first)
    keep(first.model_copy(update={"text": first.text.replace("three hours", "five hours")}))
    newest = version("0.02")
    steps = history(store, newest, sentence_place(newest, "five hours"))
    assert [step.change.kind for step in steps] == ["added", "rewritten"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("0", "quake@v0.01 has sentences 1 to 3, not 0"),
        ("4", "quake@v0.01 has sentences 1 to 3, not 4"),
        ("penguins", "no sentence holds 'penguins' in quake@v0.01"),
        ("the", "sentences 1, 2, 3 hold 'the' in quake@v0.01"),
    ],
)
def test_a_sentence_that_is_not_one_is_told(
    keep: Keep, version: Version, first: Article, asked: str, message: str
) -> None:
    keep(first)
    with pytest.raises(InputError) as error:
        sentence_place(version("0.01"), asked)
    assert str(error.value) == message


def test_a_version_is_found_by_slug_and_by_the_first_digits_of_its_uuid(
    keep: Keep, store: Store, first: Article
) -> None:
    made = keep(first).made
    assert made is not None
    assert find_version(store, "quake@v0.01") == made
    assert find_version(store, f"{str(made.story.uuid)[:8]}@0.01") == made
    assert name_of(made) == "quake@v0.01"


def test_a_version_that_is_not_there_is_told_with_those_that_are(
    keep: Keep, store: Store, first: Article
) -> None:
    keep(first)
    with pytest.raises(InputError, match=r"quake has no version v0\.07; there are: v0\.01"):
        find_version(store, "quake@v0.07")


@pytest.mark.parametrize("text", ["a@", "@v0.01", "a@v1", "a@b@v0.01", ""])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"is not of the form STORY or STORY@v0\.22"):
        parse_name(text)


sentences = st.lists(
    st.text("abc ", min_size=1, max_size=12).filter(str.strip).map(lambda t: Sentence(text=t)),
    max_size=6,
)


@given(sentences, sentences)
def test_no_sentence_is_aligned_twice(old: list[Sentence], new: list[Sentence]) -> None:
    pairs = aligned(old, new)
    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= set(range(len(new)))
    assert set(pairs.values()) <= set(range(len(old)))


@given(sentences)
def test_equal_stories_are_aligned_whole(story: list[Sentence]) -> None:
    pairs = aligned(story, story)
    assert all(story[now].text == story[was].text for now, was in pairs.items())
    assert len(pairs) == len(story)


words = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=8).map(" ".join)


@given(words, words)
def test_word_marks_hold_both_texts(before: str, after: str) -> None:
    marked = word_marks(before, after, marked=False)
    gone = "".join(marked.replace("[-", "").replace("-]", "").split())
    for kept, dropped in (("[-", "{+"), ("{+", "[-")):
        closing = {"[-": "-]", "{+": "+}"}
        text = marked
        while dropped in text:
            start, end = text.index(dropped), text.index(closing[dropped]) + 2
            text = text[:start] + text[end:]
        text = text.replace(kept, "").replace(closing[kept], "")
        assert text.split() == (before if kept == "[-" else after).split()
    assert len(gone) >= len("".join(after.split()))


def test_what_was_retired_is_shown_where_it_stood(
    keep: Keep, version: Version, first: Article, second: Article
) -> None:
    keep(first)
    keep(second)
    ordered = in_order(version("0.02").changes)
    kinds = [change.kind for change in ordered]
    assert kinds == ["added", "added", "added", "retired", "kept", "kept"]


def record(version: str, parent: str | None, origin: str | None = None) -> VersionRecord:
    return VersionRecord(
        version=version,
        parent=parent,
        origin=origin,
        title="T",
        updated_at="2026-03-26T10:00:00Z",
        sentences=1,
    )


def test_a_tree_is_indented_only_where_it_branches() -> None:
    tree = draw_tree(
        [
            record("0.01", None, "other@v0.05"),
            record("0.02", "0.01"),
            record("0.03", "0.02"),
            record("0.04", "0.02"),
            record("0.05", "0.03"),
        ]
    )
    tail = "  2026-03-26 10:00  1 sentence  T"
    assert tree.split("\n") == [
        f"v0.01{tail}  (split off other@v0.05)",
        f"v0.02{tail}",
        f"├─ v0.03{tail}",
        f"│  v0.05{tail}",
        f"└─ v0.04{tail}",
    ]
