"""One record of a file, which names file, line and field where something is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from groundwood.errors import InputError
from groundwood.ingest.cited_ours import LONE
from groundwood.nouns import Noun

N = TypeVar("N", bound=Noun)
_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", str: "text"}


@dataclass(frozen=True)
class Row:
    """A record, or an object within one, with its place.

    ``line`` is the line on which the record begins, from 1 (in parquet the row); ``number`` counts
    the records of the file from 1. ``at`` leads to the object within the line: ``docs[2].``.
    ``outer`` are the fields of the object that wraps the list of records, as far as they stand
    before it. Where a method takes several names, the first one that has a value counts.
    """

    file: str
    line: int
    number: int
    values: Mapping[str, Any]
    at: str = ""
    outer: Mapping[str, Any] = field(default_factory=dict)

    def error(self, name: str, what: str) -> InputError:
        """Return the error that says what is wrong with the field."""
        return InputError(f"{self.file}:{self.line}: {self.at}{name}: {what}")

    def has(self, *names: str) -> bool:
        """Return whether one of the fields has a value; null is none."""
        return self._find(names)[1] is not None

    def text(self, *names: str, default: str | None = None) -> str:
        """Return the text of a field, a whole number as it is written.

        Raises:
            InputError: it holds something else; or nothing, and there is no default.
        """
        name, value = self._find(names)
        if default is not None and value in (None, ""):
            return default
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self._unfit(name, "text", value)
        return _whole_characters(str(value))

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """Return the text of a field that must be one of these.

        Raises:
            InputError: it is another, or no text.
        """
        found = self.text(name)
        if found not in choices:
            raise self.error(name, f"'{found}' is none of {', '.join(choices)}")
        return found

    def output(self, *names: str) -> str:
        """Return what a system wrote, empty where the field says that it is nothing.

        Raises:
            InputError: there is no such field, or it holds no text.
        """
        if not any(name in self.values for name in names):
            raise self._unfit(" or ".join(names), "text", None)
        return self.text(*names, default="")

    def texts(self, *names: str) -> tuple[str, ...]:
        """Return the texts of a list, or the one text; of a missing field none.

        Raises:
            InputError: it holds something else.
        """
        name, value = self._find(names)
        listed = [] if value is None else value if isinstance(value, list) else [value]
        for place, one in enumerate(listed):
            if not isinstance(one, str):
                raise self._unfit(f"{name}[{place}]", "text", one)
        return tuple(map(_whole_characters, listed))

    def whole(self, name: str) -> int:
        """Return a whole number, 0 or more.

        Raises:
            InputError: it is missing, or something else.
        """
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self._unfit(name, "a whole number, 0 or more", value)
        return value

    def flag(self, name: str) -> bool:
        """Return what 1 and 0 stand for, also as text or as true and false.

        Raises:
            InputError: it holds something else.
        """
        value = self.values.get(name)
        if str(value) not in ("0", "1", "True", "False"):
            raise self.error(name, f"expected 0 or 1, found {value!r:.40}")
        return str(value) in ("1", "True")

    def listed(self, name: str) -> list[Any]:
        """Return a list.

        Raises:
            InputError: it is missing or no list.
        """
        value = self.values.get(name)
        if not isinstance(value, list):
            raise self._unfit(name, "a list", value)
        return value

    def rows(self, name: str) -> list["Row"]:
        """Return the objects of a list.

        Raises:
            InputError: it is missing, no list, or holds something else.
        """
        return [self.part(f"{name}[{i}]", one) for i, one in enumerate(self.listed(name))]

    def inner(self, name: str) -> "Row":
        """Return the object of a field.

        Raises:
            InputError: it is missing, or no object.
        """
        return self.part(name, self.values.get(name))

    def part(self, name: str, value: Any) -> "Row":
        """Return an object within this one that stands at the name.

        Raises:
            InputError: the value is no object.
        """
        if not isinstance(value, dict):
            raise self._unfit(name, "an object", value)
        return Row(self.file, self.line, self.number, value, f"{self.at}{name}.")

    def picked(self, *names: str) -> dict[str, Any]:
        """Return those of the fields that have a value, by name."""
        return {name: self.values[name] for name in names if self.has(name)}

    def made(self, kind: type[N], values: Mapping[str, Any]) -> N:
        """Return the noun of the values.

        Raises:
            InputError: one of them does not fit; it is named.
        """
        try:
            return kind.model_validate(values)
        except ValidationError as exc:
            first = exc.errors(include_url=False, include_input=False)[0]
            raise self.error(".".join(map(str, first["loc"])), first["msg"]) from exc

    def _find(self, names: tuple[str, ...]) -> tuple[str, Any]:
        for name in names:
            if self.values.get(name) is not None:
                return name, self.values[name]
        return " or ".join(names), None

    def _unfit(self, name: str, wanted: str, value: Any) -> InputError:
        if value is None:
            return self.error(name, "is missing")
        return self.error(name, f"expected {wanted}, found {_KINDS.get(type(value), 'an object')}")


def _whole_characters(text: str) -> str:
    """Return the text without halves of surrogate pairs, which JSON can hold and no text can."""
    return LONE.sub("\ufffd", text)
