"""The event finder under load: how fast new articles are placed among many known ones.

    python bench/discovery.py [--known 100000] [--new 5000] [--json]

The articles are those of bench/store.py with events in them: the articles of an event share twelve
rare words and its time. Known ones belong to stories of ten. Of the new ones every second reports an
event of a known story, and the others report events of their own, four reports each. Figures of one
run in one process: rows made for known articles (once, then kept), and rows made, copies collapsed,
groups linked and stories looked up for new ones.
"""

import argparse
import itertools
import json
import random
import resource
import time
from collections.abc import Iterator
from datetime import timedelta

from store import START, Generator

from groundwood.agents.discovery.finder import EventFinder
from groundwood.agents.discovery.shelf import Shelf
from groundwood.nouns import Article, Topic
from groundwood.nouns.discovery import KnownStory

OF_STORY, OF_EVENT, SHARED = 10, 4, 12
BATCH = 5_000


class Events(Generator):
    """Articles that report events: the n-th of an event depends on nothing but n and the event."""

    def article(self, number: int, event: int) -> Article:
        """Return the article as one that reports the event."""
        row, chance = self.row(number), random.Random(f"event {event}")
        shared = [" ".join(chance.sample(self.words[2_000:], 3)) for _ in range(SHARED // 3)]
        row["text"] = f"{shared[0]} {shared[1]}. {row['text']} {shared[2]} {shared[3]}."
        row["title"] = f"{shared[0]} {row['title']}"
        row["published_at"] = (START + timedelta(hours=event % 17_000)).isoformat()
        return Article.model_validate(row)

    def known(self, count: int) -> Iterator[Article]:
        """Yield the articles of known stories."""
        return (self.article(number, number // OF_STORY) for number in range(count))

    def new(self, known: int, count: int) -> list[Article]:
        """Return new articles: of known stories and of new events in turn."""
        stories = known // OF_STORY
        return [
            self.article(known + number, self._event(number, stories)) for number in range(count)
        ]

    def _event(self, number: int, stories: int) -> int:
        if number % 2 == 0:
            return number * 7919 % stories
        return stories + number // (2 * OF_EVENT)


def measure(known: int, new: int) -> dict[str, float]:
    """Return the figures of one run."""
    events, shelf, seconds = Events(), Shelf(), 0.0
    ids = []
    articles = events.known(known)
    while batch := list(itertools.islice(articles, BATCH)):
        before = time.perf_counter()
        shelf.put(batch)
        seconds += time.perf_counter() - before
        ids += [article.id for article in batch]
    stories = [
        KnownStory(
            name=f"story-{place}",
            topic=Topic(slug=f"story-{place}"),
            article_ids=tuple(ids[place : place + OF_STORY]),
        )
        for place in range(0, known, OF_STORY)
    ]
    given = events.new(known, new)
    before, before_cpu = time.perf_counter(), time.process_time()
    found = EventFinder(shelf).find(given, stories)
    wall, cpu = time.perf_counter() - before, time.process_time() - before_cpu
    return {
        "known": known,
        "new": new,
        "rows_per_s": known / seconds,
        "new_per_s": new / wall,
        "new_per_cpu_s": new / cpu,
        "attached_events": len(found.attached),
        "new_events": len(found.proposed),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--known", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=5_000)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    figures = measure(given.known, given.new)
    if given.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        print(f"{name:<20}{figure:>12,.1f}")


if __name__ == "__main__":
    main()
