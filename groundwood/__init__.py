"""Groundwood turns tagged source articles into a cited news story and proves every citation."""

import importlib
from typing import TYPE_CHECKING, Any

from groundwood._version import __version__ as __version__

if TYPE_CHECKING:
    from groundwood.agents import load_judge
    from groundwood.errors import GroundwoodError
    from groundwood.gateway.scripted import ScriptedModel
    from groundwood.ingest import read_articles
    from groundwood.nouns import Article, CheckedStory, Finding, Story, Topic, Verdict
    from groundwood.nouns.version import StoryVersion
    from groundwood.pipelines.check import check_text, check_text_sync
    from groundwood.pipelines.living.update import update_story, update_story_sync
    from groundwood.pipelines.write import write_story, write_story_sync
    from groundwood.render import parse_story, render_story

__all__ = [
    "Article",
    "CheckedStory",
    "Finding",
    "GroundwoodError",
    "ScriptedModel",
    "Story",
    "StoryVersion",
    "Topic",
    "Verdict",
    "check_text",
    "check_text_sync",
    "load_judge",
    "parse_story",
    "read_articles",
    "render_story",
    "update_story",
    "update_story_sync",
    "write_story",
    "write_story_sync",
]

_HOMES = {
    "Article": "groundwood.nouns",
    "CheckedStory": "groundwood.nouns",
    "Finding": "groundwood.nouns",
    "GroundwoodError": "groundwood.errors",
    "ScriptedModel": "groundwood.gateway.scripted",
    "Story": "groundwood.nouns",
    "StoryVersion": "groundwood.nouns.version",
    "Topic": "groundwood.nouns",
    "Verdict": "groundwood.nouns",
    "check_text": "groundwood.pipelines.check",
    "check_text_sync": "groundwood.pipelines.check",
    "load_judge": "groundwood.agents",
    "parse_story": "groundwood.render",
    "read_articles": "groundwood.ingest",
    "render_story": "groundwood.render",
    "update_story": "groundwood.pipelines.living.update",
    "update_story_sync": "groundwood.pipelines.living.update",
    "write_story": "groundwood.pipelines.write",
    "write_story_sync": "groundwood.pipelines.write",
}


def __getattr__(name: str) -> Any:
    """Load what the front door offers when it is first asked for, so that the import stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'groundwood' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
