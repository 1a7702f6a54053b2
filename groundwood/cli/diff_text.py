"""A comparison of two versions, in lines for a person."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

import typer

from groundwood.nouns import ArticleId, Sentence
from groundwood.nouns.version import SentenceChange
from groundwood.pipelines.living.comparing import Step, VersionDiff

Names = Mapping[ArticleId, str]
SIGNS = {"kept": " ", "rewritten": "~", "added": "+", "retired": "-"}


def print_diff(found: VersionDiff, names: Names, *, marked: bool) -> None:
    """Print the comparison; on a terminal what went is red and struck, what came green."""
    typer.echo(f"--- {found.before}  {found.title_before}")
    typer.echo(f"+++ {found.after}  {found.title_after}")
    for change in in_order(found.changes):
        for line in change_lines(change, names, marked=marked):
            typer.echo(line)
    typer.echo(summary(found.changes))


def summary(changes: Sequence[SentenceChange]) -> str:
    """Return in one line how many sentences were kept, rewritten, added, retired."""
    counts = [(kind, sum(one.kind == kind for one in changes)) for kind in SIGNS]
    return ", ".join(f"{number} {kind}" for kind, number in counts)


def in_order(changes: Sequence[SentenceChange]) -> list[SentenceChange]:
    """Return the changes in reading order, what was retired where it stood."""
    ordered = [one for one in changes if one.now is not None]
    for one in (one for one in changes if one.now is None):
        places = [i for i, c in enumerate(ordered) if c.was is not None and c.was > (one.was or 0)]
        ordered.insert(places[0] if places else len(ordered), one)
    return ordered


def change_lines(change: SentenceChange, names: Names, *, marked: bool) -> Iterator[str]:
    """Yield the sentence with what became of it, and why."""
    sign = SIGNS[change.kind]
    if change.kind == "rewritten" and change.before and change.after:
        yield f"{sign} {word_marks(change.before.text, change.after.text, marked=marked)}"
    else:
        sentence = change.after or change.before
        text = cited(sentence) if sentence else ""
        yield f"{sign} {_coloured(text, change.kind) if marked else text}"
    if change.kind != "kept" or change.reason:
        yield from because(change, names)


def because(change: SentenceChange, names: Names) -> Iterator[str]:
    """Yield the reason and the articles that caused the change."""
    if change.reason:
        yield f"      why: {change.reason}"
    for key in change.causes:
        yield f"      because of [{key}] {names.get(key, '')}".rstrip()


def step_lines(step: Step, names: Names) -> Iterator[str]:
    """Yield what a sentence was in one version."""
    change = step.change
    told = {"added": "came in", "kept": "kept", "rewritten": "rewritten"}[change.kind]
    yield f"v{step.version}  {told}"
    if change.kind == "kept":
        return
    if change.after is not None:
        yield f"      {cited(change.after)}"
    yield from because(change, names)


def cited(sentence: Sentence) -> str:
    """Return the sentence with the ids that it cites."""
    return f"{sentence.text} {''.join(f'[{key}]' for key in sentence.article_ids)}".rstrip()


def word_marks(before: str, after: str, *, marked: bool) -> str:
    """Return both texts in one, word by word: ``[-gone-]`` and ``{+new+}``, or in colours."""
    old, new = before.split(), after.split()
    parts: list[str] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            parts += new[k:m]
            continue
        gone, came = " ".join(old[i:j]), " ".join(new[k:m])
        if gone:
            parts.append(_coloured(gone, "retired") if marked else f"[-{gone}-]")
        if came:
            parts.append(_coloured(came, "added") if marked else f"{{+{came}+}}")
    return " ".join(parts)


def _coloured(text: str, kind: str) -> str:
    if kind == "added":
        return typer.style(text, fg=typer.colors.GREEN)
    if kind == "retired":
        return typer.style(text, fg=typer.colors.RED, strikethrough=True)
    return text
