"""The stages of a batch, for whoever watches it."""

from typing import Literal, Protocol

from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.events import Event

Stage = Literal[
    "begun", "made up", "claimed", "written", "publishing", "settled", "filed", "summed", "ended"
]
"""``begun``: run and topics are in the ledger. ``made up``: the files that an earlier start left out
are there. Then for each topic ``claimed``, ``written`` (the story is ready, nothing of it is in the
store), ``publishing`` (inside the transaction that holds story and row), ``settled`` (committed) and
``filed``, once a file. ``summed``: the summary is written. ``ended``: the ledger says so."""


class Watcher(Protocol):
    """Sees a batch at work. What it raises stops the batch."""

    def at(self, stage: Stage, row: TopicRun | None = None) -> None:
        """See that the batch, or a topic of it, has come to the stage."""
        ...

    def story(self, row: TopicRun, event: Event) -> None:
        """See what happens while a topic's story is written."""
        ...


class Unwatched:
    """Nobody looks."""

    def at(self, stage: Stage, row: TopicRun | None = None) -> None:
        """Do nothing."""

    def story(self, row: TopicRun, event: Event) -> None:
        """Do nothing."""
