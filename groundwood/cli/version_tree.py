"""The versions of a story, drawn as a tree."""

from collections.abc import Iterator, Sequence

from groundwood.nouns.version import VersionRecord


def draw_tree(records: Sequence[VersionRecord]) -> str:
    """Return one line a version, indented only where the story branches."""
    children: dict[str | None, list[VersionRecord]] = {}
    known = {record.version for record in records}
    for record in records:
        parent = record.parent if record.parent in known else None
        children.setdefault(parent, []).append(record)
    return "\n".join(_lines(children, None, ""))


def _lines(
    children: dict[str | None, list[VersionRecord]], parent: str | None, indent: str
) -> Iterator[str]:
    found = children.get(parent, [])
    for record in found:
        is_last = record is found[-1]
        branches = len(found) > 1
        mark = ("└─ " if is_last else "├─ ") if branches else ""
        yield f"{indent}{mark}{version_line(record)}"
        deeper = indent + (("   " if is_last else "│  ") if branches else "")
        yield from _lines(children, record.version, deeper)


def version_line(record: VersionRecord) -> str:
    """Return the version in one line: number, time, size, title, where it was split off."""
    when = f"{record.updated_at:%Y-%m-%d %H:%M}"
    origin = f"  (split off {record.origin})" if record.origin else ""
    count = f"{record.sentences} sentence{'s' * (record.sentences != 1)}"
    return f"v{record.version}  {when}  {count}  {record.title}{origin}"
