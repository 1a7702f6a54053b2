"""The disclaimer agent's notices of what was corrected because a source changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from groundwood.agents.checker.disputes.tellers import teller
from groundwood.nouns import Article, Source, Story

CORRECTION = "Correction: "


@dataclass(frozen=True)
class Correction:
    """What became of the sentences of a story that rested on a source that is no longer the same."""

    source: Source
    why: Literal["changed", "withdrawn"]
    rewritten: int = 0
    retired: int = 0


def with_corrections(story: Story, found: Sequence[Correction], earlier: Sequence[str]) -> Story:
    """Return the story with a notice for each correction, before those of its earlier versions.

    ``earlier`` are the notices of the version before: what was corrected once stays told.
    """
    told = [_told(correction) for correction in found]
    kept = [notice for notice in earlier if notice.startswith(CORRECTION)]
    notices = tuple(dict.fromkeys((*told, *kept, *story.notices)))
    return story.model_copy(update={"notices": notices})


def _told(correction: Correction) -> str:
    """Return ``Correction: … was withdrawn; 2 sentences that rested on it were removed.``"""
    counts = ((correction.rewritten, "rewritten"), (correction.retired, "removed"))
    parts = [f"{number} {_were(number)} {done}" for number, done in counts if number]
    number, rest = parts[0].split(" ", 1)
    noun = "sentence" if number == "1" else "sentences"
    done = " and ".join([f"{number} {noun} that rested on it {rest}", *parts[1:]])
    name = _name(correction.source)
    return f"{CORRECTION}{name[:1].upper()}{name[1:]} was {correction.why}; {done}."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _name(source: Source) -> str:
    """Return the source's outlet and day as they may be printed."""
    stub = Article(
        id=source.article_id,
        digest=source.digest,
        title=source.title,
        source=source.source,
        text=source.title or source.article_id,
    )
    when = source.published_at
    day = f" of {when.day} {when:%B %Y}" if when else ""
    return f"the report{day} by {teller(stub)}" if source.source else f"{teller(stub)}{day}"
