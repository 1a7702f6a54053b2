"""The JSON form: everything that is known of a checked story, by a published schema."""

from typing import Any

from groundwood.nouns import CheckedStory

FORMAT = "groundwood-story-1"


def render_json(checked: CheckedStory) -> str:
    """Return the checked story as JSON with its format's name first; ends with a newline."""
    body = checked.model_dump_json(indent=2)
    return f'{{\n  "format": "{FORMAT}",{body[1:]}\n'


def parse_json(text: str) -> CheckedStory:
    """Return the checked story that the JSON form holds."""
    import json

    from pydantic import ValidationError

    from groundwood.errors import InputError

    try:
        data = json.loads(text)
    except ValueError as exc:
        raise InputError(f"not JSON: {exc}") from exc
    if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
        raise InputError(f"not a story: its format is not {FORMAT!r}")
    try:
        return CheckedStory.model_validate(data)
    except ValidationError as exc:
        error = exc.errors()[0]
        place = ".".join(map(str, error["loc"]))
        raise InputError(f"not a story: {place}: {error['msg'].lower()}") from exc


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the JSON form."""
    found = CheckedStory.model_json_schema(mode="serialization")
    found["properties"] = {"format": {"const": FORMAT}, **found["properties"]}
    found["required"] = ["format", *found.get("required", ())]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
