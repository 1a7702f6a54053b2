"""Structured answers: what schema to ask for, and how to read what comes back."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)

_UNSUPPORTED = {"default", "discriminator", "examples"}
_DECODER = json.JSONDecoder()


@lru_cache(maxsize=256)
def strict_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """Return the shape's JSON schema in the strict dialect: every object closed, every field asked
    for. It is made once for each shape: not to be changed."""
    schema: dict[str, Any] = _strict(shape.model_json_schema())
    return schema


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {name: _strict(value) for name, value in node.items() if name not in _UNSUPPORTED}
    if isinstance(node.get("properties"), dict):
        closed["properties"] = {name: _strict(field) for name, field in node["properties"].items()}
        closed["required"] = list(node["properties"])
        closed["additionalProperties"] = False
    return closed


@dataclass(frozen=True)
class Form(Generic[Shape]):
    """What an answer must fit: a pydantic model, and what its validators are given."""

    shape: type[Shape]
    context: Mapping[str, Any] | None = None

    def find(self, text: str) -> tuple[str, Shape]:
        """Return the JSON within the text that fits, as it stands there and as an instance.

        Raises:
            ValueError: nothing in the text fits; the message says in one line what is wrong.
        """
        complaint = "it holds no JSON object"
        for candidate in _objects(text):
            try:
                return candidate, self.shape.model_validate_json(candidate, context=self.context)
            except ValidationError as exc:
                complaint = _complaint(exc)
        raise ValueError(complaint)


def _objects(text: str) -> Iterator[str]:
    """Yield the outermost JSON objects in the text.

    Nothing is yielded from within an object that is broken: a part is not the answer.
    """
    start = text.find("{")
    while start >= 0:
        try:
            _, end = _DECODER.raw_decode(text, start)
        except json.JSONDecodeError as exc:
            if text[start + 1 : exc.pos].strip():
                raise ValueError(f"the JSON is broken: {exc.msg.lower()}") from exc
            end = start + 1
        except RecursionError as exc:
            raise ValueError("the JSON is nested too deeply") from exc
        else:
            yield text[start:end]
        start = text.find("{", end)


def _complaint(exc: ValidationError) -> str:
    lines = (
        f"{'.'.join(str(part) for part in error['loc']) or 'the whole'}: {error['msg']}"
        for error in exc.errors(include_url=False, include_context=False, include_input=False)
    )
    return "; ".join(lines)


def schema_request(schema: dict[str, Any]) -> str:
    """Return what asks, in words, for an answer that fits the schema."""
    return (
        "\n\nAnswer with one JSON object and nothing else. It must fit this JSON schema:\n"
        f"{json.dumps(schema, ensure_ascii=False)}"
    )


def repair_request(complaint: str) -> str:
    """Return what asks for a repaired answer and quotes what was wrong with the last one."""
    return (
        f"Your answer cannot be used: {complaint}.\n"
        "Answer again with one complete JSON object that fits the schema, and nothing else."
    )
