"""Articles that are withdrawn, and taken back."""

from collections.abc import Iterable
from datetime import UTC, datetime

from groundwood.errors import StoreError
from groundwood.nouns import ArticleId
from groundwood.store.base import Retraction
from groundwood.store.database import Database


def retract(database: Database, ids: Iterable[ArticleId], reason: str) -> list[ArticleId]:
    """Withdraw the articles, all or none; see `Store.retract`."""
    wanted = list(dict.fromkeys(ids))
    moment = datetime.now(UTC).isoformat()
    with database.transaction():
        known = _withdrawn(database, wanted)
        missing = [key for key in wanted if key not in known]
        if missing:
            raise StoreError(f"{database.place}: there is no article {', '.join(missing)}")
        fresh = [key for key in wanted if not known[key]]
        for key in fresh:
            database.run("UPDATE articles SET withdrawn = 1 WHERE id = ?", (key,))
            database.run(
                "INSERT INTO retractions (article_id, at, reason) VALUES (?, ?, ?)",
                (key, moment, reason),
            )
    return fresh


def reinstate(database: Database, ids: Iterable[ArticleId]) -> list[ArticleId]:
    """Take withdrawn articles back as if they had just come; see `Store.reinstate`."""
    wanted = list(dict.fromkeys(ids))
    with database.transaction():
        known = _withdrawn(database, wanted)
        back = [key for key in wanted if known.get(key)]
        for key in back:
            database.run("DELETE FROM retractions WHERE article_id = ?", (key,))
            database.run(
                "UPDATE articles SET withdrawn = 0, "
                "arrival = (SELECT max(arrival) FROM articles) + 1 WHERE id = ?",
                (key,),
            )
    return back


def retractions(database: Database) -> list[Retraction]:
    """Return what is withdrawn, the latest first."""
    rows = database.rows(
        "SELECT article_id, at, reason FROM retractions ORDER BY at DESC, article_id"
    )
    return [Retraction.model_validate(dict(row)) for row in rows]


def _withdrawn(database: Database, ids: list[ArticleId]) -> dict[ArticleId, bool]:
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    rows = database.rows(f"SELECT id, withdrawn FROM articles WHERE id IN ({marks})", ids)
    return {row["id"]: bool(row["withdrawn"]) for row in rows}
