"""The schema of the SQLite store, one step a version, and how a file is brought up to date."""

import sqlite3

from groundwood.errors import StoreError

MIGRATIONS = (
    """
    CREATE TABLE articles (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        digest TEXT NOT NULL UNIQUE,
        content TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        url TEXT,
        source TEXT,
        author TEXT,
        published_at INTEGER,
        tags TEXT NOT NULL,
        language TEXT,
        original_id TEXT
    );
    CREATE INDEX articles_by_time ON articles (published_at DESC, id);
    CREATE VIRTUAL TABLE terms USING fts5 (
        title, text, tags, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
    );
    """,
)
"""``published_at`` is microseconds since 1970 in UTC, ``content`` the digest of all fields.
``terms`` is contentless: what it holds of a row is made again from the row when that changes."""


def migrate(connection: sqlite3.Connection, place: str) -> None:
    """Bring the schema up to date, a version at a time, each whole or not at all.

    Raises:
        StoreError: the file was written by a newer version of Groundwood.
    """
    while (version := _version(connection)) < len(MIGRATIONS):
        script = f"PRAGMA user_version = {version + 1};\n{MIGRATIONS[version]}"
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nCOMMIT;")
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{place}: the store has schema {version}, this version knows up to {len(MIGRATIONS)}; "
            "use the newer Groundwood that wrote it"
        )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
