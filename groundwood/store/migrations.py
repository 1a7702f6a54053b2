"""The schema of the SQLite store, one step a version, and how a file is brought up to date."""

import sqlite3

from groundwood.errors import StoreError
from groundwood.store.tables import ABSTENTIONS, STORIES_AND_RUNS

MIGRATIONS = (
    """
    CREATE TABLE articles (
        number INTEGER PRIMARY KEY,
        published_at INTEGER,
        id TEXT NOT NULL UNIQUE,
        digest TEXT NOT NULL UNIQUE,
        content TEXT NOT NULL
    );
    CREATE TABLE bodies (
        number INTEGER PRIMARY KEY REFERENCES articles (number),
        title TEXT NOT NULL,
        url TEXT,
        source TEXT,
        author TEXT,
        tags TEXT NOT NULL,
        language TEXT,
        original_id TEXT,
        text TEXT NOT NULL
    );
    CREATE INDEX articles_by_time ON articles (published_at DESC, id);
    CREATE VIRTUAL TABLE terms USING fts5 (
        title, text, tags, content = '',
        tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    );
    INSERT INTO terms (terms, rank) VALUES ('hashsize', 16777216);
    """,
    f"""
    ALTER TABLE articles ADD COLUMN arrival INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE articles ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
    UPDATE articles SET arrival = number;
    CREATE INDEX articles_by_arrival ON articles (arrival);
    {STORIES_AND_RUNS}
    """,
    ABSTENTIONS,
)
"""``articles`` is what filters and searches read: kept slim, it stays in memory. ``published_at`` is
microseconds since 1970 in UTC, ``content`` the digest of all fields. ``terms`` is contentless: what
it holds of an article is made again from ``bodies`` when that changes, so a change of
`groundwood.store.terms` needs a step here that fills it anew. ``arrival`` counts up with each article
that is added, changed or taken back."""

_OURS = {"articles", "bodies", "terms"}
"""What a store has had since its first version."""


def migrate(connection: sqlite3.Connection, place: str) -> None:
    """Bring the schema up to date, all or nothing; of several processes, one does it.

    Raises:
        StoreError: the file was written by a newer version of Groundwood, or by something else.
        sqlite3.Error: the file cannot be written, or is no database.
    """
    if _version(connection) == len(MIGRATIONS) and _tables(connection) >= _OURS:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        _check(connection, place)
        for script in MIGRATIONS[_version(connection) :]:
            for statement in script.split(";\n"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _check(connection: sqlite3.Connection, place: str) -> None:
    version, tables = _version(connection), _tables(connection)
    if not tables >= _OURS and (tables or version):
        raise StoreError(f"{place}: a SQLite database of another program, not an article store")
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{place}: the store has schema {version}, this version knows up to {len(MIGRATIONS)}; "
            "use the newer Groundwood that wrote it"
        )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
