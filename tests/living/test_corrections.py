"""Sources that change or are withdrawn: what the next version does about them, and says."""

from collections.abc import Callable

from groundwood.agents.corrections import Correction, with_corrections
from groundwood.nouns import Article, Source, Story
from groundwood.pipelines.living.keep import Kept
from groundwood.store import Store

Keep = Callable[..., Kept]

POWER = "The main hospital of Exampletown lost its power for three hours."
RESCUERS = "Rescuers searched the rubble of the central market through the night."
CHANGED = (
    "Correction: The report of 26 March 2026 by Bay Wire was changed; "
    "1 sentence that rested on it was rewritten."
)


def changed(article: Article, old: str, new: str) -> Article:
    return article.model_copy(update={"text": article.text.replace(old, new)})


def told(kept: Kept) -> list[str]:
    assert kept.made is not None
    return [sentence.text for sentence in kept.made.story.sentences]


def corrections(kept: Kept) -> list[str]:
    assert kept.made is not None
    return [one for one in kept.made.story.notices if one.startswith("Correction: ")]


def test_a_figure_that_its_source_changes_is_rewritten_and_the_story_says_so(
    keep: Keep, first: Article
) -> None:
    keep(first)
    kept = keep(changed(first, "three hours", "five hours"))
    assert "The main hospital of Exampletown lost its power for five hours." in told(kept)
    assert POWER not in told(kept)
    assert corrections(kept) == [CHANGED]
    assert kept.made is not None
    (change,) = (one for one in kept.made.changes if one.kind == "rewritten")
    assert change.before is not None
    assert (change.before.text, change.causes) == (POWER, (first.id,))
    assert change.reason == f"{first.id} was changed"


def test_a_change_that_touches_no_printed_sentence_is_proven_anew_without_a_correction(
    keep: Keep, store: Store, first: Article
) -> None:
    keep(first)
    kept = keep(changed(first, "A strong earthquake", "Late on Sunday. A strong earthquake"))
    assert kept.status == "published"
    assert corrections(kept) == []
    assert kept.made is not None
    assert {one.kind for one in kept.made.changes if one.before is not None} == {"kept"}
    assert store.stories.stale() == []


def test_places_that_moved_in_a_changed_source_are_cited_where_they_are_now(
    keep: Keep, first: Article
) -> None:
    keep(first)
    moved = changed(first, "A strong", "It was late. A strong")
    kept = keep(moved)
    assert kept.made is not None
    cited = {
        moved.quote(span)
        for sentence in kept.made.story.sentences
        for citation in sentence.citations
        for span in citation.spans
    }
    assert {POWER, RESCUERS} <= cited


def test_a_story_is_marked_until_it_is_updated(
    keep: Keep, store: Store, first: Article, second: Article
) -> None:
    keep(first, second)
    store.retract([first.id])
    assert [(one.article_id, one.why) for one in store.stories.stale()] == [(first.id, "withdrawn")]
    assert keep().status == "published"
    assert store.stories.stale() == []


def test_what_rested_on_a_withdrawn_source_alone_is_removed_and_nothing_else_takes_its_place(
    keep: Keep, store: Store, first: Article, second: Article
) -> None:
    keep(first)
    before = told(keep(second))
    store.retract([second.id], "invented")
    kept = keep()
    assert told(kept) == [
        "Officials said 14 people had died in the city of Exampletown.",
        RESCUERS,
        POWER,
    ]
    assert "The government of Exampleland declared three days of mourning." in before
    (notice,) = corrections(kept)
    assert notice == (
        "Correction: The report of 28 March 2026 by Harbour News was withdrawn; "
        "1 sentence that rested on it was rewritten and 1 was removed."
    )


def test_the_reason_of_a_withdrawal_is_not_printed(
    keep: Keep, store: Store, first: Article, second: Article
) -> None:
    keep(first)
    keep(second)
    store.retract([second.id], "a lawyer wrote to us")
    kept = keep()
    assert kept.made is not None
    assert "lawyer" not in kept.made.model_dump_json()


def test_a_sentence_that_another_source_bears_as_well_is_kept_and_cited_to_that_one(
    keep: Keep, store: Store, first: Article
) -> None:
    other = Article(
        title="Earthquake in Exampletown",
        text=f"{RESCUERS} The earthquake was felt as far as the coast of Exampleland.",
        source="Third Post",
        url="https://third.invalid/",
        published_at="2026-03-27T10:00:00Z",
    )
    keep(first)
    keep(other)
    store.retract([first.id])
    kept = keep()
    assert kept.made is not None
    (sentence,) = (one for one in kept.made.story.sentences if one.text == RESCUERS)
    assert sentence.article_ids == (other.id,)
    (change,) = (one for one in kept.made.changes if one.after == sentence)
    assert (change.kind, change.reason) == ("kept", f"{first.id} was withdrawn")


def test_a_story_whose_sources_are_all_withdrawn_abstains_and_stays_up(
    keep: Keep, store: Store, first: Article
) -> None:
    keep(first)
    store.retract([first.id])
    kept = keep()
    assert (kept.status, kept.version) == ("abstained", "0.01")
    assert kept.reason == "every source of the story was withdrawn, and nothing new came in"


def test_a_source_that_is_taken_back_is_told_again(
    keep: Keep, store: Store, first: Article, second: Article
) -> None:
    keep(first)
    keep(second)
    store.retract([second.id])
    keep()
    store.reinstate([second.id])
    assert "Officials said 21 people had died in the city of Exampletown." in told(keep())


def test_a_correction_stays_told_in_later_versions(
    keep: Keep, first: Article, second: Article
) -> None:
    keep(first)
    keep(changed(first, "three hours", "five hours"))
    kept = keep(second)
    assert kept.status == "published"
    assert corrections(kept) == [CHANGED]


def source(title: str, outlet: str | None) -> Source:
    return Source(article_id="a" * 8, digest="a" * 64, title=title, source=outlet)


def notice_of(correction: Correction) -> str:
    story = Story(title="T", updated_at="2026-03-26T10:00:00Z")
    return with_corrections(story, [correction], ()).notices[0]


def test_a_source_without_an_outlet_is_called_by_its_title() -> None:
    found = notice_of(Correction(source("Quake", None), "withdrawn", retired=2))
    assert found == "Correction: “Quake” was withdrawn; 2 sentences that rested on it were removed."


def test_a_source_with_an_unprintable_name_is_called_by_its_id() -> None:
    found = notice_of(
        Correction(source("<b>[deadbeef]</b>", "x|y"), "changed", rewritten=1, retired=3)
    )
    assert found == (
        "Correction: The report by article aaaaaaaa was changed; "
        "1 sentence that rested on it was rewritten and 3 were removed."
    )
