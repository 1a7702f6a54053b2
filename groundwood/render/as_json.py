"""The JSON form: the noun itself, with the name of its schema in front.

``CheckedStory.model_validate_json`` (for a bare story ``Story.model_validate_json``) gives it back.
"""

import json
from typing import Any

from pydantic import ValidationError

from groundwood.errors import InputError
from groundwood.nouns import CheckedStory, Story
from groundwood.render.told import story_of

SCHEMA_ID = "urn:groundwood:story:1"
"""Names the schema of the form; its last number grows when readers of the form must change."""


def render_json(story: Story | CheckedStory) -> str:
    """Return the story as JSON with stable key order and a newline at its end."""
    form = {"$schema": SCHEMA_ID, **story.model_dump(mode="json")}
    return json.dumps(form, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def parse_json(text: str) -> Story:
    """Return the story that the JSON form holds.

    Raises:
        InputError: it is not JSON, not of this form, or holds no story because its run had none.
    """
    try:
        form = json.loads(text.lstrip("\ufeff"))
        if "outcome" not in form:
            return Story.model_validate(form)
        checked = CheckedStory.model_validate(form)
    except RecursionError as exc:
        raise InputError("the JSON is nested too deep to be a story") from exc
    except json.JSONDecodeError as exc:
        raise InputError(f"line {exc.lineno}: expected JSON: {exc.msg}") from exc
    except ValidationError as exc:
        raise InputError(_first(exc)) from exc
    return story_of(checked)


def _first(exc: ValidationError) -> str:
    error: Any = exc.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(step) for step in error["loc"]) or "the whole"
    return f"{where}: {error['msg']} ({exc.error_count()} fields do not fit a story)"
