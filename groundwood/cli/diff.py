"""``groundwood diff`` and ``history``: what became of a story's sentences."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.options import Store
from groundwood.cli.stories_options import Json, StoryName, open_kept, source_names

if TYPE_CHECKING:
    from groundwood.nouns.version import StoryVersion
    from groundwood.store import Store as OpenStore

_Versions = Annotated[
    list[str] | None,
    typer.Argument(metavar="[V1] [V2]", help="Versions (v0.22), or STORY@v0.24; default the last."),
]
_Sentence = Annotated[
    list[str], typer.Argument(metavar="SENTENCE", help="Its number, or words that it alone holds.")
]


def diff(
    story: StoryName, versions: _Versions = None, store: Store = None, json_: Json = False
) -> None:
    """Compare two versions sentence by sentence, with the articles that caused each change.

    One version is compared with its parent; without any, the newest one is.
    """
    from groundwood.cli.diff_text import print_diff
    from groundwood.pipelines.living.comparing import compare

    with open_kept(store) as kept:
        before, after = _pair(kept, story, versions or [])
        found = compare(kept, before, after)
        names = source_names(kept, before, after)
    if json_:
        typer.echo(found.model_dump_json(exclude_none=True))
        return
    print_diff(found, names, marked=sys.stdout.isatty())


def history(
    story: StoryName, sentence: _Sentence, store: Store = None, json_: Json = False
) -> None:
    """Tell through which versions a sentence went, from where it came in."""
    from groundwood.cli.diff_text import step_lines
    from groundwood.pipelines.living.comparing import history as steps_of
    from groundwood.pipelines.living.comparing import sentence_place
    from groundwood.pipelines.living.naming import find_version

    with open_kept(store) as kept:
        version = find_version(kept, story)
        steps = steps_of(kept, version, sentence_place(version, " ".join(sentence)))
        names = source_names(kept, version)
    for step in steps:
        if json_:
            typer.echo(step.model_dump_json(exclude_none=True))
        else:
            typer.echo("\n".join(step_lines(step, names)))


def _pair(
    store: "OpenStore", story: str, versions: list[str]
) -> "tuple[StoryVersion, StoryVersion]":
    """Return the two versions that were named: the second of them, or the newest, is the later."""
    from groundwood.errors import InputError, SettingsError
    from groundwood.pipelines.living.naming import find_version, name_of, parse_name

    if len(versions) > 2:
        raise SettingsError("diff: two versions at most")
    named = parse_name(story)
    names = [one if "@" in one else f"{named.story}@{one}" for one in versions]
    if named.version is not None or (len(names) == 1 and "@" in versions[0]):
        names = [story, *names]
    found = [find_version(store, name) for name in names or [story]]
    if len(found) > 2:
        raise SettingsError("diff: two versions at most")
    if len(found) == 2:
        return found[0], found[1]
    after = found[0]
    if after.story.parent is None:
        raise InputError(f"{name_of(after)} is a first version; name another one to compare with")
    return find_version(store, f"{after.story.uuid}@v{after.story.parent}"), after
