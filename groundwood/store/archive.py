"""What every archive of stories offers."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from groundwood.nouns import ArticleId
from groundwood.nouns.version import (
    Abstention,
    StaleCitation,
    StoryRecord,
    StoryVersion,
    VersionRecord,
)


class StoryArchive(Protocol):
    """Stories and their versions; a version never changes. Implementations raise `StoreError`."""

    def publish(self, version: StoryVersion) -> bool:
        """Keep the version; say whether it is new. The same version again changes nothing.

        Raises:
            StoreError: another text stands under this number, the parent is not there, or another
                story has the slug.
        """
        ...

    def get(self, uuid: UUID, version: str | None = None) -> StoryVersion | None:
        """Return the version (left out: the newest), or none."""
        ...

    def named(self, slug: str) -> UUID | None:
        """Return the story of exactly this slug, or none."""
        ...

    def resolve(self, name: str) -> UUID:
        """Return the story of this slug, uuid, or first digits (8 or more) of its uuid.

        Raises:
            InputError: there is none, or more than one; the text names the nearest.
        """
        ...

    def records(self) -> list[StoryRecord]:
        """Return one record a story, in order of slug."""
        ...

    def versions(self, uuid: UUID) -> list[VersionRecord]:
        """Return one record a version, oldest first."""
        ...

    def citing(self, ids: Iterable[ArticleId]) -> list[tuple[UUID, str, ArticleId]]:
        """Return each (story, version, article) where the version cites one of the articles."""
        ...

    def stale(self, uuid: UUID | None = None) -> list[StaleCitation]:
        """Return the citations in newest versions (of one story, or of all) whose article changed."""
        ...

    def seen(self, uuid: UUID, version: str) -> int:
        """Return the arrival number up to which articles were weighed for the version."""
        ...

    def note_seen(self, uuid: UUID, version: str, arrival: int) -> None:
        """Remember that articles up to this arrival number changed nothing in the version."""
        ...

    def abstention(self, uuid: UUID, version: str) -> Abstention | None:
        """Return the last update of the version that abstained, or none."""
        ...

    def note_abstention(self, uuid: UUID, version: str, abstention: Abstention) -> None:
        """Remember that an update of the version abstained, in the place of an earlier one."""
        ...
