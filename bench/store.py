"""The article store under load: how fast articles go in, and how fast searches are.

    python bench/store.py [--articles 10000 100000] [--searches 500] [--store postgres] [--json]

``--store``: ``sqlite`` is a file in a temporary folder; ``postgres`` is a server that this program
starts on the machine's PostgreSQL, as durable as PostgreSQL is by default; or the URL of an empty
store, with one number of articles (the step *file* is left out then).

The articles are generated: 250 to 400 words from 50,000 made-up ones, as frequent as words are
(Zipf), a title, three of forty tags, a time in two years. Each step runs in a process of its own,
so that its peak memory is its own:

- *objects*: `ArticleStore.put` of finished articles, 1,000 at a time;
- *file*: ``groundwood ingest`` of the same articles in a JSONL file, start-up included;
- *search*: the 20 best matches by BM25 of three to five words of an article (none of the hundred
  most frequent) under one of its tags and within 90 days, one at a time, after 50 that do not count.
"""

import argparse
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from groundwood.nouns import Article, Topic
from groundwood.store import ArticleStore, Store, open_store

WORDS = 50_000
FREQUENT = 100
BATCH = 1_000
WARM_UP = 50
START = datetime(2024, 1, 1, tzinfo=UTC)
TAGS = [f"topic {number}" for number in range(40)]


class Generator:
    """Makes the same articles each time: the n-th depends on nothing but n."""

    def __init__(self) -> None:
        chance = random.Random(1)
        syllables = ["".join(pair) for pair in itertools.product("bdfgklmnprst", "aeiou")]
        lengths = (chance.choice((1, 2, 2, 3, 3, 4)) for _ in itertools.count())
        made = ("".join(chance.choices(syllables, k=length)) for length in lengths)
        self.words = list(itertools.islice(dict.fromkeys(itertools.islice(made, 400_000)), WORDS))
        self.weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(WORDS)))

    def row(self, number: int) -> dict[str, Any]:
        """Return the article as a row of a JSONL file."""
        chance = random.Random(number)
        words = chance.choices(self.words, cum_weights=self.weights, k=chance.randint(250, 400))
        sentences = [" ".join(words[i : i + 18]).capitalize() for i in range(0, len(words), 18)]
        return {
            "url": f"https://news.example/{number}",
            "title": " ".join(chance.sample(words, 8)).capitalize(),
            "text": ". ".join(sentences) + ".",
            "source": f"Outlet {number % 50}",
            "published_at": self.time(number).isoformat(),
            "tags": chance.sample(TAGS, 3),
        }

    def time(self, number: int) -> datetime:
        """Return when the article was published."""
        return START + timedelta(minutes=number * 7919 % (2 * 365 * 24 * 60))

    def articles(self, count: int) -> Iterator[list[Article]]:
        """Yield the first articles, a batch at a time."""
        rows = map(self.row, range(count))
        while batch := list(itertools.islice(rows, BATCH)):
            yield [Article.model_validate(row) for row in batch]

    def topic(self, number: int) -> Topic:
        """Return a topic that the article fits."""
        row, moment = self.row(number), self.time(number)
        chance = random.Random(-number)
        frequent = set(self.words[:FREQUENT])
        rare = [word for word in row["text"].lower().split() if word.strip(".") not in frequent]
        return Topic(
            slug=f"topic-{number}",
            query=" ".join(chance.sample(rare, chance.randint(3, 5))),
            tags=(chance.choice(row["tags"]),),
            since=moment - timedelta(days=45),
            until=moment + timedelta(days=45),
        )


def put_objects(store: ArticleStore, count: int) -> dict[str, float]:
    """Put the articles and return articles per second; making them does not count."""
    seconds = cpu = 0.0
    for batch in Generator().articles(count):
        before, before_cpu = time.perf_counter(), time.process_time()
        store.put(batch)
        seconds += time.perf_counter() - before
        cpu += time.process_time() - before_cpu
    return {"objects_per_s": count / seconds, "objects_per_cpu_s": count / cpu}


