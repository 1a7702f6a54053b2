"""Which new paragraphs a story takes in, where they stand, and what goes because of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from groundwood.agents.checker.windows import windows
from groundwood.nouns import (
    Article,
    ArticleId,
    Evidence,
    Finding,
    LedgerEntry,
    Paragraph,
    ParagraphPlan,
    Sentence,
    Story,
)
from groundwood.pipelines.living.aligning import likeness
from groundwood.pipelines.living.overtaken import overtaken
from groundwood.store.base import ArticleStore

MOST_WORDS = 600
"""Of a story after an update; a first version has about 430."""
MOST_ADDED = 3
"""So many paragraphs one update adds: the one that leads the plan, and the newest others."""
REPEATED = 0.6
"""Of two sentences from one place that share so much of their wording one is enough."""
MADE_ROOM = "made room for what is newer"

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

Placed = tuple[int, Paragraph]
"""A paragraph with the index of its plan."""
Articles = Mapping[ArticleId, Article]


def worth_adding(new: Sequence[ParagraphPlan], store: ArticleStore) -> list[ParagraphPlan]:
    """Return the planned paragraphs that are added, in the order planned.

    Beside others, a lone sentence from the middle of its article is left out.
    """
    articles = store.get(passage.article_id for plan in new for passage in plan.passages)
    whole = [plan for plan in new if not _is_lone(plan, articles)] or list(new)
    newest = sorted(whole[1:], key=lambda plan: _newest(_ids(plan), articles), reverse=True)
    chosen = [*whole[:1], *newest[: MOST_ADDED - 1]]
    return [plan for plan in whole if plan in chosen]


def _is_lone(plan: ParagraphPlan, articles: Articles) -> bool:
    passage = plan.passages[0]
    article = articles.get(passage.article_id)
    if article is None or len(plan.passages) > 1:
        return False
    spans = [window.span for window in windows(article)]
    inside = [s for s in spans if passage.start <= s.start and s.end <= passage.end]
    return len(inside) < 2 and inside != spans[:1]


def _ids(plan: ParagraphPlan) -> list[ArticleId]:
    return [passage.article_id for passage in plan.passages]


def without_overtaken(
    story: Iterable[Placed], fresh: Evidence, store: ArticleStore
) -> tuple[list[Placed], list[LedgerEntry]]:
    """Return the story without what newer reports have overtaken, and what was taken out."""
    placed = list(story)
    return without(placed, overtaken([s for _, p in placed for s in p.sentences], fresh, store))


def without(
    placed: Sequence[Placed], gone: Mapping[str, str]
) -> tuple[list[Placed], list[LedgerEntry]]:
    """Return the story without the sentences of these texts, and the ledger that says why."""
    left: list[Placed] = []
    for index, paragraph in placed:
        sentences = tuple(s for s in paragraph.sentences if s.text not in gone)
        if sentences:
            left.append((index, Paragraph(sentences=sentences)))
    ledger = [
        _removed(index, sentence, gone[sentence.text])
        for index, paragraph in placed
        for sentence in paragraph.sentences
        if sentence.text in gone
    ]
    return left, ledger


def told_once(story: Story, outline: Sequence[int]) -> tuple[Story, list[int], list[LedgerEntry]]:
    """Return the story without sentences that repeat an earlier one from the same place.

    Mending may bring a source sentence that the story has already, in another wording.
    """
    places: dict[tuple[ArticleId, int], str] = {}
    left: list[Placed] = []
    ledger: list[LedgerEntry] = []
    for index, paragraph in zip(outline, story.paragraphs, strict=True):
        kept: list[Sentence] = []
        for sentence in paragraph.sentences:
            place = _only_place(sentence)
            before = places.get(place) if place else None
            if before is not None and likeness(before, sentence.text) >= REPEATED:
                ledger.append(_removed(index, sentence, "the story tells it already"))
                continue
            if place:
                places.setdefault(place, sentence.text)
            kept.append(sentence)
        if kept:
            left.append((index, Paragraph(sentences=tuple(kept))))
    paragraphs = tuple(paragraph for _, paragraph in left)
    told = story.model_copy(update={"paragraphs": paragraphs})
    return told, [index for index, _ in left], ledger


def _only_place(sentence: Sentence) -> tuple[ArticleId, int] | None:
    places = [(c.article_id, span.start) for c in sentence.citations for span in c.spans]
    return places[0] if len(places) == 1 else None


def made_room(gone: Iterable[Placed]) -> list[LedgerEntry]:
    """Return the ledger of paragraphs that were taken out to make room."""
    return [_removed(index, s, MADE_ROOM) for index, p in gone for s in p.sentences]


def _removed(index: int, sentence: Sentence, reason: str) -> LedgerEntry:
    return LedgerEntry(
        action="removed",
        paragraph=index,
        before=sentence,
        finding=Finding.SUPPORTED,
        reason=reason,
    )


def arranged(old: Sequence[Placed], new: Sequence[Placed], articles: Articles) -> list[Placed]:
    """Return the paragraphs in order: what is newer than the story first, the newest at the top.

    What only came in late, and is older than the story's newest source, stands behind the last
    paragraph that is not newer than it.
    """
    newest = max((_time(paragraph, articles) for _, paragraph in old), default=_LONG_AGO)
    ahead = [one for one in new if _time(one[1], articles) > newest]
    ahead.sort(key=lambda one: _time(one[1], articles), reverse=True)
    story = list(old)
    for one in new:
        if one not in ahead:
            story.insert(_place(one[1], story, articles), one)
    return [*ahead, *story]


def _place(paragraph: Paragraph, story: Sequence[Placed], articles: Articles) -> int:
    when = _time(paragraph, articles)
    before = [i for i, (_, other) in enumerate(story) if _time(other, articles) <= when]
    return before[-1] + 1 if before else len(story)


def surplus(story: Sequence[Placed], new: Sequence[int], articles: Articles) -> list[Placed]:
    """Return the old paragraphs that make room, those of the oldest sources first.

    The paragraph that tells how it began, by its source's date, stays, and so does what is new.
    """
    words = sum(_words(paragraph) for _, paragraph in story)
    old = sorted((one for one in story if one[0] not in new), key=lambda o: _time(o[1], articles))
    gone: list[Placed] = []
    for one in old[1:]:
        if words <= MOST_WORDS:
            break
        gone.append(one)
        words -= _words(one[1])
    return gone


def _words(paragraph: Paragraph) -> int:
    return sum(len(sentence.text.split()) for sentence in paragraph.sentences)


def _time(paragraph: Paragraph, articles: Articles) -> datetime:
    """Return when the newest article that the paragraph cites appeared."""
    return _newest([key for s in paragraph.sentences for key in s.article_ids], articles)


def _newest(ids: Iterable[ArticleId], articles: Articles) -> datetime:
    found = (articles.get(key) for key in ids)
    times = (a.published_at for a in found if a is not None and a.published_at is not None)
    return max(times, default=_LONG_AGO)
