"""A plan's file read, with errors that name file, line, table and field."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from groundwood.errors import SettingsError
from groundwood.pipelines.batch.plan import BatchPlan

Location = tuple[int | str, ...]

_MOST_TOLD = 5
_SQLITE = "sqlite:///"


def read_plan(file: Path, *, out: Path | None = None, **options: Any) -> BatchPlan:
    """Return the plan in the TOML file, its paths absolute.

    Options that are not none stand in place of the plan's fields, ``out`` in place of the output's
    folder; their paths are seen from the current folder, those of the plan from the plan's own.

    Raises:
        SettingsError: the file cannot be read, is not TOML, or a field of it does not fit; the text
            names file, line, table and field, and for an unknown field the nearest known one.
    """
    try:
        text = file.read_text(encoding="utf-8")
        fields = tomllib.loads(text)
    except OSError as exc:
        raise SettingsError(f"{file}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise SettingsError(f"{file}: is not UTF-8") from exc
    except tomllib.TOMLDecodeError as exc:
        raise SettingsError(f"{file}: is not TOML: {exc}") from exc
    try:
        plan = _placed(BatchPlan.model_validate(fields), file.absolute().parent)
    except ValidationError as exc:
        raise SettingsError(_told(file, text, exc)) from exc
    if not (plan.topics or plan.by_tag or plan.discover):
        raise SettingsError(f"{file}: no topics: there is no [[topics]], [by_tag] or [discover]")
    given = {name: value for name, value in options.items() if value is not None}
    if out is not None:
        given["output"] = plan.output.model_copy(update={"folder": out.absolute()})
    return plan.model_copy(update=given)


def _told(file: Path, text: str, exc: ValidationError) -> str:
    errors: list[Any] = exc.errors(include_url=False)
    told = [f"{_place(file, text, error['loc'])}{_what(error)}" for error in errors[:_MOST_TOLD]]
    more = len(errors) - len(told)
    return "; ".join([*told, *([f"and {more} more"] if more else [])])


def _place(file: Path, text: str, location: Location) -> str:
    line = line_of(text, location)
    where = f"{file}:{line}" if line else f"{file}"
    named = [step for step in location if isinstance(step, str)]
    if not named:
        return f"{where}: "
    nested = len(location) > 1
    table = _table(location[:-1] if nested and isinstance(location[-1], str) else location)
    field = named[-1] if isinstance(location[-1], str) else ""
    if nested and field:
        return f"{where}: {table} {field}: "
    return f"{where}: {field or table}: "


def _table(location: Location) -> str:
    """Return ``[budget.run]``, ``[[topics]] 2``: a table, or which of an array of tables."""
    names = ".".join(step for step in location if isinstance(step, str))
    numbers = [step for step in location if isinstance(step, int)]
    return f"[[{names}]] {numbers[0] + 1}" if numbers else f"[{names}]"


def _what(error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        known = _fields_at(error["loc"][:-1])
        near = get_close_matches(str(error["loc"][-1]), known, n=1, cutoff=0.5)
        hint = f"the nearest is {near[0]!r}" if near else f"there are {', '.join(known)}"
        return f"there is no such field; {hint}"
    if error["type"] == "missing":
        return "is missing"
    said = str(error["msg"]).removeprefix("Value error, ")
    return said[:1].lower() + said[1:]


def _fields_at(location: Location) -> list[str]:
    """Return the fields of the table at the location."""
    model: type[BaseModel] = BatchPlan
    for step in location:
        if isinstance(step, str):
            model = next(_models(model.model_fields[step].annotation))
    return list(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def line_of(text: str, location: Location) -> int | None:
    """Return the line (from 1) where the field stands, else its table, none where neither is found.

    Only the usual forms are looked for: a table under its own header, a field at a line's start.
    """
    tables = [str(step) for step in location[:-1] if isinstance(step, str)]
    number = next((step for step in location if isinstance(step, int)), 0)
    lines = text.splitlines()
    if not location:
        return None
    begin = _header(lines, ".".join(tables), number) if tables else 0
    if begin is None:
        return _header(lines, str(location[0]), number)
    field = re.compile(rf"\s*[\"']?{re.escape(str(location[-1]))}[\"']?\s*=")
    for index in range(begin, len(lines)):
        if index >= begin and lines[index].lstrip().startswith("["):
            break
        if field.match(lines[index]):
            return index + 1
    return begin or _header(lines, str(location[-1]), number)


def _header(lines: list[str], name: str, number: int) -> int | None:
    header = re.compile(rf"\s*\[\[?\s*{re.escape(name)}\s*\]")
    found = [index + 1 for index, line in enumerate(lines) if header.match(line)]
    return found[number] if number < len(found) else None


def _placed(plan: BatchPlan, folder: Path) -> BatchPlan:
    """Return the plan with its paths as seen from the folder, absolute."""
    path = (plan.store or "").removeprefix(_SQLITE)
    is_file = (plan.store or "").startswith(_SQLITE) and path
    changes = {
        "articles": tuple(folder / path for path in plan.articles),
        "output": plan.output.model_copy(update={"folder": folder / plan.output.folder}),
        "store": f"{_SQLITE}{folder / path}" if is_file else plan.store,
    }
    return plan.model_copy(update=changes)
