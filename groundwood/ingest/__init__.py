"""Files in, articles out."""

from groundwood.ingest.events import Accepted, Duplicate, Event, Rejected, Warned
from groundwood.ingest.read import ReadResult, read_articles, read_events

__all__ = [
    "Accepted",
    "Duplicate",
    "Event",
    "ReadResult",
    "Rejected",
    "Warned",
    "read_articles",
    "read_events",
]
