"""What every noun shares."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator


class Noun(BaseModel):
    """A frozen value: made once, compared by content, safe to share between agents."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Document(Noun):
    """A noun that is kept as a file of its own, where ``$schema`` may name the form it is in."""

    @model_validator(mode="before")
    @classmethod
    def _leave_out_schema(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "$schema" not in data:
            return data
        return {key: value for key, value in data.items() if key != "$schema"}


def misfit(error: ValidationError) -> str:
    """Return the first field that does not fit and why, as ``place: message``."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
