"""Events as a table."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from groundwood.nouns.discovery import NewsEvent

WIDTH = 100
"""Columns of the table where the output is no screen."""


def show(events: Sequence[NewsEvent]) -> None:
    """Print the events, one row each: where it belongs, how many reports, what it is and why."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("story", ratio=2, overflow="fold")
    table.add_column("reports", justify="right")
    table.add_column("since")
    table.add_column("event", ratio=5)
    for event in events:
        table.add_row(_place(event), _reports(event), _since(event), _told(event))
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    console.print(table)


def _place(event: NewsEvent) -> Text:
    return Text(f"new: {event.topic.slug}" if event.story is None else event.story)


def _reports(event: NewsEvent) -> Text:
    copies = sum(len(ids) for ids in event.copies.values())
    return Text(f"{len(event.article_ids)} +{copies}" if copies else str(len(event.article_ids)))


def _since(event: NewsEvent) -> Text:
    return Text("" if event.earliest is None else f"{event.earliest:%Y-%m-%d}")


def _told(event: NewsEvent) -> Text:
    return Text(f"{event.headline}\n{event.why}")