def search(store: ArticleStore, count: int, searches: int) -> dict[str, float]:
    """Search and return the 50th and 95th percentile in milliseconds, and how many were found."""
    generator, chance = Generator(), random.Random(2)
    topics = [generator.topic(chance.randrange(count)) for _ in range(WARM_UP + searches)]
    times, found = [], 0
    for topic in topics:
        before = time.perf_counter()
        matches = store.search(topic.query, topic, limit=20)
        times.append(1000 * (time.perf_counter() - before))
        found += len(matches)
    cuts = quantiles(times[WARM_UP:], n=100)
    return {
        "search_p50_ms": cuts[49],
        "search_p95_ms": cuts[94],
        "found_mean": found / len(topics),
    }


def ingest_file(url: str, folder: Path, count: int) -> dict[str, float]:
    """Ingest the articles from a file by the command line and return articles per second."""
    file, generator = folder / "articles.jsonl", Generator()
    with file.open("w") as lines:
        lines.writelines(json.dumps(generator.row(number)) + "\n" for number in range(count))
    main = "from groundwood.cli.main import main; main()"
    command = [sys.executable, "-c", main, "ingest", str(file), "--json"]
    before = time.perf_counter()
    done = subprocess.run([*command, "--store", url], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - before
    accepted = json.loads(done.stdout.splitlines()[-1])["accepted"]
    if accepted != count:
        raise SystemExit(f"{accepted} of {count} articles were accepted")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    return {
        "file_per_s": count / seconds,
        "file_per_cpu_s": count / cpu,
        "file_peak_mb": used.ru_maxrss / 1024,
    }


def run_step(step: str, url: str, count: int, searches: int) -> dict[str, float]:
    """Run one step in this process and return its figures."""
    if step == "file":
        with tempfile.TemporaryDirectory() as folder:
            return ingest_file(url, Path(folder), count)
    store = open_store(url)
    done = put_objects(store, count) if step == "objects" else search(store, count, searches)
    done["database_mb"] = size_of(store, url)
    store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**done, f"{step}_peak_mb": peak}


def size_of(store: Store, url: str) -> float:
    """Return how much the store takes on disk, in megabytes."""
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///")).stat().st_size / 1e6
    size = "SELECT pg_database_size(current_database()) AS size"
    return float(store.database.rows(size)[0]["size"]) / 1e6


def measure(urls: dict[str, str], count: int, searches: int) -> dict[str, float]:
    """Return the figures of the steps for so many articles, each in the store at its URL."""
    figures: dict[str, float] = {"articles": count}
    for step, url in urls.items():
        command = [sys.executable, __file__, "--articles", str(count)]
        command += ["--searches", str(searches), "--step", step, "--store", url]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        figures |= json.loads(done.stdout)
    return figures


@contextmanager
def places(store: str) -> Iterator[Callable[[], dict[str, str]]]:
    """Yield what gives the URL of an empty store for each step."""
    if store == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            files = itertools.count()
            yield lambda: steps_of(lambda: f"sqlite:///{folder}/{next(files)}.db")
    elif store == "postgres":
        from postgres_server import running_postgres  # the driver is optional

        with running_postgres(quick=False) as server:
            yield lambda: steps_of(server.new_database)
    else:
        yield lambda: {"objects": store, "search": store}


def steps_of(new: Callable[[], str]) -> dict[str, str]:
    """Return the URL for each step; searches are in what was put."""
    put = new()
    return {"objects": put, "search": put, "file": new()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--searches", type=int, default=500)
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    parser.add_argument("--step", choices=("objects", "search", "file"), help=argparse.SUPPRESS)
    parser.add_argument("--store", default="sqlite", metavar="sqlite|postgres|URL")
    given = parser.parse_args()
    if given.step:
        figures = run_step(given.step, given.store, given.articles[0], given.searches)
        print(json.dumps(figures))
        return
    with places(given.store) as urls:
        results = [measure(urls(), count, given.searches) for count in given.articles]
    if given.json:
        print(json.dumps(results))
        return
    for name in results[0]:
        print(f"{name:<20}" + "".join(f"{figures[name]:>12,.1f}" for figures in results))


if __name__ == "__main__":
    main()
