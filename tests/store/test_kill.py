"""Nothing is lost or half indexed when an ingest is killed."""

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import islice

from groundwood.nouns import Topic
from groundwood.store import Store, open_store

BATCH = 20
ROUNDS = 4
COUNTED = """
    SELECT term, articles AS kept, (SELECT count(*) FROM terms WHERE words @> ARRAY[id]) AS counted
    FROM words UNION ALL SELECT 'all', articles, (SELECT count(*) FROM terms) FROM totals
    UNION ALL SELECT 'sizes', size, (SELECT sum(size) FROM terms) FROM totals
"""
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


def _assert_whole(store: Store, rows: int) -> None:
    """Each article is found by its word alone, and says what was put."""
    found = [store.search(f"unique{number}", Topic()) for number in range(rows)]
    assert [len(matches) for matches in found] == [1] * rows
    articles = store.get(matches[0].article_id for matches in found)
    texts = [article.text.split()[0] for article in articles.values()]
    assert texts == [f"unique{number}" for number in range(rows)]
    assert store.latest_arrival() == rows


def test_killed_ingests_keep_what_they_acknowledged_in_whole_batches(shared_url: str) -> None:
    chance = random.Random(5)
    rows = 0
    for _ in range(ROUNDS):
        acknowledged = _write_until_killed(shared_url, rows, chance.randint(1, 12))
        with closing(open_store(shared_url)) as store, store.transaction():
            rows = store.count()  # after what the killed process had under way
        assert rows in (acknowledged, acknowledged + BATCH)
    with closing(open_store(shared_url)) as store:
        _assert_whole(store, rows)


def test_a_killed_ingest_leaves_a_sound_file(url: str) -> None:
    _write_until_killed(url, 0, 5)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        raw.execute("INSERT INTO terms (terms) VALUES ('integrity-check')")


def test_a_killed_ingest_leaves_the_counts_that_ranks_are_made_of(postgres_url: str) -> None:
    for start in (0, 10_000):
        _write_until_killed(postgres_url, start, 3)
    with closing(open_store(postgres_url)) as store, store.transaction():
        rows = store.database.rows(COUNTED)
    assert rows
    assert [row for row in rows if row["kept"] != row["counted"]] == []
