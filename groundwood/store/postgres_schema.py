"""The schema of the PostgreSQL store, one step a version, and how a database is brought up to date."""

from typing import Any

from groundwood.errors import StoreError
from groundwood.store.postgres_address import SCHEMA, Connection
from groundwood.store.tables import ABSTENTIONS, STORIES_AND_RUNS

WRITING = 0x67726F756E64
"""The number of the advisory lock of those who write alone."""

_TEXT = 'TEXT COLLATE "C"'
"""Text that is sorted by its code points, as SQLite sorts it."""

MIGRATIONS = (
    f"""
    CREATE TABLE articles (
        number BIGINT PRIMARY KEY,
        published_at BIGINT,
        id {_TEXT} NOT NULL UNIQUE,
        digest {_TEXT} NOT NULL UNIQUE,
        content TEXT NOT NULL,
        arrival BIGINT NOT NULL,
        withdrawn INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX articles_by_time ON articles (published_at DESC NULLS LAST, id);
    CREATE INDEX articles_by_arrival ON articles (arrival);
    CREATE TABLE bodies (
        number BIGINT PRIMARY KEY REFERENCES articles (number),
        title TEXT NOT NULL,
        url TEXT,
        source TEXT,
        author TEXT,
        tags TEXT NOT NULL,
        language TEXT,
        original_id TEXT,
        text TEXT NOT NULL
    );
    CREATE TABLE words (
        term {_TEXT} PRIMARY KEY,
        id INTEGER GENERATED ALWAYS AS IDENTITY,
        articles INTEGER NOT NULL
    ) WITH (fillfactor = 60);
    CREATE TABLE terms (
        number BIGINT PRIMARY KEY,
        size INTEGER NOT NULL,
        words INTEGER[] NOT NULL,
        counts SMALLINT[] NOT NULL
    ) WITH (toast_tuple_target = 8160);
    ALTER TABLE terms ALTER words SET STORAGE MAIN, ALTER counts SET STORAGE MAIN;
    CREATE INDEX terms_by_word ON terms USING gin (words) WITH (gin_pending_list_limit = 256);
    CREATE TABLE totals (articles BIGINT NOT NULL, size BIGINT NOT NULL);
    INSERT INTO totals VALUES (0, 0);
    CREATE TABLE answers (
        key TEXT PRIMARY KEY,
        answer TEXT NOT NULL,
        model TEXT NOT NULL,
        prompt TEXT NOT NULL,
        made_at DOUBLE PRECISION NOT NULL
    );
    {STORIES_AND_RUNS.replace("TEXT", _TEXT)}
    """,
    ABSTENTIONS.replace("TEXT", _TEXT),
)
"""``articles`` and ``bodies`` are those of the SQLite store. ``terms`` holds, for each article, the
words that stand in its title, text and tags, in order of their numbers, and how often, as
`groundwood.store.tokenizing` counts them; ``words`` numbers the words and knows how many articles hold
each; ``totals`` is how many articles and words there are. A change of `groundwood.store.terms` needs
a step here that fills them anew. What waits to go into the word index is kept short, because every
search reads all of it. ``answers`` is the response cache."""

_VERSION = f"SELECT version FROM {SCHEMA}.schema_version"
_RELATIONS = f"""
    SELECT count(*) AS number, count(*) FILTER (WHERE relname = 'schema_version') AS versions
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = '{SCHEMA}'
"""
"""Asked of the tables themselves: ``to_regclass`` may answer from what was so before a lock."""
_PLACE = f"""
    SELECT current_setting('server_encoding') AS encoding,
    (SELECT count(*) FROM pg_namespace WHERE nspname = '{SCHEMA}') AS schemas
"""


def migrate(connection: Connection, place: str) -> None:
    """Bring the schema up to date, all or nothing; of several processes, one does it.

    Raises:
        StoreError: the schema was written by a newer version of Groundwood, or by something else.
        psycopg.Error: the database cannot be written.
    """
    if _version(connection) == len(MIGRATIONS):
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])
        version = _version(connection)
        _check(connection, version, place)
        for script in MIGRATIONS[version:]:
            connection.execute(script.encode())
        connection.execute(f"UPDATE {SCHEMA}.schema_version SET version = {len(MIGRATIONS)}")


def _version(connection: Connection) -> int:
    """Return the version of the schema, 0 where there is none yet."""
    if not _one(connection, _RELATIONS)["versions"]:
        return 0
    return int(_one(connection, _VERSION)["version"])


def _check(connection: Connection, version: int, place: str) -> None:
    """See that the schema is ours to change, and make it where there is none."""
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{place}: the store has schema {version}, this version knows up to {len(MIGRATIONS)}; "
            "use the newer Groundwood that wrote it"
        )
    if version:
        return
    found = _one(connection, _PLACE)
    if found["encoding"] != "UTF8":
        raise StoreError(f"{place}: the database is in {found['encoding']}; a store needs UTF8")
    if _one(connection, _RELATIONS)["number"]:
        raise StoreError(f"{place}: the schema {SCHEMA} is another program's, not an article store")
    if not found["schemas"]:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    connection.execute(f"CREATE TABLE {SCHEMA}.schema_version (version INTEGER NOT NULL)")
    connection.execute(f"INSERT INTO {SCHEMA}.schema_version VALUES (0)")


def _one(connection: Connection, statement: str) -> dict[str, Any]:
    """Return the one row of the statement."""
    row = connection.execute(statement.encode()).fetchone()
    assert row is not None  # each of ours has one
    return row
