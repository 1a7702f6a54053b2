"""Nothing is lost or half indexed when an ingest is killed."""

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import islice

from groundwood.nouns import Topic
from groundwood.store import open_store

BATCH = 20
ROUNDS = 6
WRITER = f"""
import sys
from groundwood.nouns import Article
from groundwood.store import open_store
store = open_store(sys.argv[1])
start = int(sys.argv[2])
while True:
    numbers = range(start, start + {BATCH})
    store.put(
        Article(url=f"https://news.example/{{n}}", text=f"unique{{n}} " + "some words " * 200)
        for n in numbers
    )
    start += {BATCH}
    print(start, flush=True)
"""


def _write_until_killed(url: str, start: int, acknowledged: int) -> int:
    """Return the last number that the writer acknowledged before it was killed."""
    command = [sys.executable, "-c", WRITER, url, str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        lines = list(islice(writer.stdout, acknowledged))
        writer.send_signal(signal.SIGKILL)
        lines += list(writer.stdout)
    assert writer.returncode == -signal.SIGKILL
    return int(lines[-1])


def test_killed_ingests_keep_what_they_acknowledged_in_whole_batches(url: str) -> None:
    chance = random.Random(5)
    rows = 0
    for _ in range(ROUNDS):
        acknowledged = _write_until_killed(url, rows, chance.randint(1, 12))
        with closing(open_store(url)) as store:
            rows = store.count()
        assert rows in (acknowledged, acknowledged + BATCH)
    with closing(open_store(url)) as store:
        found = [store.search(f"unique{number}", Topic()) for number in range(rows)]
        assert [len(matches) for matches in found] == [1] * rows
        articles = store.get(matches[0].article_id for matches in found)
        texts = [article.text.split()[0] for article in articles.values()]
        assert texts == [f"unique{number}" for number in range(rows)]
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        raw.execute("INSERT INTO terms (terms) VALUES ('integrity-check')")
