"""Stories and their versions in a SQL database."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from operator import itemgetter
from uuid import UUID

from groundwood.errors import InputError, StoreError
from groundwood.nouns import ArticleId
from groundwood.nouns.version import (
    Abstention,
    StaleCitation,
    StoryRecord,
    StoryVersion,
    VersionRecord,
)
from groundwood.store.database import Database, Row

_FEWEST_DIGITS = 8
_MOST_VALUES = 500
"""So many values are given to one statement; every database takes as many."""
_NEWEST = """
    SELECT s.uuid, s.slug, v.version, v.number FROM stories s JOIN versions v
    ON v.uuid = s.uuid AND v.number = (SELECT max(number) FROM versions WHERE uuid = s.uuid)
"""


@dataclass(frozen=True)
class SqlStories:
    """The archive of stories; see `StoryArchive`."""

    database: Database

    def publish(self, version: StoryVersion) -> bool:
        """Keep the version; say whether it is new. See `StoryArchive.publish`."""
        story, content = version.story, version.model_dump_json()
        with self.database.transaction():
            known = self.database.rows(
                "SELECT content FROM versions WHERE uuid = ? AND version = ?",
                (str(story.uuid), story.version),
            )
            if known:
                self._must_be_same(version, known[0]["content"], content)
                return False
            self._enter(version)
            self._keep(version, content)
        return True

    def get(self, uuid: UUID, version: str | None = None) -> StoryVersion | None:
        """Return the version (left out: the newest), or none."""
        which, values = ("", ()) if version is None else (" AND version = ?", (version,))
        rows = self.database.rows(
            f"SELECT content FROM versions WHERE uuid = ?{which} ORDER BY number DESC LIMIT 1",
            (str(uuid), *values),
        )
        return StoryVersion.model_validate_json(rows[0]["content"]) if rows else None

    def named(self, slug: str) -> UUID | None:
        """Return the story of exactly this slug, or none."""
        rows = self.database.rows("SELECT uuid FROM stories WHERE slug = ?", (slug,))
        return UUID(rows[0]["uuid"]) if rows else None

    def resolve(self, name: str) -> UUID:
        """Return the story of this slug, uuid, or first digits of its uuid."""
        exact = self.named(name)
        if exact is not None:
            return exact
        rows: list[Row] = []
        digits = name.replace("-", "").lower()
        if len(digits) >= _FEWEST_DIGITS and not set(digits) - set("0123456789abcdef"):
            rows = self.database.rows(
                "SELECT uuid FROM stories WHERE replace(uuid, '-', '') LIKE ?", (f"{digits}%",)
            )
        if len(rows) == 1:
            return UUID(rows[0]["uuid"])
        if rows:
            raise InputError(f"{name!r} begins the ids of {len(rows)} stories; give more digits")
        raise InputError(f"no story is called {name!r}{self._nearest(name)}")

    def records(self) -> list[StoryRecord]:
        """Return one record a story, in order of slug."""
        rows = self.database.rows(
            "SELECT s.uuid, s.slug, s.topic, v.version, v.title, v.updated_at, "
            "(SELECT count(*) FROM versions WHERE uuid = s.uuid) AS versions "
            "FROM stories s JOIN versions v ON v.uuid = s.uuid "
            "AND v.number = (SELECT max(number) FROM versions WHERE uuid = s.uuid) ORDER BY s.slug"
        )
        return [
            StoryRecord.model_validate({**row, "topic": json.loads(row["topic"])}) for row in rows
        ]

    def versions(self, uuid: UUID) -> list[VersionRecord]:
        """Return one record a version, oldest first."""
        rows = self.database.rows(
            "SELECT version, parent, origin, title, updated_at, sentences FROM versions "
            "WHERE uuid = ? ORDER BY number",
            (str(uuid),),
        )
        return [VersionRecord.model_validate(dict(row)) for row in rows]

    def citing(self, ids: Iterable[ArticleId]) -> list[tuple[UUID, str, ArticleId]]:
        """Return each (story, version, article) where the version cites one of the articles."""
        wanted = list(dict.fromkeys(ids))
        starts = range(0, len(wanted), _MOST_VALUES)
        found = [row for start in starts for row in self._citing(wanted[start:][:_MOST_VALUES])]
        found.sort(key=itemgetter("uuid", "version", "article_id"))
        return [(UUID(row["uuid"]), row["version"], row["article_id"]) for row in found]

    def _citing(self, wanted: Sequence[ArticleId]) -> list[Row]:
        marks = ", ".join("?" * len(wanted))
        return self.database.rows(
            f"SELECT uuid, version, article_id FROM cited WHERE article_id IN ({marks})", wanted
        )

    def stale(self, uuid: UUID | None = None) -> list[StaleCitation]:
        """Return the citations in newest versions (of one story, or of all) whose article changed."""
        which, values = ("", ()) if uuid is None else (" AND n.uuid = ?", (str(uuid),))
        rows = self.database.rows(
            "SELECT n.uuid, n.slug, n.version, c.article_id, CASE WHEN a.id IS NULL OR "
            "a.withdrawn = 1 THEN 'withdrawn' ELSE 'changed' END AS why "
            f"FROM ({_NEWEST}) n JOIN cited c ON c.uuid = n.uuid AND c.version = n.version "
            "LEFT JOIN articles a ON a.id = c.article_id WHERE (a.id IS NULL OR a.withdrawn = 1 "
            f"OR a.content <> c.content){which} ORDER BY n.slug, c.article_id",
            values,
        )
        return [StaleCitation.model_validate(dict(row)) for row in rows]

    def seen(self, uuid: UUID, version: str) -> int:
        """Return the arrival number up to which articles were weighed for the version."""
        rows = self.database.rows(
            "SELECT seen FROM versions WHERE uuid = ? AND version = ?", (str(uuid), version)
        )
        if not rows:
            raise StoreError(f"{self.database.place}: story {uuid} has no version {version}")
        return int(rows[0]["seen"])

    def note_seen(self, uuid: UUID, version: str, arrival: int) -> None:
        """Remember that articles up to this arrival number changed nothing in the version."""
        self.database.run(
            "UPDATE versions SET seen = ? WHERE uuid = ? AND version = ? AND seen < ?",
            (arrival, str(uuid), version, arrival),
        )

    def abstention(self, uuid: UUID, version: str) -> Abstention | None:
        """Return the last update of the version that abstained, or none."""
        rows = self.database.rows(
            "SELECT abstained FROM versions WHERE uuid = ? AND version = ?", (str(uuid), version)
        )
        kept = rows[0]["abstained"] if rows else None
        return None if kept is None else Abstention.model_validate_json(kept)

    def note_abstention(self, uuid: UUID, version: str, abstention: Abstention) -> None:
        """Remember that an update of the version abstained, in the place of an earlier one."""
        self.database.run(
            "UPDATE versions SET abstained = ? WHERE uuid = ? AND version = ?",
            (abstention.model_dump_json(), str(uuid), version),
        )

    def _must_be_same(self, version: StoryVersion, known: str, content: str) -> None:
        if known != content:
            name = f"{version.slug}@v{version.story.version}"
            raise StoreError(f"{self.database.place}: {name} is published and cannot be changed")

    def _enter(self, version: StoryVersion) -> None:
        """See that the story has its slug, and the parent is there."""
        story, place = version.story, self.database.place
        self.database.run(
            "INSERT INTO stories (uuid, slug, topic) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (str(story.uuid), version.slug, version.topic.model_dump_json()),
        )
        owner = self.database.rows("SELECT uuid FROM stories WHERE slug = ?", (version.slug,))
        if not owner or owner[0]["uuid"] != str(story.uuid):
            raise StoreError(
                f"{place}: another story is called {version.slug!r}, or this one is not"
            )
        if story.parent is None or version.origin is not None:
            return
        known = "SELECT 1 FROM versions WHERE uuid = ? AND version = ?"
        if not self.database.rows(known, (str(story.uuid), story.parent)):
            raise StoreError(f"{place}: {version.slug!r} has no version {story.parent}")

    def _keep(self, version: StoryVersion, content: str) -> None:
        story = version.story
        key = (str(story.uuid), story.version)
        self.database.run(
            "INSERT INTO versions (uuid, version, number, parent, origin, title, updated_at, "
            "sentences, seen, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *key,
                _number(story.version),
                story.parent,
                version.origin,
                story.title,
                story.updated_at.isoformat(),
                len(story.sentences),
                version.arrival,
                content,
            ),
        )
        self.database.many(
            "INSERT INTO cited (uuid, version, article_id, content) VALUES (?, ?, ?, ?)",
            [(*key, key_, version.basis.get(key_, "")) for key_ in story.article_ids],
        )

    def _nearest(self, name: str) -> str:
        rows: list[Row] = self.database.rows("SELECT slug FROM stories ORDER BY slug")
        near = get_close_matches(name, [row["slug"] for row in rows], n=1)
        if near:
            return f"; the nearest is {near[0]!r}"
        return "" if rows else "; the store holds no story yet"


def _number(version: str) -> int:
    """Return the version in hundredths, so that 10.00 sorts after 9.99."""
    whole, hundredths = version.split(".")
    return int(whole) * 100 + int(hundredths)
