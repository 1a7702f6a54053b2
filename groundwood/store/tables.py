"""The tables of stories and runs, in SQL that SQLite and PostgreSQL both read."""

from typing import NamedTuple

STORIES_AND_RUNS = """
    CREATE TABLE retractions (
        article_id TEXT PRIMARY KEY,
        at TEXT NOT NULL,
        reason TEXT NOT NULL
    );
    CREATE TABLE stories (
        uuid TEXT PRIMARY KEY,
        slug TEXT NOT NULL UNIQUE,
        topic TEXT NOT NULL
    );
    CREATE TABLE versions (
        uuid TEXT NOT NULL REFERENCES stories (uuid),
        version TEXT NOT NULL,
        number INTEGER NOT NULL,
        parent TEXT,
        origin TEXT,
        title TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        sentences INTEGER NOT NULL,
        seen BIGINT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (uuid, version)
    );
    CREATE TABLE cited (
        uuid TEXT NOT NULL,
        version TEXT NOT NULL,
        article_id TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (uuid, version, article_id)
    );
    CREATE INDEX cited_by_article ON cited (article_id);
    CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        started_at TEXT NOT NULL,
        status TEXT NOT NULL,
        content TEXT NOT NULL
    );
    CREATE TABLE topic_runs (
        run_id TEXT NOT NULL REFERENCES runs (id),
        slug TEXT NOT NULL,
        place INTEGER NOT NULL,
        status TEXT NOT NULL,
        worker TEXT,
        content TEXT NOT NULL,
        PRIMARY KEY (run_id, slug)
    );
    CREATE INDEX topic_runs_by_status ON topic_runs (run_id, status, place);
"""
"""``content`` is the noun as JSON; the other columns are what is searched and sorted by. ``number``
is the version in hundredths, ``seen`` the arrival number up to which articles were weighed for it;
``cited`` keeps the content digest of each article as it was when it was cited."""

ABSTENTIONS = "ALTER TABLE versions ADD COLUMN abstained TEXT"
"""The step that lets a version remember the last update that abstained, as JSON."""


class Table(NamedTuple):
    """A table that is moved with a store: what its rows are sorted by, and its other columns."""

    key: tuple[str, ...]
    others: tuple[str, ...] = ()


PARTS = {
    "retractions": Table(("article_id",), ("at", "reason")),
    "stories": Table(("uuid",), ("slug", "topic")),
    "versions": Table(
        ("uuid", "number"),
        (
            "version",
            "parent",
            "origin",
            "title",
            "updated_at",
            "sentences",
            "seen",
            "content",
            "abstained",
        ),
    ),
    "cited": Table(("uuid", "version", "article_id"), ("content",)),
    "runs": Table(("id",), ("started_at", "status", "content")),
    "topic_runs": Table(("run_id", "place", "slug"), ("status", "worker", "content")),
}
"""All tables but those of articles, in an order in which each row finds what it refers to."""
