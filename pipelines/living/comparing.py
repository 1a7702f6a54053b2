"""What became of each sentence between any two versions, and through which versions one went."""

from collections.abc import Sequence

from groundwood.errors import InputError
from groundwood.nouns import ArticleId, Noun, Sentence
from groundwood.nouns.version import SentenceChange, StoryVersion
from groundwood.pipelines.living.aligning import aligned
from groundwood.pipelines.living.naming import name_of
from groundwood.store.base import Store


class VersionDiff(Noun):
    """Two versions sentence by sentence: those of ``after`` in order, then what was retired."""

    before: str
    after: str
    title_before: str
    title_after: str
    changes: tuple[SentenceChange, ...]


class Step(Noun):
    """What a sentence was in one version, and what had become of it there."""

    version: str
    change: SentenceChange


def compare(store: Store, before: StoryVersion, after: StoryVersion) -> VersionDiff:
    """Return the difference of two versions, of one story or of two.

    Where one descends from the other, what the versions on the way have kept decides; else
    sentences are aligned by their words.
    """
    line = ancestry(store, after)
    places = [name_of(version) for version in line]
    if name_of(before) in places:
        found = _along(line[: places.index(name_of(before))], before, after)
    else:
        found = _aligned(before, after, line)
    return VersionDiff(
        before=name_of(before),
        after=name_of(after),
        title_before=before.story.title,
        title_after=after.story.title,
        changes=found,
    )


def ancestry(store: Store, version: StoryVersion) -> list[StoryVersion]:
    """Return the version, its parent, and so on to the first."""
    line = [version]
    while line[-1].story.parent is not None:
        parent = store.stories.get(version.story.uuid, line[-1].story.parent)
        if parent is None:
            break
        line.append(parent)
    return line


def history(store: Store, version: StoryVersion, place: int) -> list[Step]:
    """Return the sentence at the zero-based place through the versions, where it came in first."""
    steps: list[Step] = []
    now: int | None = place
    for one in ancestry(store, version):
        if now is None:
            break
        change = _change_of(one, now)
        steps.append(Step(version=one.story.version, change=change))
        now = change.was
    return steps[::-1]


def sentence_place(version: StoryVersion, asked: str) -> int:
    """Return the zero-based place of the sentence with this number, or with these words.

    Raises:
        InputError: there is none, or the words stand in several; the text names them.
    """
    sentences = version.story.sentences
    if asked.strip().isdecimal():
        number = int(asked)
        if not 1 <= number <= len(sentences):
            raise InputError(
                f"{name_of(version)} has sentences 1 to {len(sentences)}, not {number}"
            )
        return number - 1
    words = asked.lower().split()
    found = [i for i, s in enumerate(sentences) if all(w in s.text.lower() for w in words)]
    if len(found) != 1:
        which = (
            f"sentences {', '.join(str(i + 1) for i in found)} hold"
            if found
            else "no sentence holds"
        )
        raise InputError(f"{which} {asked!r} in {name_of(version)}")
    return found[0]


def _change_of(version: StoryVersion, now: int) -> SentenceChange:
    """Return what had become of the sentence in this version; in a first one it was added."""
    for change in version.changes:
        if change.now == now:
            return change
    sentence = version.story.sentences[now]
    return SentenceChange(kind="added", after=sentence, now=now, causes=sentence.article_ids)


def _along(
    line: Sequence[StoryVersion], before: StoryVersion, after: StoryVersion
) -> tuple[SentenceChange, ...]:
    """Return the changes of the versions on the line, newest first, as if they were one step."""
    if not line:
        return tuple(
            SentenceChange(kind="kept", before=s, after=s, was=i, now=i)
            for i, s in enumerate(after.story.sentences)
        )
    stand = [_since(line, before, now) for now in range(len(after.story.sentences))]
    left = {one.was for one in stand}
    gone = (was for was in range(len(before.story.sentences)) if was not in left)
    return (*stand, *(_end(line[::-1], before, was) for was in gone))


def _since(line: Sequence[StoryVersion], before: StoryVersion, now: int) -> SentenceChange:
    place: int | None = now
    path: list[SentenceChange] = []
    for version in line:
        assert place is not None  # the loop ends where it came in
        path.append(_change_of(version, place))
        place = path[-1].was
        if place is None:
            return path[-1].model_copy(update={"after": path[0].after, "now": now})
    assert place is not None
    changed = [one for one in reversed(path) if one.kind != "kept"] or path[-1:]
    was = before.story.sentences[place]
    is_kept = path[0].after is not None and path[0].after.text == was.text
    return SentenceChange(
        kind="kept" if is_kept else "rewritten",
        before=was,
        after=path[0].after,
        was=place,
        now=now,
        causes=_causes(changed),
        reason="; ".join(dict.fromkeys(one.reason for one in changed if one.reason)),
    )


def _end(line: Sequence[StoryVersion], before: StoryVersion, was: int) -> SentenceChange:
    """Return how the sentence ended on the line, oldest version first."""
    place = was
    for version in line:
        change = next(one for one in version.changes if one.was == place)
        if change.now is None:
            return change.model_copy(update={"before": before.story.sentences[was], "was": was})
        place = change.now
    raise AssertionError("a sentence that is not in the newest version ended in one of them")


def _causes(found: Sequence[SentenceChange]) -> tuple[ArticleId, ...]:
    return tuple(dict.fromkeys(key for one in found for key in one.causes))


def _aligned(
    before: StoryVersion, after: StoryVersion, line: Sequence[StoryVersion]
) -> tuple[SentenceChange, ...]:
    old, new = before.story.sentences, after.story.sentences
    pairs = aligned(old, new)
    stand = []
    for now, sentence in enumerate(new):
        was = pairs.get(now)
        source = old[was] if was is not None else None
        same = source is not None and source.text == sentence.text
        stand.append(
            SentenceChange(
                kind="added" if source is None else "kept" if same else "rewritten",
                before=source,
                after=sentence,
                was=was,
                now=now,
                causes=() if same else _cause(sentence, line),
            )
        )
    gone = (was for was in range(len(old)) if was not in pairs.values())
    return (*stand, *(SentenceChange(kind="retired", before=old[w], was=w) for w in gone))


def _cause(sentence: Sentence, line: Sequence[StoryVersion]) -> tuple[ArticleId, ...]:
    """Return because of what the sentence came into the line of versions."""
    for version in line:
        for change in version.changes:
            if change.after == sentence and change.kind != "kept":
                return change.causes
    return sentence.article_ids
