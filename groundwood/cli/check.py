"""``groundwood check``: a cited text and articles in, one finding a sentence out."""

import asyncio
import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from groundwood.cli.options import (
    Covers,
    CoversOption,
    Files,
    JudgeName,
    JudgeUrl,
    ModelName,
    NoCache,
    ResultsOnly,
    Store,
    Votes,
)

if TYPE_CHECKING:
    from groundwood.nouns import Article, Finding
    from groundwood.nouns.cited import CheckedText
    from groundwood.settings import Settings

REFUSED = 5

Format = Literal["table", "json", "html"]

_Story = Annotated[
    str,
    typer.Argument(
        metavar="STORY",
        help="A file: plain text or Markdown with markers, or a story of ours; - is standard input. "
        "Or a kept story: its slug or uuid, STORY@v0.22 for a version.",
    ),
]
_FormatName = Annotated[Format, typer.Option("--format", help="The format on standard output.")]
_Out = Annotated[
    Path | None, typer.Option(help="Write the format into this file, not on standard output.")
]
_Allow = Annotated[
    list[str] | None,
    typer.Option(metavar="FINDING", help="A finding that does not fail: uncited, …; repeatable."),
]
_Current = Annotated[
    bool,
    typer.Option(
        "--current",
        help="Check a kept story by the articles as they are in the store now, not by the passages "
        "that it kept.",
    ),
]


def check(
    story: _Story,
    articles: Files = None,
    store: Store = None,
    current: _Current = False,
    model: ModelName = None,
    judge: JudgeName = None,
    judge_url: JudgeUrl = None,
    votes: Votes = None,
    format_: _FormatName = "table",
    out: _Out = None,
    covers: CoversOption = "auto",
    allow: _Allow = None,
    no_cache: NoCache = False,
    quiet: ResultsOnly = False,
) -> None:
    """Check each sentence of a cited text, or of a kept story, against the articles that it cites.

    Exit codes: 0 every sentence may be published, 5 one may not, 1 failed, 2 wrong usage.
    """
    from groundwood.settings import load_settings

    settings = load_settings(
        model=model,
        judge=judge,
        judge_url=judge_url,
        votes=votes,
        store=store,
        response_cache=False if no_cache else None,
    )
    allowed = frozenset(_finding(name) for name in allow or ())
    is_kept = articles is None and not _is_file(story)
    _must_fit(story, articles, current=current, covers=covers, is_kept=is_kept)
    if is_kept:
        checked = _check_kept(story, settings, current=current)
    else:
        given = None if articles is None else _read(articles, quiet=quiet)
        checked = asyncio.run(_check(story, given, settings, covers))
    _put(checked, format_, out)
    failing = checked.failing(allowed)
    if not quiet:
        _say(checked, out, failing=len(failing))
    if failing:
        raise typer.Exit(REFUSED)


def _must_fit(
    story: str, articles: list[str] | None, *, current: bool, covers: Covers, is_kept: bool
) -> None:
    from groundwood.errors import SettingsError

    if story == "-" and "-" in (articles or ()):
        raise SettingsError("--articles: standard input can be the story or the articles, not both")
    if current and articles is not None:
        raise SettingsError("--current: takes the articles of the store, not those of --articles")
    if current and _is_file(story):
        raise SettingsError(f"--current: is for a kept story, and {story} is a file")
    if covers != "auto" and is_kept:
        raise SettingsError(f"--covers: is for a file, and {story} is none")


def _is_file(story: str) -> bool:
    return story == "-" or (os.path.exists(story) and not os.path.isdir(story))


def _check_kept(name: str, settings: "Settings", *, current: bool) -> "CheckedText":
    """Check the kept story of this name.

    Raises:
        InputError: there is none; the text says that there is no such file either.
    """
    from groundwood.cli.stories_options import opened
    from groundwood.errors import InputError, StoreError
    from groundwood.pipelines.living.naming import find_version
    from groundwood.pipelines.living.rechecking import check_version

    no_file = f"{name}: {'a folder, no file' if os.path.isdir(name) else 'no such file'}"
    if os.path.basename(name) != name:  # no story's name: the store need not be opened
        raise InputError(no_file)
    with ExitStack() as stack:
        try:
            store = stack.enter_context(opened(settings))
            version = find_version(store, name)
        except (InputError, StoreError) as exc:
            raise InputError(f"{no_file}, and no kept story: {exc}") from exc
        by = store if current else None
        return asyncio.run(check_version(version, current=by, settings=settings))


def _finding(name: str) -> "Finding":
    from groundwood.errors import SettingsError
    from groundwood.nouns import Finding

    try:
        return Finding(name.strip().lower().replace("-", " "))
    except ValueError as exc:
        names = ", ".join(f for f in Finding if not f.may_be_published)
        raise SettingsError(f"--allow: there is no finding {name!r}; there are: {names}") from exc


def _read(paths: list[str], *, quiet: bool) -> tuple["Article", ...]:
    from groundwood.ingest import read_articles

    result = read_articles(paths)
    if result.rejected and not quiet:
        first = result.rejected[0]
        place = f"{first.file}:{first.line}" if first.line else first.file
        typer.echo(
            f"{len(result)} articles read, {len(result.rejected)} rejected; "
            f"the first: {place}: {first.reason}",
            err=True,
        )
    return result.articles


async def _check(
    story: str,
    articles: "tuple[Article, ...] | None",
    settings: "Settings",
    covers: Covers,
) -> "CheckedText":
    from groundwood.pipelines.check import check_text

    return await check_text(story, articles, covers=covers, settings=settings)


def _put(checked: "CheckedText", format_: Format, out: Path | None) -> None:
    """Print the result, or write it to the file, whole or not at all."""
    from groundwood.cli.check_table import print_table, table_text
    from groundwood.cli.output import put_text

    if out is None and format_ == "table":
        print_table(checked)
        return
    put_text(table_text(checked) if format_ == "table" else _rendered(checked, format_), out)


def _rendered(checked: "CheckedText", format_: Format) -> str:
    if format_ == "json":
        from groundwood.render.check_json import render_check_json

        return render_check_json(checked)
    from groundwood.render.check_page import render_check_page

    return render_check_page(checked)


def _say(checked: "CheckedText", out: Path | None, *, failing: int) -> None:
    from groundwood.cli.check_table import summary

    for line in summary(checked):
        typer.echo(line, err=True)
    if failing:
        typer.echo(f"{failing} of {len(checked.checks)} sentences may not be published.", err=True)
    if out is not None:
        typer.echo(f"Written to {out}", err=True)
