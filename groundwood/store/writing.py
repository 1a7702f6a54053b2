"""Articles into the tables: what is new, what has changed, and under which ids."""

from collections.abc import Mapping

from groundwood.errors import StoreError
from groundwood.nouns import Article, ArticleId
from groundwood.store.base import PutReport
from groundwood.store.database import ArticleTables
from groundwood.store.rows import Row, to_row


def put(tables: ArticleTables, articles: list[Article]) -> PutReport:
    """Add or update the articles; see `ArticleStore.put`."""
    rows = [to_row(article) for article in articles]
    known = tables.known("digest", [row["digest"] for row in rows])
    _name(tables, rows, known)
    last = {row["digest"]: row for row in rows}
    added = [row for digest, row in last.items() if digest not in known]
    changes = [
        (known[digest], row)
        for digest, row in last.items()
        if digest in known and row["content"] != known[digest]["content"]
    ]
    _number(tables, added, [row for _, row in changes])
    tables.insert(added)
    tables.update(changes)
    return PutReport(
        ids=tuple(row["id"] for row in rows),
        added=len(added),
        updated=len(changes),
        duplicates=len(rows) - len(added) - len(changes),
    )


def _number(tables: ArticleTables, added: list[Row], updated: list[Row]) -> None:
    for number, row in enumerate(added, tables.last("number") + 1):
        row["number"] = number
    for arrival, row in enumerate([*added, *updated], tables.last("arrival") + 1):
        row["arrival"] = arrival


def _name(tables: ArticleTables, rows: list[Row], known: Mapping[str, Row]) -> None:
    """Give each row the id that its digest has, or a free one."""
    wanted = [row["id"] for row in rows]
    taken = tables.known("id", wanted)
    owners = {key: taken[key]["digest"] if key in taken else None for key in wanted}
    ids = {digest: row["id"] for digest, row in known.items()}
    for row in rows:
        digest = row["digest"]
        row["id"] = ids[digest] if digest in ids else _free_id(tables, row, owners)
        ids[digest] = row["id"]
        owners[row["id"]] = digest


def _free_id(tables: ArticleTables, row: Row, owners: Mapping[str, str | None]) -> ArticleId:
    """Return the row's id, or the shortest start of its digest that no other article has."""
    digest = row["digest"]
    starts = (digest[:length] for length in range(8, len(digest) + 1))
    for key in (row["id"], *starts):
        owner = owners[key] if key in owners else tables.owner(key)
        if owner is None or owner == digest:
            return str(key)
    raise StoreError(f"no free id for the article with digest {digest}")
